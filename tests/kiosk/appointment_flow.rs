//! One who comes by appointment, at the kiosk: the code, the ticket, what is wrong with a code, and the forgetting.

use std::{cell::Cell, rc::Rc, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    clock::Clock,
    config::Config,
    kiosk::controllers::{
        appointment::{Arrival, CheckInState},
        kiosk::Kiosk,
        session::{Idle, Screen},
        waiting::REFRESH,
    },
    packs,
    queue::Appointment,
    store::{Store, StoreConfig, StoreError, worker::Worker},
};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

/// Monday, 10:30 in Sofia.
const MORNING: &str = "2026-11-23T08:30:00Z";

/// A clock that the test turns.
struct Turned {
    now: Cell<DateTime<Utc>>,
    uptime: Cell<Duration>,
}

impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        self.now.get()
    }

    fn uptime(&self) -> Duration {
        self.uptime.get()
    }
}

/// A kiosk with its store.
struct Lobby {
    kiosk: Kiosk,
    clock: Rc<Turned>,
    worker: Worker,
    _dir: TempDir,
}

impl Lobby {
    /// Visitors are expected so many minutes from now, each with a code.
    fn expecting(visitors: &[(&str, i64)]) -> Self {
        let pack = packs::load("kyustendil").unwrap();
        let clock = Rc::new(Turned {
            now: Cell::new(MORNING.parse().unwrap()),
            uptime: Cell::new(Duration::from_secs(100)),
        });
        let dir = tempfile::tempdir().unwrap();
        let store = StoreConfig {
            lobby: "kyustendil".to_owned(),
            zone: pack.zone(),
            bucket_hours: 24,
            repeat_window: Duration::ZERO,
        };
        let (folder, opened) = (dir.path().to_owned(), clock.now());
        let worker = Worker::spawn(
            move || Store::open(&folder, &store, opened),
            |incident| panic!("{incident}"),
        )
        .unwrap();
        let kiosk = Kiosk::new(Config::default(), pack.into(), clock.clone());
        let mut lobby = Self {
            kiosk,
            clock,
            worker,
            _dir: dir,
        };
        let appointments: Vec<Appointment> = visitors
            .iter()
            .map(|(code, minutes)| lobby.expects(code, *minutes))
            .collect();
        lobby.store(move |store| store.import_appointments(&appointments));
        lobby.kiosk.connect(lobby.worker.handle(), Arc::new(|| {}));
        assert!(lobby.kiosk.wait_for_reply(PATIENCE));
        lobby
    }

    fn expects(&self, code: &str, minutes: i64) -> Appointment {
        Appointment {
            day: "2026-11-23".parse().unwrap(),
            code: code.parse().unwrap(),
            at: self.clock.now() + TimeDelta::minutes(minutes),
            queue: "kasa".to_owned(),
            letter: 'К',
            service: Some("zadalzhenia".to_owned()),
        }
    }

    fn store<T: Send + 'static>(&self, work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static) -> T {
        let (send, done) = std::sync::mpsc::channel();
        self.worker
            .handle()
            .call(work, move |result| send.send(result.unwrap()).unwrap());
        done.recv_timeout(PATIENCE).unwrap()
    }

    /// From the choice of a queue, as the screen's keys do it.
    fn types(&mut self, code: &str) {
        self.kiosk.session.go(Screen::Queues);
        self.kiosk.begin_check_in();
        self.kiosk.touched();
        for key in code.chars() {
            self.kiosk.type_in_code(&key.to_string());
        }
        self.kiosk.check_in();
        if self.state() == CheckInState::UnderWay {
            assert!(self.kiosk.wait_for_reply(PATIENCE));
        }
    }

    /// Takes in all answers under way.
    fn settle(&mut self) {
        let (send, last) = std::sync::mpsc::channel();
        self.kiosk.ask(|_| Ok(()), move |_, _| send.send(()).unwrap());
        while last.try_recv().is_err() {
            assert!(self.kiosk.wait_for_reply(PATIENCE));
        }
    }

    fn state(&self) -> CheckInState {
        self.kiosk.session.check_in.state
    }

    fn number(&self) -> String {
        let issued = self.kiosk.session.ticket.issued.as_ref().unwrap();
        issued.visit.ticket.number.to_string().replace('\u{a0}', " ")
    }
}

#[test]
fn a_code_is_a_ticket_for_the_hour() {
    let mut lobby = Lobby::expecting(&[("17", 15)]);
    assert!(lobby.kiosk.has_appointments());
    lobby.types("17");
    assert_eq!(lobby.kiosk.session.screen(), Screen::TicketIssued);
    assert_eq!(lobby.number(), "К 001");
    let issued = lobby.kiosk.session.ticket.issued.clone().unwrap();
    assert_eq!(
        issued.visit.arranged_at,
        Some(lobby.clock.now() + TimeDelta::minutes(15))
    );
    assert_eq!(issued.visit.service.as_deref(), Some("zadalzhenia"));
    assert_eq!(
        issued.ahead, None,
        "those who wait without an hour are not before this visitor"
    );
    assert_eq!(lobby.kiosk.arrival(), Some(Arrival::Early));
    assert_eq!(lobby.kiosk.session.check_in.typed, "");
    lobby.kiosk.back();
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home, "a ticket can't be undone");
}

#[test]
fn whoever_comes_later_has_come_in_time_or_late() {
    let mut lobby = Lobby::expecting(&[("17", 0), ("18", -5), ("19", -6), ("20", -120)]);
    for (code, arrival) in [
        ("17", Arrival::InTime),
        ("18", Arrival::InTime),
        ("19", Arrival::Late),
        ("20", Arrival::Late),
    ] {
        lobby.types(code);
        assert_eq!(lobby.kiosk.arrival(), Some(arrival), "{code}");
        lobby.kiosk.forget();
    }
}

#[test]
fn asking_twice_is_the_same_ticket() {
    let mut lobby = Lobby::expecting(&[("K17", 0)]);
    lobby.types("K17");
    let first = lobby.number();
    lobby.kiosk.forget();
    lobby.types("K17");
    assert_eq!(lobby.number(), first);
    assert_eq!(lobby.store(Store::counts).visits, 1);
}

#[test]
fn a_code_that_nobody_has_leads_on_to_an_ordinary_ticket() {
    let mut lobby = Lobby::expecting(&[("17", 0)]);
    for wrong in ["18", "1"] {
        lobby.types(wrong);
        assert_eq!(
            (lobby.state(), lobby.kiosk.session.screen()),
            (CheckInState::Unknown, Screen::Appointment)
        );
        assert_eq!(lobby.kiosk.session.check_in.typed, wrong, "to be corrected");
        lobby.kiosk.delete_in_code();
        assert_eq!(lobby.state(), CheckInState::NotAsked);
        lobby.kiosk.back();
        assert_eq!(lobby.kiosk.session.screen(), Screen::Queues);
    }
    assert_eq!(lobby.store(Store::counts).visits, 0);
}

#[test]
fn the_way_is_there_while_somebody_is_expected_with_the_keys_that_the_codes_need() {
    let mut lobby = Lobby::expecting(&[]);
    assert!(!lobby.kiosk.has_appointments());
    for (code, keys) in [("17", 10), ("K7Q2", 32)] {
        let one = lobby.expects(code, 30);
        lobby.store(move |store| store.arrange(&one));
        lobby.clock.uptime.set(lobby.clock.uptime() + REFRESH);
        lobby.kiosk.tick();
        lobby.settle();
        assert!(lobby.kiosk.has_appointments());
        assert_eq!(lobby.kiosk.code_keys().count(), keys, "{code}");
    }
    let code: String = lobby.kiosk.code_keys().collect();
    assert!(
        code.starts_with("1234567890ABC") && !code.contains(['I', 'L', 'O', 'U']),
        "{code}"
    );
}

#[test]
fn nothing_typed_outlives_the_visit() {
    let mut lobby = Lobby::expecting(&[("K17", 0)]);
    lobby.types("K18");
    lobby.clock.uptime.set(lobby.clock.uptime() + Duration::from_secs(46));
    assert!(matches!(lobby.kiosk.tick(), Idle::Warning(_)));
    lobby.clock.uptime.set(lobby.clock.uptime() + Duration::from_secs(20));
    assert_eq!(lobby.kiosk.tick(), Idle::Over);
    assert_eq!(lobby.kiosk.session.check_in.typed, "");
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
}

#[test]
fn who_leaves_before_the_answer_shows_nothing_to_the_next() {
    let mut lobby = Lobby::expecting(&[("17", 0)]);
    lobby.kiosk.begin_check_in();
    lobby.kiosk.type_in_code("1");
    lobby.kiosk.type_in_code("7");
    lobby.kiosk.check_in();
    lobby.kiosk.forget();
    assert!(lobby.kiosk.wait_for_reply(PATIENCE));
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
    assert!(lobby.kiosk.session.ticket.issued.is_none());
    lobby.types("17");
    assert_eq!(lobby.number(), "К 001", "the same, for who asks again");
}

#[test]
fn a_store_that_fails_is_told_calmly() {
    let mut lobby = Lobby::expecting(&[("17", 0)]);
    let empty = Worker::spawn(|| Err(StoreError::Full), |_| {}).unwrap();
    lobby.kiosk.connect(empty.handle(), Arc::new(|| {}));
    assert!(lobby.kiosk.wait_for_reply(PATIENCE));
    assert!(!lobby.kiosk.has_appointments());
    lobby.types("17");
    assert_eq!(
        (lobby.state(), lobby.kiosk.session.screen()),
        (CheckInState::Failed, Screen::Appointment)
    );
}
