//! A pack as a kiosk would draw it: by the kiosk's own screens, in a process of its own.
//!
//! The process is this program's own `parter shot`. It gets the pack in a folder that goes with it, nothing of the server's
//! environment, and bounds of time, memory and of what it may write; a few run at once, and the rest wait for a while.

mod drawing;
mod look;

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::body::Bytes;
use tokio::{sync::Semaphore, time::timeout};

pub use look::{Look, PANELS, Panel, SCREENS};

use crate::{content::files::Files, protocol::record::Hash};

/// So many are drawn at once: each takes a processor and its memory.
const AT_ONCE: usize = 2;
/// Who waits longer for their turn is told to try again.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pictures that are kept: what two editors look at, before and after.
const KEPT: usize = 12;

/// Draws packs.
pub struct Preview {
    /// None where this program has no screens.
    program: Option<PathBuf>,
    turns: Semaphore,
    known: Mutex<VecDeque<(Hash, Bytes)>>,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("this program was built without the kiosk's screens")]
    NoScreens,
    #[error("too many pictures are being drawn")]
    Busy,
    #[error("drawing took too long and was stopped")]
    TooLong,
    /// What the drawing program said.
    #[error("{0}")]
    Refused(String),
    #[error("the program can't be run: {0}")]
    Io(#[from] std::io::Error),
}

impl Preview {
    /// Drawn by `program`, if there is one.
    #[must_use]
    pub fn by(program: Option<PathBuf>) -> Self {
        Self {
            program,
            turns: Semaphore::new(AT_ONCE),
            known: Mutex::default(),
        }
    }

    /// By this very program, where it has the kiosk's screens.
    #[must_use]
    pub fn of_this_program() -> Self {
        let own = std::env::current_exe().ok();
        Self::by(own.filter(|_| cfg!(feature = "kiosk")))
    }

    /// The pack's screen as a PNG.
    ///
    /// # Errors
    /// When it is not drawn, or not in time.
    pub async fn picture(&self, files: &Files, look: &Look) -> Result<Bytes, Failure> {
        let program = self.program.as_ref().ok_or(Failure::NoScreens)?;
        let key = Hash::of(format!("{} {look:?}", files.hash()).as_bytes());
        if let Some(known) = self.known(&key) {
            return Ok(known);
        }
        let turn = timeout(PATIENCE, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(Failure::Busy) };
        // Another may have waited for the same one.
        if let Some(known) = self.known(&key) {
            return Ok(known);
        }
        let picture = drawing::draw(program, files.clone(), look).await?;
        if look.is_still() {
            self.keep(key, picture.clone());
        }
        Ok(picture)
    }

    fn known(&self, key: &Hash) -> Option<Bytes> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(name, _)| name == key);
        found.map(|(_, picture)| picture.clone())
    }

    fn keep(&self, key: Hash, picture: Bytes) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.push_back((key, picture));
        if known.len() > KEPT {
            known.pop_front();
        }
    }
}
