//! The staff's screens without a window: the PIN and its limits, paused queues, enrolment, and the forgetting.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::{Arc, LazyLock},
    time::Duration,
};

use chrono::{DateTime, Utc};
use parter::{
    clock::Clock,
    config::Config,
    kiosk::controllers::{
        kiosk::Kiosk,
        session::{Idle, Screen},
        ticket::Taking,
    },
    packs,
    pin::PinHash,
    queue::closing::{NoTickets, Served, Tickets},
    store::{Store, StoreConfig, worker::Worker},
    sync::{SyncError, SyncStatus, Watch},
};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);
const PIN: &str = "204060";
static HASH: LazyLock<PinHash> = LazyLock::new(|| PinHash::of(PIN).unwrap());

/// A Monday noon whose uptime the test turns.
struct Turned(Cell<Duration>);

impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        "2026-11-23T10:00:00Z".parse().unwrap()
    }

    fn uptime(&self) -> Duration {
        self.0.get()
    }
}

struct Lobby {
    kiosk: Kiosk,
    clock: Rc<Turned>,
    _worker: Worker,
    _dir: TempDir,
}

impl Lobby {
    fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pack = packs::load("kyustendil").unwrap();
        let store = StoreConfig {
            lobby: "kyustendil".to_owned(),
            zone: pack.zone(),
            bucket_hours: 24,
            repeat_window: Duration::ZERO,
        };
        let clock = Rc::new(Turned(Cell::new(Duration::from_secs(100))));
        let mut config = Config {
            state: dir.path().to_owned(),
            ..Config::default()
        };
        config.staff.pin_hash = Some(HASH.clone());
        let (folder, now) = (dir.path().to_owned(), clock.now());
        let worker = Worker::spawn(move || Store::open(&folder, &store, now), |_| {}).unwrap();
        let mut kiosk = Kiosk::new(config, pack.into(), clock.clone());
        kiosk.connect(worker.handle(), Arc::new(|| {}));
        assert!(kiosk.wait_for_reply(PATIENCE));
        Self {
            kiosk,
            clock,
            _worker: worker,
            _dir: dir,
        }
    }

    fn pass(&self, seconds: u64) {
        self.clock.0.set(self.clock.0.get() + Duration::from_secs(seconds));
    }

    fn wait(&mut self) {
        assert!(self.kiosk.wait_for_reply(PATIENCE));
    }

    /// Types a PIN and lets it be checked.
    fn give(&mut self, pin: &str) {
        self.send(pin);
        self.wait();
    }

    fn send(&mut self, pin: &str) {
        for digit in pin.bytes() {
            self.kiosk.type_digit(digit - b'0');
        }
        self.kiosk.check_pin();
    }

    /// To the staff's first screen, with what stands there.
    fn enter(&mut self) {
        self.kiosk.knock();
        self.give(PIN);
        assert_eq!(self.kiosk.session.screen(), Screen::Staff);
        self.wait();
        self.wait();
    }

    fn wrong(&mut self, times: u32) {
        for _ in 0..times {
            self.give("111111");
            assert_eq!(self.kiosk.session.screen(), Screen::Pin);
        }
    }

    fn tickets(&self, queue: &str) -> Tickets {
        self.kiosk.tickets(self.kiosk.pack.queues.queue(queue).unwrap())
    }
}

const PAUSED: Tickets = Tickets::Closed {
    reason: NoTickets::Paused { why: None },
    opens: None,
};

#[test]
fn without_a_pin_in_the_configuration_there_is_no_such_screen() {
    let mut lobby = Lobby::open();
    lobby.kiosk.config.staff.pin_hash = None;
    lobby.kiosk.knock();
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
    lobby.kiosk.open_for_staff(Screen::Staff);
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
}

#[test]
fn the_right_pin_opens_the_screen_and_the_facts_are_there() {
    let mut lobby = Lobby::open();
    lobby.kiosk.choose_queue("kasa");
    lobby.wait();
    lobby.kiosk.take_ticket();
    lobby.wait();
    lobby.kiosk.forget();
    lobby.enter();
    let facts = &lobby.kiosk.session.staff.facts;
    assert_eq!(facts.records.as_ref().unwrap().waiting, 1);
    assert!(facts.disk_free.unwrap() > 0);
    assert_eq!(lobby.kiosk.session.typed_digits(), 0);
}

#[test]
fn the_facts_are_asked_for_anew_while_they_are_shown() {
    let mut lobby = Lobby::open();
    lobby.enter();
    assert_eq!(lobby.kiosk.session.staff.facts.records.as_ref().unwrap().waiting, 0);
    let request = parter::queue::IssueRequest {
        queue: "kasa".to_owned(),
        letter: 'К',
        service: None,
        priority: None,
        touched: Duration::ZERO,
    };
    let now = lobby.clock.now();
    lobby.kiosk.ask(
        move |store| store.issue(&request, now),
        |_, issued| assert!(issued.is_ok()),
    );
    lobby.wait();
    lobby.kiosk.touched();
    lobby.pass(5);
    lobby.kiosk.tick();
    // Otherwise no answer comes any more.
    while lobby.kiosk.session.staff.facts.records.as_ref().unwrap().waiting != 1 {
        lobby.wait();
    }
}

#[test]
fn after_five_wrong_pins_none_is_taken_for_a_time_that_grows() {
    let mut lobby = Lobby::open();
    lobby.kiosk.knock();
    assert_eq!(lobby.kiosk.pin_attempts_left(), 5);
    lobby.wrong(4);
    assert!(lobby.kiosk.session.staff.refused);
    assert_eq!((lobby.kiosk.pin_attempts_left(), lobby.kiosk.pin_pause()), (1, None));
    let mut pause = 60;
    for _ in 0..8 {
        lobby.wrong(1);
        assert_eq!(lobby.kiosk.pin_pause(), Some(Duration::from_secs(pause)));
        lobby.pass(pause - 1);
        lobby.send(PIN);
        assert!(!lobby.kiosk.checks_pin(), "not even the right one is looked at");
        while lobby.kiosk.session.typed_digits() > 0 {
            lobby.kiosk.delete_digit();
        }
        lobby.pass(1);
        assert_eq!(lobby.kiosk.pin_pause(), None);
        pause = (pause * 2).min(3600);
    }
    lobby.give(PIN);
    assert_eq!(lobby.kiosk.session.screen(), Screen::Staff);
    assert_eq!(lobby.kiosk.pin_attempts_left(), 5, "and all is forgiven");
}

#[test]
fn leaving_and_coming_back_gives_no_more_attempts() {
    let mut lobby = Lobby::open();
    for _ in 0..5 {
        lobby.kiosk.knock();
        lobby.send("111111");
        // Gone before the answer, and back with the next one while the first is being checked.
        lobby.kiosk.forget();
        lobby.kiosk.knock();
        lobby.send("222222");
        lobby.wait();
        lobby.kiosk.forget();
    }
    assert!(lobby.kiosk.pin_pause().is_some());
}

#[test]
fn a_right_pin_opens_nothing_for_whoever_came_meanwhile() {
    let mut lobby = Lobby::open();
    lobby.kiosk.knock();
    lobby.send(PIN);
    lobby.kiosk.forget();
    lobby.wait();
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
    lobby.kiosk.open_for_staff(Screen::Staff);
    lobby.kiosk.set_all_paused(true);
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
    assert!(
        !lobby.kiosk.wait_for_reply(Duration::ZERO),
        "nothing was asked of the store"
    );
}

#[test]
fn every_way_out_closes_the_door() {
    let ways: [fn(&mut Lobby); 4] = [
        |lobby| lobby.kiosk.home(),
        |lobby| lobby.kiosk.back(),
        |lobby| lobby.kiosk.forget(),
        |lobby| {
            lobby.kiosk.touched();
            lobby.pass(45 + 20);
            assert_eq!(lobby.kiosk.tick(), Idle::Over);
        },
    ];
    for leave in ways {
        let mut lobby = Lobby::open();
        lobby.enter();
        lobby.kiosk.open_for_staff(Screen::StaffQueues);
        lobby.kiosk.back();
        assert_eq!(
            lobby.kiosk.session.screen(),
            Screen::Staff,
            "within, the way back is a step"
        );
        leave(&mut lobby);
        assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
        lobby.kiosk.open_for_staff(Screen::Staff);
        assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
        lobby.kiosk.knock();
        assert_eq!(lobby.kiosk.session.screen(), Screen::Pin);
    }
}

#[test]
fn the_question_for_the_pin_is_forgotten_like_everything() {
    let mut lobby = Lobby::open();
    lobby.kiosk.knock();
    lobby.kiosk.type_digit(1);
    lobby.pass(45 + 20);
    assert_eq!(lobby.kiosk.tick(), Idle::Over);
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
    assert_eq!(lobby.kiosk.session.typed_digits(), 0);
}

#[test]
fn a_paused_queue_is_closed_to_visitors_until_it_is_resumed() {
    let mut lobby = Lobby::open();
    lobby.enter();
    lobby.kiosk.toggle_queue("kasa");
    lobby.wait();
    assert!(!lobby.kiosk.session.staff.queues_failed);
    assert_eq!(lobby.kiosk.paused("kasa").unwrap().since, lobby.clock.now());
    lobby.kiosk.home();

    assert_eq!(lobby.tickets("kasa"), PAUSED);
    assert!(
        matches!(lobby.kiosk.lobby().0, Tickets::Issued { .. }),
        "the other queues go on"
    );
    lobby.kiosk.choose_queue("kasa");
    lobby.wait();
    assert!(matches!(
        lobby.kiosk.served(lobby.kiosk.pack.queues.queue("kasa").unwrap()),
        Served::Closed { opens: None }
    ));
    lobby.kiosk.take_ticket();
    assert_eq!(lobby.kiosk.session.ticket.taking, Taking::NotAsked);

    lobby.kiosk.forget();
    lobby.enter();
    lobby.kiosk.toggle_queue("kasa");
    lobby.wait();
    assert!(matches!(lobby.tickets("kasa"), Tickets::Issued { .. }));
}

#[test]
fn with_all_queues_paused_the_first_screen_says_so() {
    let mut lobby = Lobby::open();
    lobby.enter();
    lobby.kiosk.set_all_paused(true);
    lobby.wait();
    assert_eq!(lobby.kiosk.lobby().0, PAUSED);
    lobby.kiosk.set_all_paused(false);
    lobby.wait();
    assert!(matches!(lobby.kiosk.lobby().0, Tickets::Issued { .. }));
}

/// A counter has paused it, and the screen does not know yet.
#[test]
fn a_queue_that_was_paused_under_the_finger_says_that_it_is_paused() {
    let mut lobby = Lobby::open();
    lobby.kiosk.choose_queue("kasa");
    lobby.wait();
    let now = lobby.clock.now();
    lobby.kiosk.ask(
        move |store| store.pause_queue("kasa", Some("обучение"), now),
        |_, done| done.unwrap(),
    );
    lobby.wait();
    lobby.kiosk.take_ticket();
    assert_eq!(lobby.kiosk.session.ticket.taking, Taking::UnderWay);
    lobby.wait();
    assert_eq!(lobby.kiosk.session.ticket.taking, Taking::NotAsked);
    assert!(lobby.kiosk.session.ticket.issued.is_none());
    lobby.wait();
    let why = Some("обучение".to_owned());
    let reason = NoTickets::Paused { why };
    assert_eq!(lobby.tickets("kasa"), Tickets::Closed { reason, opens: None });
}

#[test]
fn a_code_is_taken_as_people_type_it_and_handed_over_once_it_is_whole() {
    let mut lobby = Lobby::open();
    let given = Rc::new(RefCell::new(Vec::new()));
    let taken = given.clone();
    lobby
        .kiosk
        .enrol_by(move |code| taken.borrow_mut().push(code.to_string()));
    lobby.kiosk.server = Watch::standing(SyncStatus::NotEnrolled { why: SyncError::NoCode }, None);
    lobby.kiosk.type_code("K7QM3X9P2WD4R0AB");
    lobby.kiosk.send_code();
    assert!(given.borrow().is_empty(), "not for a visitor");

    lobby.enter();
    assert!(lobby.kiosk.wants_code());
    lobby.kiosk.open_for_staff(Screen::StaffCode);
    lobby.kiosk.type_code("k7qm 3x9p");
    assert!(lobby.kiosk.typed_code().is_none());
    lobby.kiosk.send_code();
    assert!(given.borrow().is_empty());
    lobby.kiosk.type_code("k7qm 3x9p-2wd4 rOab");
    lobby.kiosk.send_code();
    assert_eq!(given.borrow()[..], ["K7QM-3X9P-2WD4-R0AB"]);
}

#[test]
fn no_code_is_wanted_while_the_kiosk_is_enrolled_or_by_itself() {
    let mut lobby = Lobby::open();
    let why = SyncError::Unreachable("no route".to_owned());
    let since = lobby.clock.now();
    let revoked = SyncStatus::Revoked {
        since,
        why: why.clone(),
    };
    lobby.kiosk.server = Watch::standing(revoked.clone(), None);
    assert!(!lobby.kiosk.wants_code(), "there is nobody to take it");
    lobby.kiosk.enrol_by(|_| {});
    for (status, wants) in [
        (SyncStatus::NotConfigured, false),
        (SyncStatus::Online { last: since }, false),
        (SyncStatus::Offline { since, why }, false),
        (revoked, true),
    ] {
        lobby.kiosk.server = Watch::standing(status, None);
        assert_eq!(lobby.kiosk.wants_code(), wants);
    }
}
