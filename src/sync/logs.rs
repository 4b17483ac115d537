//! The kiosk's log on its way to staff who have asked for it, and never else.

use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use rand::RngExt as _;
use tokio::{sync::watch, time::sleep};
use tracing::{info, warn};

use super::{SyncConfig, SyncError, backoff, client::Client, device_file::DeviceFile};
use crate::{
    durable,
    logging::recent,
    protocol::logs::{JOURNAL, MOST_TEXT},
};

/// The machine's service writes this when it finds the wish.
const ANSWER: &str = "journal.txt";
const WISH: &str = "journal-wanted";
/// It is looked for this often.
const LOOK: Duration = Duration::from_millis(500);

/// Why no log goes.
#[derive(Debug, thiserror::Error)]
enum LogError {
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error(
        "the machine's journal can't be had ({0}): check that the state folder is this user's and the disk is sound"
    )]
    Disk(#[from] io::Error),
}

pub(super) struct LogSender<'a> {
    config: &'a SyncConfig,
    device: watch::Receiver<Option<DeviceFile>>,
    /// By the number of the request.
    wanted: watch::Receiver<Option<i64>>,
}

impl<'a> LogSender<'a> {
    pub fn new(
        config: &'a SyncConfig,
        device: watch::Receiver<Option<DeviceFile>>,
        wanted: watch::Receiver<Option<i64>>,
    ) -> Self {
        Self { config, device, wanted }
    }

    /// Never ends by itself.
    pub async fn run(mut self) {
        let mut began = None;
        loop {
            let wanted = *self.wanted.borrow_and_update();
            let sent = match wanted {
                Some(request) => self.send(request).await,
                None => Ok(()),
            };
            let again = match sent {
                Ok(()) => {
                    began = None;
                    None
                }
                Err(error) => {
                    warn!(%error, "the log that staff want could not be sent");
                    let began: Instant = *began.get_or_insert_with(Instant::now);
                    Some(self.wait(&error, began.elapsed()))
                }
            };
            tokio::select! {
                () = sleep(again.unwrap_or(Duration::MAX)) => {}
                Ok(()) = self.wanted.changed() => {}
            }
        }
    }

    async fn send(&self, request: i64) -> Result<(), LogError> {
        let Some(device) = self.device.borrow().clone() else {
            return Ok(());
        };
        let journal = self.journal().await?;
        let mut text = GzEncoder::new(Vec::new(), Compression::default());
        // Where it can't be read, the journal may say why.
        let own = recent::newest(&self.config.machine.log, MOST_TEXT)
            .unwrap_or_else(|error| format!("the log can't be read: {error}\n").into_bytes());
        text.write_all(&own)?;
        if let Some(journal) = journal {
            text.write_all(format!("\n{JOURNAL}\n").as_bytes())?;
            text.write_all(&journal)?;
        }
        let body = text.finish()?;
        let SyncConfig {
            url, ca_file, timing, ..
        } = self.config;
        let client = Client::new(url, ca_file.as_deref(), timing.patience)?;
        client.send_log(&device.token, request, body).await?;
        info!("the log was sent to staff who asked for it");
        Ok(())
    }

    /// The newest of the machine's journal, where its service gives it in time.
    async fn journal(&self) -> io::Result<Option<Vec<u8>>> {
        if self.config.machine.image().is_none() {
            return Ok(None);
        }
        let (wish, answer) = (self.file(WISH), self.file(ANSWER));
        remove(&answer)?;
        durable::replace(&wish, b"\n", 0o600)?;
        let began = Instant::now();
        while !answer.exists() && began.elapsed() < self.config.timing.journal {
            sleep(LOOK.min(self.config.timing.journal)).await;
        }
        remove(&wish)?;
        if !answer.exists() {
            return Ok(None);
        }
        let journal = recent::tail(&answer, MOST_TEXT)?;
        remove(&answer)?;
        Ok(Some(journal))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.config.state.join(name)
    }

    fn wait(&self, error: &LogError, away: Duration) -> Duration {
        let device = self.device.borrow().as_ref().map(|file| file.device.clone());
        let (offset, random) = (backoff::offset(&device.unwrap_or_default()), rand::rng().random());
        match error {
            LogError::Sync(error) if !error.is_permanent() => backoff::delay(away, offset, random),
            _ => backoff::rare(self.config.timing.rarely, offset, random),
        }
    }
}

fn remove(file: &PathBuf) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
