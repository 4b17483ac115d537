//! A newer version of the operating system, on its way from the server to the machine.
//!
//! | file | what it is |
//! |---|---|
//! | [`folder`] | what has come of a version, checked against the sums that are signed |
//! | [`moment`] | when it may be applied |
//! | [`asked`] | what the machine was asked to take over, and whether it held |
//!
//! It is fetched piece by piece, and after each piece the line is left alone for as long as that took: records never wait for
//! it. The hour is the server's, carried on by the uptime, since the machine's own clock may be wrong. Signatures are
//! checked by the machine's service that `image/apply` wakes, with keys that this program can't change.

mod asked;
mod folder;
mod moment;

use std::{
    io,
    path::PathBuf,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use rand::RngExt as _;
use tokio::{sync::watch, task::spawn_blocking, time::sleep};
use tracing::{info, warn};

use self::{asked::Asked, folder::Folder};
use super::{SyncConfig, SyncError, Timing, backoff, client::Client, device_file::DeviceFile, machine::Machine};
use crate::{
    clock::Clock,
    disk,
    protocol::image::{ImageFile, ImageName, ImageOffer, ImageReport, Step, Trouble, UpdateReport},
};

/// Bytes of a piece: half a minute of a line of 64 kbit/s.
const PIECE: u64 = 256 * 1024;
/// No version is larger, in bytes.
const MOST: u64 = 2_000_000_000;
/// The machine has left an update where it does not restart within this after it was asked to.
const GIVEN_UP: Duration = Duration::from_secs(60 * 60);
/// A cause's words in the heartbeat, at most so many characters of them.
const LONGEST_CAUSE: usize = 300;

/// What the server has said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerTime {
    pub now: DateTime<Utc>,
    /// Uptime then.
    pub at: Duration,
}

/// What the updater and whoever sends heartbeats tell each other.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    pub offer: watch::Sender<Option<ImageOffer>>,
    pub server_time: watch::Sender<Option<ServerTime>>,
    pub report: watch::Sender<Option<ImageReport>>,
}

/// Why a version does not come.
#[derive(Debug, thiserror::Error)]
enum ImageError {
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error("the disk can't be used ({0}): check that the state folder is this user's and the disk is sound")]
    Disk(#[from] io::Error),
    #[error("{missing} bytes are to come and {free} are free, of which {reserve} stay free: make room on the disk")]
    NoRoom { missing: u64, free: u64, reserve: u64 },
    #[error("the version has {0} bytes, where {MOST} are the most: publish a smaller one")]
    TooLarge(u64),
    #[error("{0} came with another content than its sum says: check the server's folder of images")]
    WrongSum(ImageName),
    #[error("{0} ended before its time: check the server's folder of images")]
    Short(ImageName),
    #[error("SHA256SUMS names other files than the server offers: check the server's folder of images")]
    OtherSums,
}

impl ImageError {
    /// What staff are told of it.
    fn trouble(&self) -> Trouble {
        let cut = |cause: String| cause.chars().take(LONGEST_CAUSE).collect();
        match self {
            Self::Sync(error) => Trouble::Server {
                cause: cut(error.to_string()),
            },
            Self::Disk(error) => Trouble::Disk {
                cause: cut(error.to_string()),
            },
            &Self::NoRoom { missing, free, reserve } => Trouble::NoRoom { missing, free, reserve },
            &Self::TooLarge(size) => Trouble::TooLarge { size, most: MOST },
            Self::WrongSum(file) => Trouble::WrongSum { file: file.clone() },
            Self::Short(file) => Trouble::Short { file: file.clone() },
            Self::OtherSums => Trouble::OtherSums,
        }
    }

    /// Whether only a person can mend it.
    fn is_permanent(&self) -> bool {
        match self {
            Self::Sync(error) => error.is_permanent(),
            Self::Short(_) => false,
            _ => true,
        }
    }
}

pub(super) struct Updater<'a, C> {
    config: &'a SyncConfig,
    clock: &'a C,
    state: PathBuf,
    machine: Machine,
    timing: Timing,
    /// What runs.
    running: ImageName,
    device: watch::Receiver<Option<DeviceFile>>,
    offer: watch::Receiver<Option<ImageOffer>>,
    desk: Desk,
    client: Option<Client>,
    asked: Option<Asked>,
    /// Uptime from when on the machine should have restarted soon.
    waiting_since: Duration,
    /// Whose files are all here and right.
    ready: Option<ImageOffer>,
    /// Since when nothing came of it.
    failing: Option<Instant>,
}

impl<'a, C: Clock> Updater<'a, C> {
    /// None where the machine runs no image of Parter's.
    pub fn new(
        config: &'a SyncConfig,
        clock: &'a C,
        device: watch::Receiver<Option<DeviceFile>>,
        desk: Desk,
    ) -> Option<Self> {
        let running = config.machine.image()?;
        let asked = Asked::settled(&config.state, &running).unwrap_or_else(|fault| {
            warn!(%fault, "what became of the last update can't be told");
            None
        });
        let updater = Self {
            config,
            clock,
            state: config.state.clone(),
            machine: config.machine.clone(),
            timing: config.timing,
            running,
            device,
            offer: desk.offer.subscribe(),
            desk,
            client: None,
            asked,
            waiting_since: clock.uptime(),
            ready: None,
            failing: None,
        };
        updater.tell(updater.past());
        Some(updater)
    }

    /// Never ends by itself.
    pub async fn run(mut self) {
        loop {
            let wait = match self.step().await {
                Ok(()) => {
                    self.failing = None;
                    self.timing.update
                }
                Err(error) => self.failed(&error),
            };
            tokio::select! {
                () = sleep(wait) => {}
                Ok(()) = self.offer.changed() => {}
            }
        }
    }

    async fn step(&mut self) -> Result<(), ImageError> {
        let offer = self.offer.borrow_and_update().clone();
        self.give_up_waiting()?;
        if self.asked.as_ref().is_some_and(|asked| !asked.failed) {
            // Its files are the machine's now.
            self.tell(self.past());
            return Ok(());
        }
        let Some(offer) = offer.filter(|offer| offer.version != self.running) else {
            self.tell(self.past());
            return Ok(());
        };
        if self.asked.as_ref().is_some_and(|asked| asked.has_failed(&offer)) {
            self.ready = None;
            folder::clear(&self.state, None)?;
            self.tell(self.past());
            return Ok(());
        }
        if self.ready.as_ref().is_none_or(|ready| ready.files != offer.files) && !self.fetch(&offer).await? {
            return Ok(());
        }
        self.tell(Some(report(&offer, Step::Ready, offer.size(), None)));
        self.ready = Some(offer.clone());
        let is_told = offer.now.is_some() && offer.now != self.asked.as_ref().and_then(|asked| asked.now);
        if moment::is_now(self.now(), self.machine.zone, is_told, self.machine.is_visited()) {
            info!(version = %offer.version, "the machine is asked to take over the update");
            self.asked = Some(Asked::ask(&self.state, &offer)?);
            self.waiting_since = self.clock.uptime();
            self.tell(self.past());
        }
        Ok(())
    }

    /// Fetches what is missing. False where something else is offered meanwhile, or the kiosk is no device.
    async fn fetch(&mut self, offer: &ImageOffer) -> Result<bool, ImageError> {
        let Some(device) = self.device.borrow().clone() else {
            return Ok(false);
        };
        let size = offer.size();
        if size > MOST {
            return Err(ImageError::TooLarge(size));
        }
        let folder = Folder::only(&self.state, &offer.version)?;
        let missing = {
            let (folder, offer) = (folder.clone(), offer.clone());
            spawn_blocking(move || folder.missing(&offer))
                .await
                .map_err(io::Error::other)??
        };
        let left = |file: &ImageFile, come: u64| file.size.saturating_sub(come);
        let mut to_come: u64 = missing.iter().map(|(file, come)| left(file, *come)).sum();
        self.tell(Some(report(offer, Step::Downloading, size - to_come, None)));
        let (free, reserve) = (disk::free(&self.state).unwrap_or_default(), self.machine.reserve);
        if to_come > 0 && free < to_come.saturating_add(reserve) {
            let missing = to_come;
            return Err(ImageError::NoRoom { missing, free, reserve });
        }
        if to_come > 0 {
            info!(version = %offer.version, bytes = to_come, "a version of the operating system is fetched");
        }
        for (file, mut come) in missing {
            while come < file.size {
                let began = Instant::now();
                let now = self.piece(&device, offer, &folder, &file, come).await?;
                to_come -= now - come;
                come = now;
                self.tell(Some(report(offer, Step::Downloading, size - to_come, None)));
                if self.offer.has_changed().unwrap_or(false) {
                    return Ok(false);
                }
                sleep(began.elapsed()).await;
            }
            let (at, whole) = (folder.clone(), file.clone());
            let is_right = spawn_blocking(move || at.finish(&whole))
                .await
                .map_err(io::Error::other)??;
            if !is_right {
                return Err(ImageError::WrongSum(file.name));
            }
        }
        if folder.is_as_signed(offer)? {
            Ok(true)
        } else {
            Err(ImageError::OtherSums)
        }
    }

    /// The next piece of a file of which `come` bytes are here; how many there are then.
    async fn piece(
        &mut self,
        device: &DeviceFile,
        offer: &ImageOffer,
        folder: &Folder,
        file: &ImageFile,
        come: u64,
    ) -> Result<u64, ImageError> {
        let client = match self.client.take() {
            Some(client) => client,
            None => Client::new(&self.config.url, self.config.ca_file.as_deref(), self.timing.patience)?,
        };
        let client = self.client.insert(client);
        let path = format!("images/{}/{}", offer.version, file.name);
        let range = come..(come + PIECE).min(file.size);
        let mut has = come;
        let take = |bytes: &[u8]| {
            has = folder.receive(file, bytes)?;
            Ok(())
        };
        let fetched: Result<(), ImageError> = client.piece(&device.token, &path, range, take).await;
        match fetched {
            // However little came before it was cut, it goes on from there.
            Err(ImageError::Sync(_)) | Ok(()) if has > come => Ok(has),
            Err(error) => Err(error),
            Ok(()) => Err(ImageError::Short(file.name.clone())),
        }
    }

    /// Where the machine was asked, is done with it and has not restarted: it could not take the version over.
    fn give_up_waiting(&mut self) -> io::Result<()> {
        let is_late = self.clock.uptime().saturating_sub(self.waiting_since) >= GIVEN_UP;
        if let Some(asked) = self.asked.as_mut().filter(|asked| !asked.failed)
            && is_late
            && !asked::is_awaited(&self.state)
        {
            warn!(version = %asked.version, "the machine has not taken over the update");
            asked.fail(&self.state)?;
        }
        Ok(())
    }

    /// What is told of the version that was asked for last.
    fn past(&self) -> Option<UpdateReport> {
        self.asked.as_ref().map(|asked| UpdateReport {
            version: asked.version.clone(),
            step: if asked.failed { Step::Failed } else { Step::Applied },
            come: 0,
            size: 0,
            trouble: None,
        })
    }

    fn tell(&self, update: Option<UpdateReport>) {
        let version = self.running.clone();
        self.desk.report.send_replace(Some(ImageReport { version, update }));
    }

    /// The server's clock.
    fn now(&self) -> Option<DateTime<Utc>> {
        let ServerTime { now, at } = (*self.desk.server_time.borrow())?;
        Some(now + self.clock.uptime().saturating_sub(at))
    }

    /// Tells what stands against it, and says how long to wait.
    fn failed(&mut self, error: &ImageError) -> Duration {
        let trouble = error.trouble();
        let began = *self.failing.get_or_insert_with(Instant::now);
        let before = self
            .desk
            .report
            .borrow()
            .as_ref()
            .and_then(|report| report.update.clone());
        if before.as_ref().and_then(|update| update.trouble.as_ref()) != Some(&trouble) {
            warn!(%error, "the version that is offered can't be had");
        }
        if let Some(offer) = self.offer.borrow().as_ref() {
            let come = before
                .filter(|update| update.version == offer.version)
                .map_or(0, |update| update.come);
            self.tell(Some(report(offer, Step::Downloading, come, Some(trouble))));
        }
        let device = self.device.borrow().as_ref().map(|file| file.device.clone());
        let (offset, random) = (backoff::offset(&device.unwrap_or_default()), rand::rng().random());
        if error.is_permanent() {
            backoff::rare(self.timing.rarely, offset, random)
        } else {
            self.timing.update.max(backoff::delay(began.elapsed(), offset, random))
        }
    }
}

fn report(offer: &ImageOffer, step: Step, come: u64, trouble: Option<Trouble>) -> UpdateReport {
    UpdateReport {
        version: offer.version.clone(),
        step,
        come,
        size: offer.size(),
        trouble,
    }
}
