//! The kiosk's half of the wire, on a thread of its own: nothing on the screen ever waits for the network.
//!
//! | file | what it is |
//! |---|---|
//! | [`agent`] | the loop: enrol, send, settle, rest, and what follows from each failure |
//! | [`client`] | the calls, and what counts as the server's answer |
//! | [`drain`] | records out of the outbox and what becomes of them, in steps that a visitor does not notice |
//! | [`content`] | publications on their way to the screen |
//! | [`heartbeat`] | how the kiosk is, once a minute |
//! | [`image`] | newer versions of the operating system on their way to the machine |
//! | [`logs`] | the log, where staff have asked for it |
//! | [`machine`] | the machine under the kiosk, as far as those two need it |
//! | [`backoff`] | how long to wait after a failure |
//! | [`enrol`], [`device_file`] | the code that is tried next; the token on the disk |
//! | [`status`] | what screens and staff see of it all |
//!
//! A record leaves the outbox only when the server has answered for it by name. Whatever is cut off anywhere before that
//! is sent again, and is the same to the server by its id and hash.

mod agent;
pub mod backoff;
mod client;
mod content;
mod device_file;
mod drain;
mod enrol;
mod error;
mod heartbeat;
pub mod image;
mod logs;
pub mod machine;
mod status;

use std::{
    future::pending,
    io,
    path::PathBuf,
    thread::{self, JoinHandle},
    time::Duration,
};

use chrono_tz::Tz;
use tokio::{
    runtime,
    sync::{mpsc, oneshot, watch},
};

use self::{agent::Agent, content::Fetcher, image::Updater, logs::LogSender, machine::Machine};
pub use self::{
    content::Content,
    error::SyncError,
    status::{Enrolment, SyncStatus, Watch},
};
use crate::{
    clock::Clock,
    config::Config,
    protocol::{
        heartbeat::{ContentShown, PrinterState},
        secret::EnrolmentCode,
    },
    store::worker::Handle,
};

/// What sync must know.
#[derive(Debug, Clone)]
pub struct SyncConfig {
    /// The server's address.
    pub url: String,
    /// PEM certificates trusted besides the system's.
    pub ca_file: Option<PathBuf>,
    pub code: Option<EnrolmentCode>,
    /// A file with a code, which may come later: on a stick.
    pub code_file: Option<PathBuf>,
    /// The state folder.
    pub state: PathBuf,
    pub lobby: String,
    /// What is on the screen.
    pub content: watch::Receiver<ContentShown>,
    /// How the printer is.
    pub printer: watch::Receiver<PrinterState>,
    pub machine: Machine,
    pub timing: Timing,
}

/// How patient sync is; tests are less so.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// A call takes no longer than this: a full batch over a line of 64 kbit/s and the answer to it.
    pub patience: Duration,
    pub heartbeat: Duration,
    /// Where only a person can mend the cause, the server is asked this often.
    pub rarely: Duration,
    /// A code that is not there yet is looked for this often.
    pub code: Duration,
    /// The server is asked for new content this often, give or take a quarter.
    pub content: Duration,
    /// Whether the moment for an update has come is looked at this often.
    pub update: Duration,
    /// The machine's journal is awaited no longer.
    pub journal: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(45),
            heartbeat: Duration::from_secs(60),
            rarely: Duration::from_secs(10 * 60),
            code: Duration::from_secs(10),
            // A publication is known within 10 s.
            content: Duration::from_secs(7),
            update: Duration::from_secs(10),
            journal: Duration::from_secs(60),
        }
    }
}

impl SyncConfig {
    /// As the configuration says; none where it names no server.
    #[must_use]
    pub fn of(
        config: &Config,
        lobby: String,
        content: watch::Receiver<ContentShown>,
        printer: watch::Receiver<PrinterState>,
        zone: Tz,
    ) -> Option<Self> {
        let server = &config.server;
        Some(Self {
            url: server.url.clone()?,
            ca_file: server.ca_file.clone(),
            code: server.enrolment_code.clone(),
            code_file: server.enrolment_file.clone(),
            state: config.state.clone(),
            lobby,
            content,
            printer,
            machine: Machine::of(config, zone),
            timing: Timing::default(),
        })
    }
}

/// Sync's thread. Dropping it without [`shutdown`](Self::shutdown) lets the thread end by itself.
pub struct Sync {
    watch: Watch,
    codes: mpsc::UnboundedSender<EnrolmentCode>,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Sync {
    /// Starts to bring the store's records to the server.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(config: SyncConfig, store: Handle, clock: impl Clock + Send + 'static) -> io::Result<Self> {
        Self::start_with(config, store, clock, None)
    }

    /// The same, and brings what is published to the screen.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start_with(
        config: SyncConfig,
        store: Handle,
        clock: impl Clock + Send + 'static,
        content: Option<Content>,
    ) -> io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let watch = Watch::default();
        watch.set_status(SyncStatus::Starting);
        let (codes, from_staff) = mpsc::unbounded_channel();
        let (stop, stopped) = oneshot::channel();
        let known = watch.clone();
        let thread = thread::Builder::new().name("sync".to_owned()).spawn(move || {
            let (known_as, device) = tokio::sync::watch::channel(None);
            let fetcher = content.map(|content| Fetcher::new(&config, content, device, &known));
            let (desk, log_wanted) = (image::Desk::default(), tokio::sync::watch::Sender::new(None));
            let updater = Updater::new(&config, &clock, known_as.subscribe(), desk.clone());
            let logs = LogSender::new(&config, known_as.subscribe(), log_wanted.subscribe());
            let agent = Agent::new(
                config.clone(),
                store,
                &clock,
                known,
                from_staff,
                known_as,
                (desk, log_wanted),
            );
            let fetching = async {
                match fetcher {
                    Some(fetcher) => fetcher.run().await,
                    None => pending().await,
                }
            };
            let updating = async {
                match updater {
                    Some(updater) => updater.run().await,
                    None => pending().await,
                }
            };
            runtime.block_on(async {
                tokio::select! {
                    // Cut off anywhere, it goes on from there at the next start.
                    _ = stopped => {}
                    () = agent.run() => {}
                    () = fetching => {}
                    () = updating => {}
                    () = logs.run() => {}
                }
            });
            // A name that is being looked up has no end to wait for.
            runtime.shutdown_background();
        })?;
        Ok(Self {
            watch,
            codes,
            stop,
            thread,
        })
    }

    /// How kiosk and server stand, from now on.
    #[must_use]
    pub fn watch(&self) -> Watch {
        self.watch.clone()
    }

    /// Takes the codes that staff type. They are of use while the kiosk is not enrolled or was revoked.
    pub fn enroller(&self) -> impl Fn(EnrolmentCode) + use<> {
        let codes = self.codes.clone();
        // Fails only when the thread has ended.
        move |code| drop(codes.send(code))
    }

    /// Ends it and waits for that. To be called before the store is shut down.
    pub fn shutdown(self) {
        // Both fail only when the thread has ended already.
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }
}
