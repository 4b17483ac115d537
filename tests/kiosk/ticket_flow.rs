//! From the choice of a queue to the ticket: open, closed, before closing, twice, with a store that fails, and forgotten.

use std::{
    cell::Cell,
    rc::Rc,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    clock::Clock,
    config::Config,
    content::{Pack, calendar::opening::Opening},
    kiosk::controllers::{
        kiosk::Kiosk,
        session::{Idle, Screen},
        ticket::Taking,
        waiting::REFRESH,
    },
    packs,
    queue::{
        PeriodKind,
        closing::{NoTickets, Served, Tickets},
    },
    store::{Incident, Store, StoreConfig, StoreError, worker::Worker},
};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

/// Thursday, 12:30 in Sofia.
const NOON: &str = "2026-11-05T10:30:00Z";

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

/// A kiosk with its store, both of one lobby.
struct Lobby {
    kiosk: Kiosk,
    clock: Rc<Turned>,
    worker: Worker,
    /// What staff were told.
    incidents: Arc<Mutex<Vec<Incident>>>,
    wakes: Arc<AtomicUsize>,
    _dir: TempDir,
}

impl Lobby {
    fn new(pack: &str, now: &str) -> Self {
        Self::with(Config::default(), packs::load(pack).unwrap(), now)
    }

    fn with(config: Config, pack: Pack, now: &str) -> Self {
        let clock = Rc::new(Turned {
            now: Cell::new(now.parse().unwrap()),
            uptime: Cell::new(Duration::from_secs(100)),
        });
        let dir = tempfile::tempdir().unwrap();
        let store = StoreConfig {
            lobby: pack.info.municipality.id.clone(),
            zone: pack.zone(),
            bucket_hours: 24,
            repeat_window: Duration::ZERO,
        };
        let (folder, opened) = (dir.path().to_owned(), clock.now());
        let incidents = Arc::new(Mutex::new(Vec::new()));
        let told = incidents.clone();
        let worker = Worker::spawn(
            move || Store::open(&folder, &store, opened),
            move |incident| told.lock().unwrap().push(incident),
        )
        .unwrap();
        let wakes = Arc::new(AtomicUsize::new(0));
        let woken = wakes.clone();
        let mut kiosk = Kiosk::new(config, pack.into(), clock.clone());
        let wake = Arc::new(move || {
            woken.fetch_add(1, Ordering::SeqCst);
        });
        kiosk.connect(worker.handle(), wake);
        assert!(kiosk.wait_for_reply(PATIENCE), "the counts come at once");
        Self {
            kiosk,
            clock,
            worker,
            incidents,
            wakes,
            _dir: dir,
        }
    }

    fn pass(&self, time: Duration) {
        self.clock.uptime.set(self.clock.uptime.get() + time);
        self.clock
            .now
            .set(self.clock.now.get() + TimeDelta::from_std(time).unwrap());
    }

    /// Chooses and lets the fresh counts come.
    fn choose(&mut self, queue: &str) {
        self.kiosk.choose_queue(queue);
        assert!(self.kiosk.wait_for_reply(PATIENCE));
    }

    fn take(&mut self) -> String {
        self.kiosk.take_ticket();
        assert!(self.kiosk.wait_for_reply(PATIENCE));
        self.number().expect("a ticket")
    }

    fn number(&self) -> Option<String> {
        let issued = self.kiosk.session.ticket.issued.as_ref()?;
        Some(issued.visit.ticket.number.to_string().replace('\u{a0}', " "))
    }

    fn state(&self) -> Taking {
        self.kiosk.session.ticket.taking
    }

    /// Takes in all answers under way; says how many came.
    fn settle(&mut self) -> usize {
        let (send, last) = std::sync::mpsc::channel();
        self.kiosk.ask(|_| Ok(()), move |_, _| send.send(()).unwrap());
        let mut answers = 0;
        while last.try_recv().is_err() {
            assert!(self.kiosk.wait_for_reply(PATIENCE));
            answers += 1;
        }
        answers
    }

    fn visits(&self) -> u32 {
        let (send, counts) = std::sync::mpsc::channel();
        self.worker
            .handle()
            .call(Store::counts, move |result| send.send(result).unwrap());
        counts.recv().unwrap().unwrap().visits
    }
}

#[test]
fn a_ticket_in_working_hours() {
    let mut lobby = Lobby::new("kyustendil", NOON);
    lobby.choose("kasa");
    assert_eq!(lobby.kiosk.session.screen(), Screen::TicketCheck);
    assert_eq!(lobby.kiosk.ahead("kasa").unwrap().people, 0);
    assert_eq!(lobby.take(), "К 001");
    assert_eq!(lobby.kiosk.session.screen(), Screen::TicketIssued);
    assert_eq!(lobby.state(), Taking::NotAsked);

    let issued = lobby.kiosk.session.ticket.issued.clone().unwrap();
    assert_eq!(issued.ahead.unwrap().people, 0);
    assert_eq!(issued.at.unwrap().format("%H:%M").to_string(), "12:30");
    let qr = lobby.kiosk.ticket_qr(&issued);
    assert!(qr.contains("К\u{a0}001") && qr.contains("Каса"), "{qr}");

    lobby.kiosk.session.back();
    assert_eq!(
        lobby.kiosk.session.screen(),
        Screen::Home,
        "what is done can't be gone back into"
    );
    assert_eq!(
        lobby.kiosk.ahead("kasa").unwrap().people,
        1,
        "the next visitor sees the count at once"
    );
}

#[test]
fn a_service_brings_its_queue_and_its_documents() {
    let pack = packs::load("kyustendil").unwrap();
    let service = pack
        .services
        .iter()
        .find(|service| !service.evidence.is_empty() && pack.queues.queue_for(service).is_some())
        .unwrap()
        .clone();
    let mut lobby = Lobby::with(Config::default(), pack, NOON);
    lobby.kiosk.choose_service(&service.id);
    lobby.kiosk.wait_for_reply(PATIENCE);
    let chosen = lobby.kiosk.chosen().unwrap();
    assert_eq!(chosen.service.unwrap().id, service.id);
    assert_eq!(chosen.queue.id, lobby.kiosk.pack.queues.queue_for(&service).unwrap().id);
    lobby.take();
    let issued = lobby.kiosk.session.ticket.issued.clone().unwrap();
    assert_eq!(issued.visit.service.as_deref(), Some(service.id.as_str()));
    let qr = lobby.kiosk.ticket_qr(&issued);
    let document = service.evidence.iter().find(|evidence| !evidence.ex_officio).unwrap();
    let first_words: String = document.name.get("bg").chars().take(10).collect();
    assert!(qr.contains(&first_words), "{qr}");
}

#[test]
fn with_a_public_server_the_code_leads_to_the_tickets_page() {
    let mut config = Config::default();
    config.server.public_url = Some("https://opashka.example.bg/".to_owned());
    let mut lobby = Lobby::with(config, packs::load("kyustendil").unwrap(), NOON);
    lobby.choose("kasa");
    lobby.take();
    let issued = lobby.kiosk.session.ticket.issued.clone().unwrap();
    let page = format!("https://opashka.example.bg/t/{}", issued.visit.ticket.code);
    assert_eq!(lobby.kiosk.ticket_qr(&issued), page);
}

#[test]
fn closed_is_closed_and_says_until_when() {
    // Saturday.
    let mut lobby = Lobby::new("kyustendil", "2026-11-07T10:00:00Z");
    lobby.choose("kasa");
    let chosen = lobby.kiosk.chosen().unwrap();
    let Tickets::Closed { opens, .. } = lobby.kiosk.tickets(chosen.queue) else {
        panic!("tickets on a Saturday");
    };
    assert_eq!(opens.unwrap().to_string(), "2026-11-09 08:00:00");
    assert!(matches!(lobby.kiosk.served(chosen.queue), Served::Closed { .. }));
    assert_eq!(
        lobby.kiosk.lobby().0,
        Tickets::Closed {
            reason: NoTickets::Closed(parter::content::calendar::opening::ClosedReason::OutsideHours),
            opens
        }
    );
    lobby.kiosk.take_ticket();
    lobby.kiosk.drain();
    assert_eq!((lobby.state(), lobby.number()), (Taking::NotAsked, None));
    assert_eq!(lobby.visits(), 0);
}

/// A wrong clock claims nothing, and whoever stands before the screen gets a ticket without a time.
fn assert_no_time_is_told(lobby: &mut Lobby, number: &str) {
    let kiosk = &lobby.kiosk;
    assert_eq!((kiosk.local_now(), kiosk.opening()), (None, Opening::Unknown));
    assert_eq!(kiosk.day_of_applying(), None);
    assert_eq!(kiosk.lobby().0, Tickets::Issued { until: None });
    lobby.choose("kasa");
    let queue = lobby.kiosk.chosen().unwrap().queue.clone();
    assert_eq!(lobby.kiosk.served(&queue), Served::NotKnown);
    assert_eq!(lobby.take(), number);
    let issued = lobby.kiosk.session.ticket.issued.clone().unwrap();
    assert_eq!(issued.at, None);
    let qr = lobby.kiosk.ticket_qr(&issued);
    assert!(!qr.contains("Издаден"), "{qr}");
    lobby.kiosk.session.home();
}

#[test]
fn a_clock_that_was_never_set_shows_no_holiday_and_is_told_to_staff_once() {
    let mut lobby = Lobby::new("kyustendil", "1970-01-01T06:00:00Z");
    assert_no_time_is_told(&mut lobby, "К 001");
    lobby.pass(REFRESH);
    lobby.kiosk.tick();
    lobby.settle();
    assert!(matches!(
        lobby.incidents.lock().unwrap()[..],
        [Incident::ClockWrong { .. }]
    ));

    lobby.clock.now.set(NOON.parse().unwrap());
    lobby.pass(REFRESH);
    lobby.kiosk.tick();
    lobby.settle();
    assert!(matches!(lobby.kiosk.opening(), Opening::Open { .. }));
    lobby.choose("kasa");
    assert_eq!(lobby.take(), "К 001", "of another day");
}

#[test]
fn a_clock_that_goes_back_to_a_sunday_does_not_close_the_lobby() {
    let mut lobby = Lobby::new("kyustendil", "2026-11-09T08:00:00Z");
    lobby.choose("kasa");
    assert_eq!(lobby.take(), "К 001");
    lobby.kiosk.session.home();
    lobby.clock.now.set("2026-11-08T08:00:00Z".parse().unwrap());
    for _ in 0..3 {
        lobby.pass(REFRESH);
        lobby.kiosk.tick();
        lobby.settle();
    }
    assert!(matches!(
        lobby.incidents.lock().unwrap()[..],
        [Incident::ClockWrong { .. }]
    ));
    assert_no_time_is_told(&mut lobby, "К 002");

    // The clock's own next midnight makes it believable again, though nobody took a ticket since.
    lobby.clock.now.set("2026-11-09T08:00:00Z".parse().unwrap());
    lobby.pass(REFRESH);
    lobby.kiosk.tick();
    lobby.settle();
    assert!(matches!(lobby.kiosk.opening(), Opening::Open { .. }));
}

#[test]
fn shortly_before_closing_the_last_ticket_is_gone() {
    // Tickets stop at 16:45, a quarter of an hour before closing.
    let mut pack = packs::load("kyustendil").unwrap();
    for queue in &mut pack.queues.queues {
        queue.last_ticket_minutes = 15;
    }
    let mut lobby = Lobby::with(Config::default(), pack, "2026-11-05T14:44:59Z");
    lobby.choose("kasa");
    assert_eq!(lobby.take(), "К 001");

    lobby.pass(Duration::from_secs(1));
    lobby.choose("kasa");
    let queue = lobby.kiosk.chosen().unwrap().queue;
    assert!(matches!(
        lobby.kiosk.tickets(queue),
        Tickets::Closed {
            reason: NoTickets::LastTicketGone { .. },
            ..
        }
    ));
    lobby.kiosk.take_ticket();
    lobby.kiosk.drain();
    assert_eq!(lobby.visits(), 1);
}

#[test]
fn after_closing_those_present_are_served_but_nobody_gets_a_ticket() {
    // Plovdiv closes at 17:15 and serves those present until 19:15.
    let mut lobby = Lobby::new("plovdiv", "2026-11-05T15:30:00Z");
    let queue = lobby.kiosk.queues().next().unwrap().id.clone();
    lobby.choose(&queue);
    let queue = lobby.kiosk.chosen().unwrap().queue;
    let Tickets::Closed {
        reason: NoTickets::Extended { until },
        opens,
    } = lobby.kiosk.tickets(queue)
    else {
        panic!("a ticket after closing");
    };
    assert_eq!(until.to_string(), "2026-11-05 19:15:00");
    assert_eq!(opens.unwrap().to_string(), "2026-11-06 08:30:00");
}

#[test]
fn at_the_weekend_there_are_no_tickets_where_no_hours_are_published() {
    let mut lobby = Lobby::new("samokov", "2026-11-08T10:00:00Z");
    let queue = lobby.kiosk.queues().next().unwrap().id.clone();
    lobby.choose(&queue);
    let (reason, opens) = (NoTickets::Weekend, None);
    assert_eq!(lobby.kiosk.lobby().0, Tickets::Closed { reason, opens });
    lobby.kiosk.take_ticket();
    lobby.kiosk.drain();
    assert_eq!(lobby.visits(), 0);
}

#[test]
fn a_wait_beyond_closing_falls_under_the_rule_for_those_present() {
    let mut lobby = Lobby::new("plovdiv", "2026-11-05T12:00:00Z");
    let queue = lobby.kiosk.queues().next().unwrap().clone();
    // Ten were called after an hour each; an eleventh waits. It is 14:00.
    for at in 0..11 {
        lobby.choose(&queue.id);
        lobby.take();
        let code = lobby.kiosk.session.ticket.issued.clone().unwrap().visit.ticket.code;
        let called = lobby.clock.now() + TimeDelta::hours(1);
        if at < 10 {
            let begin = move |store: &mut Store| store.begin_period(&code, PeriodKind::Called, None, called);
            lobby.kiosk.ask(begin, |_, result| drop(result.unwrap()));
            assert!(lobby.kiosk.wait_for_reply(PATIENCE));
        }
        lobby.pass(Duration::from_secs(3));
    }
    lobby.choose(&queue.id);
    let ahead = lobby.kiosk.ahead(&queue.id).unwrap();
    assert_eq!((ahead.people, ahead.called_today), (1, true));
    assert_eq!(ahead.wait.unwrap().minutes(), (60, 60));
    assert_eq!(lobby.kiosk.lobby().1, Some(ahead), "one busy queue is the lobby's");
    assert_eq!(lobby.kiosk.served(&queue), Served::BeforeClosing);

    // At 17:00 an hour's wait ends after 17:15 but before 19:15.
    lobby.clock.now.set("2026-11-05T15:00:00Z".parse().unwrap());
    assert!(matches!(lobby.kiosk.served(&queue), Served::WithinExtended { .. }));
}

#[test]
fn without_calls_the_count_is_of_tickets_issued() {
    let mut lobby = Lobby::new("kyustendil", NOON);
    for _ in 0..3 {
        lobby.choose("kasa");
        lobby.take();
        lobby.pass(Duration::from_secs(3));
    }
    let ahead = lobby.kiosk.ahead("kasa").unwrap();
    assert_eq!((ahead.people, ahead.called_today, ahead.wait), (3, false, None));
    lobby.choose("kasa");
    assert_eq!(lobby.take(), "К 004");
    let issued = lobby.kiosk.session.ticket.issued.clone().unwrap();
    assert_eq!(issued.ahead.unwrap().people, 3, "oneself is not before oneself");
}

#[test]
fn two_taps_are_one_ticket() {
    let mut lobby = Lobby::new("kyustendil", NOON);
    lobby.choose("kasa");
    lobby.kiosk.take_ticket();
    assert_eq!(lobby.state(), Taking::UnderWay);
    lobby.kiosk.take_ticket();
    assert!(lobby.kiosk.wait_for_reply(PATIENCE));
    assert_eq!(lobby.number().as_deref(), Some("К 001"));
    assert!(
        !lobby.kiosk.wait_for_reply(Duration::from_millis(50)),
        "one question, one answer"
    );

    // Also when the second finger comes after the answer.
    lobby.pass(Duration::from_millis(900));
    lobby.choose("kasa");
    assert_eq!(lobby.take(), "К 001");
    assert_eq!(lobby.visits(), 1);

    lobby.pass(Duration::from_secs(2));
    lobby.choose("kasa");
    assert_eq!(lobby.take(), "К 002");
}

#[test]
fn priority_is_none_until_asked_for_and_only_of_the_queues_classes() {
    let mut lobby = Lobby::new("kyustendil", NOON);
    lobby.choose("kasa");
    assert!(lobby.kiosk.chosen().unwrap().priority.is_none());
    lobby.kiosk.choose_priority(Some("nad-70"));
    assert_eq!(lobby.kiosk.chosen().unwrap().priority.unwrap().id, "nad-70");
    lobby.kiosk.choose_priority(Some("no-such-class"));
    assert!(lobby.kiosk.chosen().unwrap().priority.is_none());
    lobby.kiosk.choose_priority(Some("bebeta"));
    lobby.take();
    let issued = lobby.kiosk.session.ticket.issued.clone().unwrap();
    assert_eq!(issued.visit.priority.as_deref(), Some("bebeta"));
    lobby.choose("kasa");
    assert!(
        lobby.kiosk.chosen().unwrap().priority.is_none(),
        "each ticket asks anew"
    );
}

#[test]
fn a_store_that_fails_leaves_a_way_on() {
    let pack = packs::load("kyustendil").unwrap();
    let clock = Rc::new(Turned {
        now: Cell::new(NOON.parse().unwrap()),
        uptime: Cell::new(Duration::ZERO),
    });
    let mut kiosk = Kiosk::new(Config::default(), pack.into(), clock);
    let worker = Worker::spawn(|| Err(StoreError::Full), |_| {}).unwrap();
    kiosk.connect(worker.handle(), Arc::new(|| {}));
    kiosk.choose_queue("kasa");
    assert!(kiosk.wait_for_reply(PATIENCE));
    assert_eq!(
        kiosk.ahead("kasa"),
        None,
        "nothing is claimed of a count that nobody knows"
    );
    kiosk.take_ticket();
    assert!(kiosk.wait_for_reply(PATIENCE));
    assert_eq!(kiosk.session.ticket.taking, Taking::Failed);
    assert_eq!(kiosk.session.screen(), Screen::TicketCheck);
    assert!(kiosk.session.ticket.issued.is_none());
    // The visitor may try again.
    kiosk.take_ticket();
    assert_eq!(kiosk.session.ticket.taking, Taking::UnderWay);
}

#[test]
fn a_kiosk_without_a_store_answers_too() {
    let clock = Rc::new(Turned {
        now: Cell::new(NOON.parse().unwrap()),
        uptime: Cell::new(Duration::ZERO),
    });
    let mut kiosk = Kiosk::new(Config::default(), packs::load("kyustendil").unwrap().into(), clock);
    kiosk.choose_queue("kasa");
    kiosk.take_ticket();
    kiosk.tick();
    assert_eq!(kiosk.session.ticket.taking, Taking::Failed);
}

#[test]
fn the_next_visitor_sees_nothing_of_the_last_one() {
    let mut lobby = Lobby::new("kyustendil", NOON);
    lobby.choose("kasa");
    lobby.take();
    lobby.kiosk.forget();
    assert!(lobby.number().is_none() && lobby.kiosk.chosen().is_none());
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home);

    // An answer that comes after its visitor has gone is nobody's.
    lobby.pass(Duration::from_secs(10));
    lobby.choose("kasa");
    lobby.kiosk.take_ticket();
    lobby.kiosk.forget();
    assert!(lobby.kiosk.wait_for_reply(PATIENCE));
    assert!(lobby.number().is_none());
    assert_eq!(lobby.kiosk.session.screen(), Screen::Home);
    assert_eq!(lobby.visits(), 2, "the ticket itself stands");
}

#[test]
fn time_without_a_touch_forgets_the_ticket() {
    let mut lobby = Lobby::new("kyustendil", NOON);
    lobby.kiosk.touched();
    lobby.choose("kasa");
    lobby.take();
    lobby.pass(Duration::from_secs(64));
    assert!(matches!(lobby.kiosk.tick(), Idle::Warning(1)));
    assert!(lobby.number().is_some());
    lobby.pass(Duration::from_secs(1));
    assert_eq!(lobby.kiosk.tick(), Idle::Over);
    assert!(lobby.number().is_none());
}

#[test]
fn the_screens_are_shown_anew_for_a_new_minute_an_answer_or_a_visitor() {
    let mut lobby = Lobby::new("kyustendil", NOON);
    lobby.settle();
    let first = lobby.kiosk.moment();
    lobby.pass(Duration::from_secs(59));
    assert_eq!(lobby.kiosk.moment(), first, "seconds change nothing");
    lobby.pass(Duration::from_secs(1));
    let minute = lobby.kiosk.moment();
    assert_ne!(minute, first);
    lobby.kiosk.refresh_waiting();
    lobby.settle();
    let answered = lobby.kiosk.moment();
    assert_ne!(answered, minute);
    lobby.kiosk.forget();
    assert_ne!(lobby.kiosk.moment(), answered);
}

#[test]
fn ticks_keep_the_counts_fresh_and_answers_wake_the_window() {
    let mut lobby = Lobby::new("kyustendil", NOON);
    let request = parter::queue::IssueRequest {
        queue: "kasa".to_owned(),
        letter: 'К',
        service: None,
        priority: None,
        touched: Duration::ZERO,
    };
    let now = lobby.clock.now();
    // Another hand takes a ticket.
    let issue = move |store: &mut Store| store.issue(&request, now);
    lobby.kiosk.ask(issue, |_, result| drop(result.unwrap()));
    lobby.kiosk.tick();
    let mut answers = 1 + lobby.settle();
    assert_eq!(
        lobby.kiosk.ahead("kasa").unwrap().people,
        0,
        "the counts are not asked for again at once"
    );

    lobby.pass(REFRESH);
    lobby.kiosk.tick();
    answers += lobby.settle();
    assert_eq!(lobby.kiosk.ahead("kasa").unwrap().people, 1);
    lobby.worker.shutdown();
    assert_eq!(
        lobby.wakes.load(Ordering::SeqCst),
        answers,
        "the window is woken once an answer"
    );
}

#[test]
fn queues_of_another_place_are_not_offered() {
    let mut lobby = Lobby::new("plovdiv", NOON);
    assert_eq!(lobby.kiosk.place().unwrap().id, "stambolov");
    assert!(lobby.kiosk.queues().all(|queue| queue.id != "sobstvenost"));
    lobby.kiosk.choose_queue("sobstvenost");
    assert!(lobby.kiosk.chosen().is_none());

    let config = Config {
        place: Some("tsentralen".to_owned()),
        ..Config::default()
    };
    let lobby = Lobby::with(config, packs::load("plovdiv").unwrap(), NOON);
    assert!(lobby.kiosk.queues().any(|queue| queue.id == "sobstvenost"));
}
