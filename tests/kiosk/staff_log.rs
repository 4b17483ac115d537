//! What staff read in the log of what nobody sees on the screen: said once, and without a word of the visitor.

use std::{cell::Cell, path::Path, rc::Rc, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use parter::{
    clock::Clock,
    config::Config,
    kiosk::controllers::kiosk::Kiosk,
    packs,
    store::{Store, StoreConfig, worker::Worker},
};

use crate::log_lines::Lines;

const PATIENCE: Duration = Duration::from_secs(20);

/// On a Monday morning.
struct TestClock(Cell<Duration>);

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        "2026-11-23T08:30:00Z".parse::<DateTime<Utc>>().unwrap() + self.0.get()
    }

    fn uptime(&self) -> Duration {
        self.0.get()
    }
}

fn kiosk() -> (Kiosk, Rc<TestClock>) {
    let clock = Rc::new(TestClock(Cell::default()));
    let pack = packs::load("kyustendil").unwrap().into();
    (Kiosk::new(Config::default(), pack, clock.clone()), clock)
}

fn store_in(dir: &Path, kiosk: &Kiosk) -> Worker {
    let lobby = StoreConfig {
        lobby: "kyustendil".to_owned(),
        zone: kiosk.pack.zone(),
        bucket_hours: 24,
        repeat_window: Duration::from_secs(10),
    };
    let (dir, now) = (dir.to_owned(), kiosk.clock.now());
    Worker::spawn(move || Store::open(&dir, &lobby, now), |_| {}).unwrap()
}

#[test]
fn a_ticket_that_nobody_has_seen_is_named_by_its_number() {
    let dir = tempfile::tempdir().unwrap();
    let (mut kiosk, clock) = kiosk();
    let worker = store_in(dir.path(), &kiosk);
    kiosk.connect(worker.handle(), Arc::new(|| {}));
    assert!(kiosk.wait_for_reply(PATIENCE));
    Lines::of(|lines| {
        for (leaves, said) in [(false, 0), (true, 1)] {
            // Long enough for it to be no second touch of one finger.
            clock.0.set(clock.0.get() + Duration::from_secs(10));
            kiosk.session.home();
            kiosk.choose_queue("kasa");
            assert!(kiosk.wait_for_reply(PATIENCE), "the counts");
            kiosk.take_ticket();
            if leaves {
                kiosk.forget();
            }
            assert!(kiosk.wait_for_reply(PATIENCE), "the ticket");
            assert_eq!(kiosk.session.ticket.issued.is_none(), leaves);
            assert_eq!(lines.with("nobody has seen").len(), said);
        }
        let line = lines.with("nobody has seen").remove(0);
        assert!(line.contains("К\u{a0}002"), "{line}");
    });
    worker.shutdown();
}

#[test]
fn ratings_that_can_not_be_made_ready_are_reported_once_until_they_can() {
    let dir = tempfile::tempdir().unwrap();
    let (mut kiosk, clock) = kiosk();
    let pass = |kiosk: &mut Kiosk, minutes: u64| {
        for _ in 0..minutes {
            clock.0.set(clock.0.get() + Duration::from_secs(60));
            kiosk.tick();
            while kiosk.wait_for_reply(Duration::from_millis(300)) {}
        }
    };
    Lines::of(|lines| {
        let told = || lines.with("closed buckets").len();
        pass(&mut kiosk, 12);
        assert_eq!(told(), 1, "though it was tried more than once");

        let worker = store_in(dir.path(), &kiosk);
        kiosk.connect(worker.handle(), Arc::new(|| {}));
        pass(&mut kiosk, 6);
        worker.shutdown();
        assert_eq!(told(), 1);
        pass(&mut kiosk, 6);
        assert_eq!(told(), 2, "it fails anew");
    });
}
