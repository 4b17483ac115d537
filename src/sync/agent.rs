//! The loop that brings records to the server, and what it makes of failures.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rand::RngExt;
use tokio::{
    sync::{mpsc, watch},
    time::sleep,
};
use tracing::{debug, info, warn};

use super::{
    Enrolment, SyncConfig, SyncError, SyncStatus, Watch, backoff,
    client::Client,
    device_file::DeviceFile,
    drain,
    enrol::Codes,
    heartbeat::{Facts, Pulse},
    image::{self, ServerTime},
};
use crate::{
    clock::Clock,
    protocol::{batch::Batch, enrolment::EnrolRequest, image::ImageOffer, record::Record, secret::EnrolmentCode},
    store::worker::Handle,
};

pub(super) struct Agent<C> {
    config: SyncConfig,
    store: Handle,
    clock: C,
    watch: Watch,
    from_staff: mpsc::UnboundedReceiver<EnrolmentCode>,
    client: Option<Client>,
    codes: Codes,
    device: Option<DeviceFile>,
    /// The same for whoever fetches content.
    known_as: watch::Sender<Option<DeviceFile>>,
    /// Where the server's offers of images go, and reports of them come from.
    images: image::Desk,
    /// And its requests for the log.
    log_wanted: watch::Sender<Option<i64>>,
    /// A fresh enrolment that the disk has not taken yet.
    unwritten: Option<DeviceFile>,
    /// Why there is no device, where it is not that there never was one.
    fault: Option<SyncError>,
    /// The server knows the device no more: a new code may let it in again.
    shut_out: bool,
    pulse: Pulse,
    /// Since when nothing came of it: uptime, and what the clock said.
    away: Option<(Duration, DateTime<Utc>)>,
}

/// What follows a success.
enum Next {
    More,
    Rest,
}

impl<C: Clock> Agent<C> {
    pub fn new(
        config: SyncConfig,
        store: Handle,
        clock: C,
        watch: Watch,
        from_staff: mpsc::UnboundedReceiver<EnrolmentCode>,
        known_as: watch::Sender<Option<DeviceFile>>,
        (images, log_wanted): (image::Desk, watch::Sender<Option<i64>>),
    ) -> Self {
        let (device, fault) = match DeviceFile::read(&config.state) {
            Ok(Some(device)) if device.server == config.url => (Some(device), None),
            Ok(Some(device)) => (None, Some(SyncError::OtherServer(device.server))),
            Ok(None) => (None, None),
            Err(error) => (None, Some(error)),
        };
        let used = device.as_ref().map(|device| device.code);
        let codes = Codes::new(config.code.clone(), config.code_file.clone(), used);
        watch.set_enrolment(device.as_ref().map(enrolment));
        known_as.send_replace(device.clone());
        Self {
            pulse: Pulse::new(config.timing.heartbeat, &mut rand::rng()),
            config,
            store,
            clock,
            watch,
            from_staff,
            client: None,
            codes,
            device,
            known_as,
            images,
            log_wanted,
            unwritten: None,
            fault,
            shut_out: false,
            away: None,
        }
    }

    /// Never ends by itself.
    pub async fn run(mut self) {
        loop {
            match self.step().await {
                Ok(Next::More) => {}
                Ok(Next::Rest) => {
                    let left = self.pulse.left(self.clock.uptime());
                    tokio::select! {
                        () = self.store.written() => {}
                        () = sleep(left) => {}
                        // Whoever has published waits to see it shown.
                        Ok(()) = self.config.content.changed() => self.pulse.hasten(),
                        Some(code) = self.from_staff.recv() => self.codes.staff = Some(code),
                    }
                }
                Err(error) => {
                    let wait = self.failed(&error);
                    tokio::select! {
                        () = sleep(wait) => {}
                        Some(code) = self.from_staff.recv() => self.codes.staff = Some(code),
                    }
                }
            }
        }
    }

    /// One batch: records, and a heartbeat when one is due.
    async fn step(&mut self) -> Result<Next, SyncError> {
        let device = self.device().await?;
        let now = self.clock.now();
        let (places, mut records) = drain::next(&self.store, now).await?;
        let is_due = self.pulse.is_due(self.clock.uptime());
        if is_due {
            records.push(self.heartbeat().await?);
        }
        if records.is_empty() {
            return Ok(Next::Rest);
        }
        let batch = Batch { records };
        let answer = self.client()?.send(&device.token, &batch).await?;
        let settled = places.len();
        drain::settle(&self.store, places, answer.verdicts, self.clock.now()).await?;
        debug!(records = settled, heartbeat = is_due, "a batch has arrived");
        self.heard(is_due);
        if is_due {
            self.pass_on(answer.now, answer.image, answer.log_wanted);
        }
        // Once a minute at most, whatever becomes of it.
        if answer.rotate_token && is_due {
            self.renew_token(device).await;
        }
        Ok(if settled > 0 { Next::More } else { Next::Rest })
    }

    /// What the answer to a heartbeat brings for others.
    fn pass_on(&self, now: DateTime<Utc>, image: Option<ImageOffer>, log_wanted: Option<i64>) {
        let at = self.clock.uptime();
        self.images.server_time.send_replace(Some(ServerTime { now, at }));
        // Who waits for news is woken by news alone.
        self.images.offer.send_if_modified(|offer| changed(offer, image));
        self.log_wanted.send_if_modified(|wanted| changed(wanted, log_wanted));
    }

    /// Who the kiosk is to the server: as it was, or by a code that was not tried yet.
    async fn device(&mut self) -> Result<DeviceFile, SyncError> {
        if let Some(file) = self.unwritten.clone() {
            return self.take_over(file);
        }
        match &self.device {
            Some(device) if !self.shut_out => return Ok(device.clone()),
            _ => {}
        }
        match (self.codes.next(), &self.device) {
            (Ok(code), _) => self.enrol(code).await,
            // Perhaps it was let in again.
            (Err(_), Some(device)) => Ok(device.clone()),
            (Err(SyncError::NoCode), None) => Err(self.fault.clone().unwrap_or(SyncError::NoCode)),
            (Err(error), None) => Err(error),
        }
    }

    async fn enrol(&mut self, code: EnrolmentCode) -> Result<DeviceFile, SyncError> {
        let request = EnrolRequest {
            code: code.clone(),
            municipality: self.config.content.borrow().municipality.clone(),
            lobby: self.config.lobby.clone(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let enrolled = self.client()?.enrol(&request).await.inspect_err(|error| {
            if error.spoils_code() {
                self.codes.spoil(&code, error.clone());
            }
        })?;
        self.take_over(DeviceFile {
            device: enrolled.device,
            token: enrolled.token,
            server: self.config.url.clone(),
            public_url: enrolled.public_url,
            code: code.hash(),
            keys: enrolled.keys,
        })
    }

    /// Becomes the device, once that is on the disk; until then the file is kept, so that one code makes one enrolment.
    fn take_over(&mut self, file: DeviceFile) -> Result<DeviceFile, SyncError> {
        self.unwritten = Some(file.clone());
        file.write(&self.config.state)?;
        self.unwritten = None;
        info!(device = file.device, "the kiosk is enrolled");
        self.codes.used = Some(file.code);
        self.watch.set_enrolment(Some(enrolment(&file)));
        self.become_device(file.clone());
        (self.fault, self.shut_out) = (None, false);
        Ok(file)
    }

    /// The next token takes the place of the present one, which is good until the next is used: so the next is on the
    /// disk first, and whatever fails before that fails without harm.
    async fn renew_token(&mut self, device: DeviceFile) {
        let token = match self.client() {
            Ok(client) => client.new_token(&device.token).await,
            Err(error) => Err(error),
        };
        let written = token.and_then(|new| {
            let file = DeviceFile {
                token: new.token,
                ..device
            };
            file.write(&self.config.state).map(|()| file)
        });
        match written {
            Ok(file) => {
                info!("the device's token was renewed");
                self.become_device(file);
            }
            Err(error) => warn!(%error, "the device's token could not be renewed; the present one stays"),
        }
    }

    fn become_device(&mut self, file: DeviceFile) {
        self.known_as.send_replace(Some(file.clone()));
        self.device = Some(file);
    }

    async fn heartbeat(&mut self) -> Result<Record, SyncError> {
        let outbox = self.store.later(crate::store::Store::outbox_now).await?;
        let content = self.config.content.borrow().clone();
        let facts = Facts {
            content: &content,
            state: &self.config.state,
            printer: *self.config.printer.borrow(),
            outbox,
            image: self.images.report.borrow().clone(),
        };
        let record = self.pulse.record(self.clock.now(), self.clock.uptime(), facts);
        record.map_err(|error| SyncError::Unreachable(error.to_string()))
    }

    fn client(&mut self) -> Result<&Client, SyncError> {
        let client = match self.client.take() {
            Some(client) => client,
            None => {
                let SyncConfig {
                    url, ca_file, timing, ..
                } = &self.config;
                Client::new(url, ca_file.as_deref(), timing.patience)?
            }
        };
        Ok(self.client.insert(client))
    }

    /// The server has taken a batch.
    fn heard(&mut self, heartbeat: bool) {
        let last = self.clock.now();
        let status = SyncStatus::Online { last };
        let first = !status.is_like(&self.watch.status());
        if first {
            info!("the server answers");
        }
        if heartbeat {
            let offset = self.offset();
            self.pulse.answered(self.clock.uptime(), first, offset);
        }
        self.away = None;
        self.shut_out = false;
        self.watch.set_status(status);
    }

    /// Shows what has failed and says how long to wait.
    fn failed(&mut self, error: &SyncError) -> Duration {
        let uptime = self.clock.uptime();
        let (began, since) = *self.away.get_or_insert((uptime, self.clock.now()));
        self.shut_out |= error.ends_enrolment();
        let before = self.watch.status();
        let status = self.status_after(error, since);
        if status.is_like(&before) {
            debug!(%error, "still nothing from the server");
        } else {
            warn!(%error, permanent = error.is_permanent(), "records wait on the kiosk");
        }
        self.watch.set_status(status);
        self.wait(error, uptime.saturating_sub(began))
    }

    fn status_after(&self, error: &SyncError, since: DateTime<Utc>) -> SyncStatus {
        let why = error.clone();
        match self.watch.status() {
            _ if self.device.is_none() => SyncStatus::NotEnrolled { why },
            revoked @ SyncStatus::Revoked { .. } if self.shut_out => revoked,
            _ if self.shut_out => SyncStatus::Revoked { since, why },
            _ => SyncStatus::Offline { since, why },
        }
    }

    fn wait(&self, error: &SyncError, away: Duration) -> Duration {
        let (offset, random) = (self.offset(), rand::rng().random());
        let waits_for_code = self.device.is_none() && self.unwritten.is_none() && self.codes.next().is_err();
        if waits_for_code {
            return self.config.timing.code;
        }
        let wait = if error.is_permanent() {
            backoff::rare(self.config.timing.rarely, offset, random)
        } else {
            backoff::delay(away, offset, random)
        };
        match error {
            SyncError::Refused { wait: Some(asked), .. } => wait.max((*asked).min(backoff::CEILING)),
            _ => wait,
        }
    }

    /// The device's own place in the fleet; the lobby's until it has one.
    fn offset(&self) -> f64 {
        let device = self.device.as_ref().map(|file| &file.device);
        backoff::offset(device.unwrap_or(&self.config.lobby))
    }
}

/// Puts `new` in the place of `old`; whether it is another.
fn changed<T: PartialEq>(old: &mut T, new: T) -> bool {
    let is_other = *old != new;
    *old = new;
    is_other
}

fn enrolment(file: &DeviceFile) -> Enrolment {
    Enrolment {
        device: file.device.clone(),
        public_url: file.public_url.clone(),
    }
}
