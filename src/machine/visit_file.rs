//! A file that is there while somebody stands at the screen, so that whoever looks after the machine never interrupts them.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    sync::mpsc::{Sender, channel},
    thread::{self, JoinHandle},
};

use tracing::warn;

const NAME: &str = "visit";

/// The folder that systemd made for this service's run; none without it.
#[must_use]
pub fn runtime_folder() -> Option<PathBuf> {
    let folders = env::var_os("RUNTIME_DIRECTORY")?;
    env::split_paths(&folders).next()
}

/// Keeps the file on a thread of its own: the screen never waits for a file.
pub struct VisitFile {
    orders: Sender<bool>,
    thread: JoinHandle<()>,
}

impl VisitFile {
    /// Nobody stands there at the start, whatever a predecessor left in `folder`.
    ///
    /// # Errors
    /// When its file can't be taken away, or there is no thread to be had.
    pub fn start(folder: &Path) -> io::Result<Self> {
        let file = folder.join(NAME);
        set(&file, false)?;
        let (orders, wanted) = channel();
        let thread = thread::Builder::new().name("visit file".to_owned()).spawn(move || {
            for is_visited in wanted {
                if let Err(error) = set(&file, is_visited) {
                    warn!(%error, file = %file.display(), "whether somebody stands here can't be told");
                }
            }
        })?;
        Ok(Self { orders, thread })
    }

    /// What is told whenever somebody comes or has gone.
    pub fn marker(&self) -> impl Fn(bool) + 'static {
        let orders = self.orders.clone();
        move |is_visited| {
            // Fails only at the end, when the file has gone.
            let _ = orders.send(is_visited);
        }
    }

    /// Takes the file away. Whoever has a marker must have dropped it.
    pub fn shutdown(self) {
        let _ = self.orders.send(false);
        drop(self.orders);
        let _ = self.thread.join();
    }
}

fn set(file: &Path, is_there: bool) -> io::Result<()> {
    if is_there {
        return fs::write(file, "");
    }
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
