//! A further kiosk without a screen.

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use parter::{
    hub::{Came, Hub, HubConfig, membership},
    lobby::orders::{Answer, Order},
    protocol::{hub::LinesNow, secret::PairingCode},
    queue::{IssueRequest, Visit, day::LobbyDay, line::Lines},
    store::{Store, StoreError, worker::Worker},
};
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::lobby::{TestClock, TestLobby, morning, store_config};

pub const LETTERS: [(&str, char); 2] = [("kasa", 'К'), ("delovodstvo", 'Р')];

pub struct Satellite {
    pub clock: TestClock,
    pub folder: TempDir,
    pub hub: Hub,
    worker: Worker,
    touched: AtomicU64,
}

pub fn settings(state: &Path, address: &str) -> HubConfig {
    HubConfig {
        address: address.to_owned(),
        certificate: None,
        ca_file: None,
        state: state.to_owned(),
        lobby: store_config().lobby,
        queues: LETTERS.map(|(queue, _)| queue.to_owned()).to_vec(),
        patience: Duration::from_secs(4),
        round: Duration::from_millis(50),
    }
}

/// Makes a kiosk with that state folder one of the lobby's. Not on the test's own runtime, as the command is not.
pub async fn join(lobby: &TestLobby, config: HubConfig) {
    let Answer::Code(code) = lobby.order(&Order::Pair("kiosk".to_owned())) else {
        panic!("no code")
    };
    join_by(code, config).await.unwrap();
}

pub async fn join_by(code: PairingCode, config: HubConfig) -> Result<(), parter::hub::HubError> {
    let joining = tokio::task::spawn_blocking(move || membership::join(&config, "kiosk-2", code));
    joining.await.unwrap()
}

impl Satellite {
    /// A kiosk of that lobby, which it reaches under `address`.
    pub async fn joined(lobby: &TestLobby, address: &str) -> Self {
        let folder = TempDir::new().unwrap();
        join(lobby, settings(folder.path(), address)).await;
        Self::start(folder, address)
    }

    pub fn start(folder: TempDir, address: &str) -> Self {
        let config = settings(folder.path(), address);
        Self::with(folder, config)
    }

    pub fn with(folder: TempDir, config: HubConfig) -> Self {
        let clock = TestClock::at(morning());
        let state = folder.path().to_owned();
        let open = move || Store::open(&state, &store_config(), morning());
        let worker = Worker::spawn(open, |incident| panic!("{incident}")).unwrap();
        let hub = Hub::start(config, worker.handle(), clock.clone()).unwrap();
        Self {
            clock,
            folder,
            hub,
            worker,
            touched: AtomicU64::new(0),
        }
    }

    /// A visitor takes a ticket here.
    pub async fn try_take(&self, queue: &str) -> Result<Came, StoreError> {
        let (_, letter) = LETTERS.into_iter().find(|(id, _)| *id == queue).unwrap_or(("", 'Щ'));
        let request = IssueRequest {
            queue: queue.to_owned(),
            letter,
            service: None,
            priority: None,
            touched: Duration::from_secs(60 * self.touched.fetch_add(1, Ordering::SeqCst)),
        };
        let (tell, told) = oneshot::channel();
        let now = parter::clock::Clock::now(&self.clock);
        self.hub.handle().issue(request, now, |came| drop(tell.send(came)));
        told.await.unwrap()
    }

    pub async fn take(&self, queue: &str) -> Visit {
        self.try_take(queue).await.unwrap().0
    }

    /// A visitor with an appointment types its code here.
    pub async fn check_in(&self, code: &str) -> Result<Came, StoreError> {
        let (tell, told) = oneshot::channel();
        let code = code.parse().unwrap();
        self.hub.handle().check_in(code, |came| drop(tell.send(came)));
        told.await.unwrap()
    }

    pub async fn lines(&self) -> Result<(LobbyDay, LinesNow), StoreError> {
        let (tell, told) = oneshot::channel();
        let now = parter::clock::Clock::now(&self.clock);
        self.hub.handle().lines(now, |lines| drop(tell.send(lines)));
        told.await.unwrap()
    }

    pub async fn pause(&self, queue: &str, paused: bool) -> Result<Lines, StoreError> {
        let (tell, told) = oneshot::channel();
        let queues = vec![queue.to_owned()];
        self.hub.handle().pause(queues, paused, |lines| drop(tell.send(lines)));
        told.await.unwrap()
    }

    #[cfg(feature = "kiosk")]
    pub fn store_handle(&self) -> parter::store::worker::Handle {
        self.worker.handle()
    }

    pub async fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.worker.handle().ask(work).await.unwrap()
    }

    /// Until the kiosk holds so many numbers of the queue for its day.
    pub async fn until_it_holds(&self, queue: &'static str, numbers: u32) {
        let now = parter::clock::Clock::now(&self.clock);
        eventually("numbers are held", || async {
            self.store(move |store| store.numbers_held(queue, now)).await == numbers
        })
        .await;
    }

    /// Until the hub knows all that happened here.
    pub async fn until_handed_in(&self) {
        eventually("all is handed in", || async {
            self.store(|store| store.next_hand_ins(1)).await.is_empty()
        })
        .await;
    }

    pub fn end(self) -> TempDir {
        self.hub.shutdown();
        self.worker.shutdown();
        self.folder
    }
}

/// Waits until it is so.
pub async fn eventually<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    for _ in 0..1_500 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what}: not within 30 seconds");
}
