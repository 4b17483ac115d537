//! A server of the tests' own, which does as it is told, and a kiosk without a screen before it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod fake;

use std::{
    path::Path,
    sync::{Arc, mpsc},
    time::Duration,
};

use parter::{
    clock::SystemClock,
    protocol::{
        heartbeat::{ContentShown, PrinterState},
        record::Hash,
        secret::EnrolmentCode,
    },
    store::{Store, StoreError, outbox::OutboxNow, worker::Worker},
    sync::{Sync, SyncConfig, SyncStatus, Timing, Watch, machine::Machine},
};

use crate::store_support::{config, noon, request};
use fake::Fake;

/// Long enough for any machine; nothing waits so long unless it has failed.
pub const LONG: Duration = Duration::from_secs(30);

pub fn code(text: &str) -> EnrolmentCode {
    text.parse().unwrap()
}

/// What the kiosk in `state` knows of `server`.
pub fn settings(state: &Path, server: &Fake) -> SyncConfig {
    SyncConfig {
        url: server.url(),
        ca_file: None,
        code: Some(code(fake::CODE)),
        code_file: None,
        state: state.to_owned(),
        lobby: "kyustendil/main".to_owned(),
        content: tokio::sync::watch::channel(ContentShown {
            municipality: "kyustendil".to_owned(),
            version: 7,
            sha256: Hash::of(b"pack"),
        })
        .1,
        printer: tokio::sync::watch::channel(PrinterState::None).1,
        machine: Machine::default(),
        timing: Timing {
            patience: Duration::from_millis(1500),
            rarely: Duration::from_millis(300),
            code: Duration::from_millis(50),
            ..Timing::default()
        },
    }
}

/// A store and its way to the server.
pub struct Kiosk {
    pub worker: Worker,
    pub sync: Sync,
}

impl Kiosk {
    pub fn start(settings: SyncConfig) -> Self {
        let worker = store(&settings.state);
        let sync = Sync::start(settings, worker.handle(), SystemClock::default()).unwrap();
        Self { worker, sync }
    }

    pub fn stop(self) {
        self.sync.shutdown();
        self.worker.shutdown();
    }
}

pub fn store(state: &Path) -> Worker {
    let state = state.to_owned();
    Worker::spawn(move || Store::open(&state, &config(), noon()), |_| ()).unwrap()
}

/// Asks the store as the screen does, and waits for it.
pub fn ask<T: Send + 'static>(
    worker: &Worker,
    work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
) -> T {
    let (reply, answer) = mpsc::channel();
    worker.handle().call(work, move |result| reply.send(result).unwrap());
    answer.recv_timeout(LONG).unwrap().unwrap()
}

/// What waits for the server.
pub fn outbox(worker: &Worker) -> OutboxNow {
    ask(worker, Store::outbox_now)
}

/// Takes a ticket; its code.
pub fn ticket(worker: &Worker, touched: u64) -> String {
    let visit = ask(worker, move |store| store.issue(&request("А", touched * 3000), noon()));
    visit.ticket.code.to_string()
}

/// Waits until `holds` of the status.
pub fn until(watch: &Watch, what: &str, holds: impl Fn(&SyncStatus) -> bool) -> SyncStatus {
    let (tell, changed) = mpsc::sync_channel(1);
    watch.on_change(Arc::new(move || tell.try_send(()).unwrap_or(())));
    loop {
        let status = watch.status();
        if holds(&status) {
            return status;
        }
        changed
            .recv_timeout(LONG)
            .unwrap_or_else(|_| panic!("never {what}: {status:?}"));
    }
}

pub fn is_online(status: &SyncStatus) -> bool {
    matches!(status, SyncStatus::Online { .. })
}
