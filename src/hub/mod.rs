//! A further kiosk's way to the hub of its lobby, on a thread of its own: tickets, how the queues are, and what becomes of
//! both while the hub can't be reached.
//!
//! | file | what it is |
//! |---|---|
//! | [`desk`] | a ticket: from the hub, or, when it does not answer in time, with a number that this kiosk holds |
//! | [`tend`] | the rounds: whether the hub is there, what it is still to be told, numbers for the next outage |
//! | [`client`], [`pinned`] | the calls, and trust in the hub's own certificate |
//! | [`membership`] | the code that makes the kiosk one of the lobby's, and the token that it gets |
//!
//! The lobby has one queue with one writer, the hub. A ticket that the hub has issued is on its disk, and one with a number of
//! this kiosk's own on this kiosk's, before anybody sees it. Each wish has a code: asked again, it is the same ticket. One
//! whose answer did not come in time is withdrawn, so that nobody is called who was never told a number.

mod client;
mod desk;
mod error;
pub mod membership;
mod pinned;
mod tend;

use std::{
    collections::BTreeMap,
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::{
    runtime,
    sync::{Notify, mpsc, oneshot},
};

use self::client::Client;
pub use self::error::HubError;
use crate::{
    clock::Clock,
    config::Config,
    content::Pack,
    protocol::{hub::LinesNow, record::Hash},
    queue::{
        AppointmentCode, IssueRequest, Visit,
        day::LobbyDay,
        line::{Ahead, Lines, Paused},
    },
    store::{StoreError, worker},
};

/// What a further kiosk must know of its hub.
#[derive(Debug, Clone)]
pub struct HubConfig {
    /// Its address.
    pub address: String,
    /// SHA-256 of its certificate, which alone is trusted then.
    pub certificate: Option<Hash>,
    /// PEM certificates trusted besides the system's.
    pub ca_file: Option<PathBuf>,
    /// The state folder.
    pub state: PathBuf,
    pub lobby: String,
    /// Ids of the queues that numbers are held for.
    pub queues: Vec<String>,
    /// A call to the hub takes no longer. Twice this, and the visitor has a ticket with a number of this kiosk's own. Tests on a
    /// busy machine have more.
    pub patience: Duration,
    /// Time between two rounds; tests go faster.
    pub round: Duration,
}

impl HubConfig {
    /// As the configuration says; none where this kiosk keeps its lobby's queues itself.
    #[must_use]
    pub fn of(config: &Config, pack: &Pack, lobby: String) -> Option<Self> {
        let hub = &config.hub;
        Some(Self {
            address: hub.address.clone()?,
            certificate: hub.certificate,
            ca_file: hub.ca_file.clone(),
            state: config.state.clone(),
            lobby,
            queues: pack.queues.queues.iter().map(|queue| queue.id.clone()).collect(),
            patience: Duration::from_millis(800),
            round: Duration::from_secs(2),
        })
    }
}

/// A ticket that is on a disk, and how many wait now and before it, where that could be counted.
pub type Came = (Visit, Option<(Lines, Option<Ahead>)>);

/// What is told of a wish, on the hub's thread.
type Reply<T> = Box<dyn FnOnce(Result<T, StoreError>) + Send>;

enum Wish {
    Ticket(IssueRequest, DateTime<Utc>, Reply<Came>),
    CheckIn(AppointmentCode, Reply<Came>),
    Lines(DateTime<Utc>, Reply<(LobbyDay, LinesNow)>),
    Pause(Vec<String>, bool, Reply<Lines>),
}

/// The way to the hub, for any thread.
#[derive(Clone)]
pub struct Handle(mpsc::UnboundedSender<Wish>);

impl Handle {
    /// Issues a ticket, and then lets `reply` know.
    pub fn issue(
        &self,
        request: IssueRequest,
        now: DateTime<Utc>,
        reply: impl FnOnce(Result<Came, StoreError>) + Send + 'static,
    ) {
        self.send(Wish::Ticket(request, now, Box::new(reply)));
    }

    /// The ticket of one who comes by appointment, and then lets `reply` know.
    pub fn check_in(&self, code: AppointmentCode, reply: impl FnOnce(Result<Came, StoreError>) + Send + 'static) {
        self.send(Wish::CheckIn(code, Box::new(reply)));
    }

    /// How the lobby's queues are, and its day by this kiosk's clock. An error while the hub can't be asked.
    pub fn lines(
        &self,
        now: DateTime<Utc>,
        reply: impl FnOnce(Result<(LobbyDay, LinesNow), StoreError>) + Send + 'static,
    ) {
        self.send(Wish::Lines(now, Box::new(reply)));
    }

    /// Pauses queues of the lobby, or lets them issue tickets again.
    pub fn pause(
        &self,
        queues: Vec<String>,
        paused: bool,
        reply: impl FnOnce(Result<Lines, StoreError>) + Send + 'static,
    ) {
        self.send(Wish::Pause(queues, paused, Box::new(reply)));
    }

    fn send(&self, wish: Wish) {
        let Err(mpsc::error::SendError(wish)) = self.0.send(wish) else {
            return;
        };
        match wish {
            Wish::Ticket(_, _, reply) | Wish::CheckIn(_, reply) => reply(Err(StoreError::Stopped)),
            Wish::Lines(_, reply) => reply(Err(StoreError::Stopped)),
            Wish::Pause(_, _, reply) => reply(Err(StoreError::Stopped)),
        }
    }
}

/// The hub's thread in a further kiosk. Dropping it without [`shutdown`](Self::shutdown) lets the thread end by itself.
pub struct Hub {
    handle: Handle,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Hub {
    /// Starts to ask the hub on behalf of this kiosk.
    ///
    /// # Errors
    /// When there is no thread to be had, or the certificates can't be used.
    pub fn start(
        config: HubConfig,
        store: worker::Handle,
        clock: impl Clock + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let client = Client::new(&config, config.patience).map_err(io::Error::other)?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (wishes, mut inbox) = mpsc::unbounded_channel();
        let (stop, mut stopped) = oneshot::channel();
        let way = Way(Arc::new(Parts {
            config,
            client,
            store,
            clock: Box::new(clock),
            known: Mutex::default(),
            look: Notify::new(),
        }));
        let thread = thread::Builder::new().name("hub".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::spawn(tend::rounds(way.clone()));
                loop {
                    tokio::select! {
                        _ = &mut stopped => return,
                        wish = inbox.recv() => match wish {
                            Some(wish) => drop(tokio::spawn(desk::fulfil(way.clone(), wish))),
                            None => return,
                        },
                    }
                }
            });
            // Cut off anywhere, it goes on from there at the next start.
            runtime.shutdown_background();
        })?;
        Ok(Self {
            handle: Handle(wishes),
            stop,
            thread,
        })
    }

    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Ends it and waits for that. To be called before the store is shut down.
    pub fn shutdown(self) {
        // Both fail only when the thread has ended already.
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }
}

/// What every task of the thread can reach.
#[derive(Clone)]
struct Way(Arc<Parts>);

struct Parts {
    config: HubConfig,
    client: Client,
    store: worker::Handle,
    clock: Box<dyn Clock + Send + Sync>,
    known: Mutex<Known>,
    /// The next round is due now.
    look: Notify,
}

/// What was known last.
#[derive(Default)]
struct Known {
    /// Why the hub is of no use now; none while it answers, and before the first round.
    away: Option<HubError>,
    paused: Option<BTreeMap<String, Paused>>,
}

impl std::ops::Deref for Way {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Way {
    fn known<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_away(&self) -> bool {
        self.known(|known| known.away.is_some())
    }

    /// Takes note of whether the hub answers; staff are told when that changes.
    fn note(&self, away: Option<&HubError>) {
        let before = self.known(|known| std::mem::replace(&mut known.away, away.cloned()));
        match (before, away) {
            (None, Some(error)) => {
                tracing::warn!(%error, "the hub is of no use now: tickets have this kiosk's own numbers");
            }
            (Some(_), None) => tracing::info!("the hub is there again"),
            (Some(before), Some(error)) if before != *error => tracing::warn!(%error, "the hub is still of no use"),
            _ => {}
        }
    }

    /// Keeps in mind what the hub has said of its queues.
    async fn know(&self, lines: &Lines) {
        let paused: BTreeMap<_, _> = lines
            .iter()
            .filter_map(|(queue, line)| Some((queue.clone(), line.paused.clone()?)))
            .collect();
        if self.known(|known| known.paused.as_ref() == Some(&paused)) {
            return;
        }
        let kept = paused.clone();
        // Told again with the next answer where the disk did not take it.
        if self.store.ask(move |store| store.know_paused(&kept)).await.is_ok() {
            self.known(|known| known.paused = Some(paused));
        }
    }
}
