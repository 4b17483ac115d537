//! Publications on their way to the screen: asked for every few seconds, fetched as far as they are not here, shown between
//! visitors.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use rand::RngExt;
use tokio::{
    sync::{Notify, watch},
    time::sleep,
};
use tracing::{info, warn};

use super::{SyncConfig, SyncError, Timing, Watch, backoff, client::Client, device_file::DeviceFile};
use crate::{
    bundle::{PublicKey, Signed},
    content::Pack,
    protocol::heartbeat::ContentShown,
    vault::{Vault, VaultError},
};

/// What is on the disk, what is offered to the screen, and what the screen shows; shared, readable on any thread.
#[derive(Debug, Clone)]
pub struct Content {
    vault: Arc<Mutex<Vault>>,
    offered: watch::Sender<Option<Arc<Pack>>>,
    shown: watch::Sender<ContentShown>,
}

impl Content {
    /// Of a kiosk that begins with `pack`.
    #[must_use]
    pub fn new(vault: Vault, pack: &Pack) -> Self {
        Self::showing(vault, pack.shown())
    }

    /// Of a kiosk that has nothing to show until something is published.
    #[must_use]
    pub fn awaited(vault: Vault, municipality: &str) -> Self {
        Self::showing(vault, ContentShown::nothing(municipality))
    }

    fn showing(vault: Vault, shown: ContentShown) -> Self {
        Self {
            vault: Arc::new(Mutex::new(vault)),
            offered: watch::Sender::new(None),
            shown: watch::Sender::new(shown),
        }
    }

    /// Gives the screen a pack, to be shown from the next visitor on.
    pub fn offer(&self, pack: Arc<Pack>) {
        self.offered.send_replace(Some(pack));
    }

    /// What is given.
    #[must_use]
    pub fn offers(&self) -> watch::Receiver<Option<Arc<Pack>>> {
        self.offered.subscribe()
    }

    /// What is shown, for the heartbeat.
    #[must_use]
    pub fn shown(&self) -> watch::Receiver<ContentShown> {
        self.shown.subscribe()
    }

    /// The screen has drawn this pack: it stays. That is written down on a thread of its own.
    pub fn drew(&self, pack: &Pack) {
        self.shown.send_replace(pack.shown());
        let (content, hash) = (self.clone(), pack.sha256);
        let write = move || {
            if let Err(fault) = content.vault().drawn(hash) {
                warn!(%fault, "that the content was drawn could not be written down");
            }
        };
        // Without it the content stays on trial, and is drawn again at the next start.
        if let Err(fault) = thread::Builder::new().name("content".to_owned()).spawn(write) {
            warn!(%fault, "that the content was drawn could not be written down");
        }
    }

    fn vault(&self) -> MutexGuard<'_, Vault> {
        self.vault.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why no content came.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

pub(super) struct Fetcher {
    content: Content,
    device: watch::Receiver<Option<DeviceFile>>,
    url: String,
    ca_file: Option<PathBuf>,
    timing: Timing,
    client: Option<Client>,
    /// Rings when the server and the kiosk stand otherwise than before.
    news: Arc<Notify>,
    /// Since when nothing came of it, and why.
    failing: Option<(Instant, String)>,
}

impl Fetcher {
    pub fn new(
        config: &SyncConfig,
        content: Content,
        device: watch::Receiver<Option<DeviceFile>>,
        known: &Watch,
    ) -> Self {
        let news = Arc::new(Notify::new());
        let ring = news.clone();
        known.on_change(Arc::new(move || ring.notify_one()));
        Self {
            content,
            device,
            url: config.url.clone(),
            ca_file: config.ca_file.clone(),
            timing: config.timing,
            client: None,
            news,
            failing: None,
        }
    }

    /// Never ends by itself.
    pub async fn run(mut self) {
        loop {
            let wait = match self.step().await {
                Ok(()) => self.succeeded(),
                Err(error) => self.failed(&error),
            };
            tokio::select! {
                () = sleep(wait) => {}
                // On its return the server is asked at once.
                () = self.news.notified() => {}
            }
        }
    }

    /// Asks once, and fetches what there is.
    async fn step(&mut self) -> Result<(), FetchError> {
        let Some(device) = self.device.borrow().clone() else {
            return Ok(());
        };
        self.content.vault().enrolled(device.code, &keys(&device))?;
        let client = match self.client.take() {
            Some(client) => client,
            None => Client::new(&self.url, self.ca_file.as_deref(), self.timing.patience)?,
        };
        let client = self.client.insert(client);
        let known = self.content.vault().known();
        let Some(published) = client.content(&device.token, known).await? else {
            return Ok(());
        };
        let signed = Signed {
            manifest: published.manifest.into_bytes(),
            signature: published.signature,
        };
        let Some(manifest) = self.content.vault().accept(&signed)? else {
            return Ok(());
        };
        let missing = self.content.vault().missing(&manifest);
        info!(
            version = manifest.version,
            files = missing.len(),
            "new content is fetched"
        );
        for (hash, size, come) in missing {
            let take = |bytes: &[u8]| {
                self.content
                    .vault()
                    .receive(&hash, size, bytes)
                    .map_err(FetchError::from)
            };
            // Nothing more is to come; what is longer than it was signed is dropped, and begun anew the next time.
            if come >= size {
                take(&[])?;
            } else {
                client.object(&device.token, &hash, come, take).await?;
            }
        }
        let pack = self.content.vault().switch()?;
        self.content.offer(Arc::new(pack));
        Ok(())
    }

    fn succeeded(&mut self) -> Duration {
        self.failing = None;
        self.timing.content.mul_f64(0.75 + rand::rng().random::<f64>() / 2.0)
    }

    fn failed(&mut self, error: &FetchError) -> Duration {
        let text = error.to_string();
        let began = match self.failing.take() {
            Some((began, before)) => {
                if before != text {
                    warn!(error = text, "published content can't be had");
                }
                began
            }
            None => {
                warn!(error = text, "published content can't be had");
                Instant::now()
            }
        };
        self.failing = Some((began, text));
        let device = self.device.borrow().as_ref().map(|file| file.device.clone());
        let (offset, random) = (backoff::offset(&device.unwrap_or_default()), rand::rng().random());
        self.timing.content.max(backoff::delay(began.elapsed(), offset, random))
    }
}

/// Those that this program understands.
fn keys(device: &DeviceFile) -> Vec<PublicKey> {
    device.keys.iter().filter_map(|key| key.parse().ok()).collect()
}
