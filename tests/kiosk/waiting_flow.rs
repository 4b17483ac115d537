//! The wait that the kiosk's screens tell where counters of the lobby call: from the lobby's own turns.

use std::{rc::Rc, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    clock::Clock,
    config::{Config, Counter},
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    packs,
    queue::{self, CounterState, IssueRequest},
    store::{Store, StoreConfig, worker::Worker},
};

const PATIENCE: Duration = Duration::from_secs(20);
const QUEUE: &str = "kasa";

/// A Monday noon that stands still.
struct Noon;

impl Clock for Noon {
    fn now(&self) -> DateTime<Utc> {
        "2026-11-23T10:00:00Z".parse().unwrap()
    }

    fn uptime(&self) -> Duration {
        Duration::from_secs(100)
    }
}

/// One counter, at which so many visitors were for ten minutes each; it is free, and two wait who were not called yet.
fn filled(store: &mut Store, turns: i64) {
    let counter = queue::Counter {
        id: "1".to_owned(),
        queues: vec![QUEUE.to_owned()],
    };
    let issue = |store: &mut Store, nth: i64, at| {
        let request = IssueRequest {
            queue: QUEUE.to_owned(),
            letter: 'К',
            service: None,
            priority: None,
            touched: Duration::from_secs(60 * nth as u64),
        };
        store.issue(&request, at).unwrap().ticket.code
    };
    store.set_counter("1", CounterState::Open, Noon.now()).unwrap();
    for turn in 0..turns {
        let began = Noon.now() - TimeDelta::minutes(10 * (turns - turn));
        let code = issue(store, turn, began);
        store.call_next(&counter, TimeDelta::minutes(20), began).unwrap();
        store.start("1", &code, began).unwrap();
        store.finish("1", &code, began + TimeDelta::minutes(10)).unwrap();
    }
    issue(store, turns, Noon.now());
    issue(store, turns + 1, Noon.now());
}

/// What a visitor is told before and after a ticket is taken: the people ahead, and the minutes.
fn told(turns: i64) -> [(u32, Option<(i64, i64)>); 2] {
    let dir = tempfile::tempdir().unwrap();
    let pack = packs::load("kyustendil").unwrap();
    let config = StoreConfig {
        lobby: "kyustendil".to_owned(),
        zone: pack.zone(),
        bucket_hours: 24,
        repeat_window: Duration::ZERO,
    };
    let mut store = Store::open(dir.path(), &config, Noon.now()).unwrap().store;
    filled(&mut store, turns);
    drop(store);
    let folder = dir.path().to_owned();
    let worker = Worker::spawn(move || Store::open(&folder, &config, Noon.now()), |_| {}).unwrap();
    let mut config = Config::default();
    config.lobby.listen = Some(([127, 0, 0, 1], 1).into());
    config.lobby.counters = vec![Counter {
        id: "1".to_owned(),
        name: None,
        queues: vec![QUEUE.to_owned()],
        breaks: Vec::new(),
    }];
    let mut kiosk = Kiosk::new(config, pack.into(), Rc::new(Noon));
    kiosk.connect(worker.handle(), Arc::new(|| {}));
    assert!(kiosk.wait_for_reply(PATIENCE));
    let before = kiosk.ahead(QUEUE).unwrap();
    kiosk.choose_queue(QUEUE);
    while kiosk.session.screen() != Screen::TicketIssued {
        kiosk.take_ticket();
        assert!(kiosk.wait_for_reply(PATIENCE));
    }
    let after = kiosk.session.ticket.issued.as_ref().unwrap().ahead.unwrap();
    worker.shutdown();
    [before, after].map(|ahead| (ahead.people, ahead.wait.map(|wait| wait.minutes())))
}

#[test]
fn the_wait_is_foretold_before_and_after_the_ticket() {
    assert_eq!(told(10), [(2, Some((20, 20))), (2, Some((20, 20)))]);
}

#[test]
fn without_enough_turns_no_wait_is_told() {
    assert_eq!(told(9), [(2, None), (2, None)]);
}
