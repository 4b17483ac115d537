//! What the machine was asked to take over last, so that a version which did not hold is not asked for again.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tracing::{info, warn};

use super::folder;
use crate::{
    durable,
    protocol::image::{ImageName, ImageOffer},
};

/// `image/asked.json` in the state folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub version: ImageName,
    /// [`ImageOffer::now`] then.
    pub now: Option<DateTime<Utc>>,
    /// The machine runs another version all the same.
    pub failed: bool,
}

impl Asked {
    /// What became of what was asked for before this start, on a machine that runs `running`.
    ///
    /// # Errors
    /// When it can't be written down.
    pub fn settled(state: &Path, running: &ImageName) -> io::Result<Option<Self>> {
        let Some(mut asked) = read(state)? else {
            return Ok(None);
        };
        if asked.version == *running {
            info!(version = %asked.version, "the update holds");
            fs::remove_file(path(state))?;
            return Ok(None);
        }
        if !asked.failed && !is_awaited(state) {
            warn!(version = %asked.version, running = %running, "the update did not hold; it is not tried again by itself");
            asked.failed = true;
            asked.write(state)?;
        }
        Ok(Some(asked))
    }

    /// Asks the machine to take over what was offered. It is remembered first.
    ///
    /// # Errors
    /// When the disk can't be written.
    pub fn ask(state: &Path, offer: &ImageOffer) -> io::Result<Self> {
        let asked = Self {
            version: offer.version.clone(),
            now: offer.now,
            failed: false,
        };
        asked.write(state)?;
        durable::replace(&wish(state), format!("{}\n", offer.version).as_bytes(), 0o600)?;
        Ok(asked)
    }

    /// The machine has left it.
    ///
    /// # Errors
    /// When the disk can't be written.
    pub fn fail(&mut self, state: &Path) -> io::Result<()> {
        self.failed = true;
        self.write(state)
    }

    /// Whether this offer was answered already: it failed, and nobody has said again that it is to be tried.
    #[must_use]
    pub fn has_failed(&self, offer: &ImageOffer) -> bool {
        self.failed && self.version == offer.version && (offer.now.is_none() || offer.now == self.now)
    }

    fn write(&self, state: &Path) -> io::Result<()> {
        let text = serde_json::to_vec(self).map_err(io::Error::other)?;
        durable::replace(&path(state), &text, 0o600)
    }
}

/// Whether the machine has not begun with it yet, or is still at it.
#[must_use]
pub fn is_awaited(state: &Path) -> bool {
    wish(state).exists() || taken(state).exists()
}

fn read(state: &Path) -> io::Result<Option<Asked>> {
    match fs::read(path(state)) {
        // What can't be read is as good as nothing; the next one takes its place.
        Ok(text) => Ok(serde_json::from_slice(&text).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn path(state: &Path) -> PathBuf {
    folder::all(state).join("asked.json")
}

/// What the machine's own service watches for.
fn wish(state: &Path) -> PathBuf {
    folder::all(state).join("apply")
}

/// What that service makes of it while it is at work, until the machine restarts or the version is refused.
fn taken(state: &Path) -> PathBuf {
    folder::all(state).join("taken")
}
