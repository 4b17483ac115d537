//! A kiosk in a test: a pack, a store in a folder of its own, a clock that the test moves, and a finger.

use std::{
    cell::{Cell, RefCell},
    fs,
    path::Path,
    rc::Rc,
    sync::{
        Arc, LazyLock,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use i_slint_backend_testing::{TestingBackend, TestingBackendOptions, mock_elapsed_time};
use i_slint_core::items::AccessibleRole;
use parter::{
    clock::Clock,
    config::{Config, Counter, Mode},
    content::{
        pack::Pack,
        survey::{Improvement, Tone},
        text::LocalText,
    },
    kiosk::{
        adapters::{Shared, attach},
        controllers::{
            contacts::Telephone,
            kiosk::Kiosk,
            measured::Told,
            services::Group,
            session::{Screen, Session},
        },
    },
    packs,
    pin::PinHash,
    print::{watch::Watch as PrinterWatch, worker::Handle},
    protocol::{
        heartbeat::PrinterState,
        secret::{PairingCode, Token},
    },
    queue::{
        Appointment,
        paper::{PrintFault, PrintState},
    },
    store::{Incident, Pairing, Store, StoreConfig, StoreError, worker::Worker},
};
use parter_ui::{App, Theme, Visit};
use slint::{
    ComponentHandle, LogicalPosition, PhysicalSize, Rgba8Pixel, SharedPixelBuffer,
    platform::{PointerEventButton, WindowEvent},
};
use tempfile::TempDir;

use crate::tree::{Node, nodes, on_top};

pub const PORTRAIT: (u32, u32) = (1080, 1920);
pub const LANDSCAPE: (u32, u32) = (1920, 1080);

/// A Monday, 10:30 in Sofia.
pub const MORNING: &str = "2026-11-23T08:30:00Z";
/// What staff type.
pub const PIN: &str = "204060";
static PIN_HASH: LazyLock<PinHash> = LazyLock::new(|| PinHash::of(PIN).unwrap());

/// The same Monday, 18:00: after closing, and before those present must have been served.
pub const AFTER_CLOSING: &str = "2026-11-23T16:00:00Z";

/// The same Monday, 19:30.
pub const EVENING: &str = "2026-11-23T17:30:00Z";

/// The clock of a test: it stands until it is moved.
pub struct TestClock {
    started: Cell<DateTime<Utc>>,
    passed: Cell<Duration>,
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        self.started.get() + self.passed.get()
    }

    fn uptime(&self) -> Duration {
        self.passed.get()
    }
}

/// How a kiosk hangs and what it is for.
#[derive(Clone)]
pub struct Setup {
    pub pack: &'static str,
    pub mode: Mode,
    pub size: (u32, u32),
    pub diagonal: f32,
    pub at: &'static str,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            pack: "kyustendil",
            mode: Mode::Full,
            size: PORTRAIT,
            diagonal: 21.5,
            at: MORNING,
        }
    }
}

pub struct Lobby {
    pub app: App,
    pub kiosk: Shared,
    clock: Rc<TestClock>,
    worker: Option<Worker>,
    /// What staff are told.
    pub incidents: Receiver<Incident>,
    /// The state folder.
    folder: TempDir,
}

impl Lobby {
    pub fn open(setup: &Setup) -> Self {
        Self::open_in(tempfile::tempdir().unwrap(), setup)
    }

    /// With the state that `folder` holds.
    pub fn open_in(folder: TempDir, setup: &Setup) -> Self {
        let platform = TestingBackend::new(TestingBackendOptions {
            mock_time: true,
            threading: false,
            renderer_name: Some("software".into()),
        });
        // A test that opens a second kiosk has the platform already.
        let _ = slint::platform::set_platform(Box::new(platform));

        let clock = Rc::new(TestClock {
            started: Cell::new(setup.at.parse().unwrap()),
            passed: Cell::default(),
        });
        let mut config = Config {
            mode: setup.mode,
            ..Config::default()
        };
        config.staff.pin_hash = Some(PIN_HASH.clone());
        config.log.folder = Some(folder.path().join("log"));
        config.screen.diagonal_inches = setup.diagonal;
        (config.screen.width, config.screen.height) = setup.size;
        let pack = Arc::new(packs::load(setup.pack).unwrap());
        let store = StoreConfig {
            lobby: setup.pack.to_owned(),
            zone: pack.zone(),
            bucket_hours: config.rating.bucket_hours,
            repeat_window: Duration::from_secs(config.rating.repeat_filter_seconds.into()),
        };
        let (path, now) = (folder.path().to_owned(), clock.now());
        let (tell, incidents) = channel();
        // Who listens is gone only when the test is.
        let report = move |incident| drop(tell.send(incident));
        let worker = Worker::spawn(move || Store::open(&path, &store, now), report).unwrap();
        let mut kiosk = Kiosk::new(config, pack, clock.clone());
        kiosk.connect(worker.handle(), Arc::new(|| {}));
        let kiosk = Rc::new(RefCell::new(kiosk));

        let app = App::new().unwrap();
        app.window().set_size(PhysicalSize::new(setup.size.0, setup.size.1));
        attach(&app, &kiosk);
        app.show().unwrap();
        let lobby = Self {
            app,
            kiosk,
            clock,
            worker: Some(worker),
            incidents,
            folder,
        };
        lobby.settle();
        lobby
    }

    pub fn kyustendil() -> Self {
        Self::open(&Setup::default())
    }

    /// The state folder.
    pub fn state(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the store, and leaves its state.
    pub fn close(mut self) -> TempDir {
        self.worker.take().unwrap().shutdown();
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }

    /// What comes of `work` on the kiosk's own store.
    pub fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (send, done) = channel();
        let worker = self.worker.as_ref().unwrap().handle();
        worker.call(work, move |result| send.send(result).unwrap());
        done.recv_timeout(Duration::from_secs(30)).unwrap()
    }

    /// Sets the wall clock; the uptime goes on.
    pub fn set_clock(&self, at: &str) {
        let at: DateTime<Utc> = at.parse().unwrap();
        self.clock.started.set(at - self.clock.passed.get());
        self.advance(1);
    }

    /// Lets the store answer and the window show it.
    pub fn settle(&self) {
        for _ in 0..3 {
            // A store that can't be opened answers too.
            let _ = self.store(|_| Ok(()));
            self.app.global::<Visit>().invoke_wake();
            mock_elapsed_time(Duration::from_millis(1));
        }
    }

    /// Moves the clock and the window's own time together.
    pub fn advance(&self, seconds: u64) {
        for _ in 0..seconds {
            self.clock.passed.set(self.clock.passed.get() + Duration::from_secs(1));
            mock_elapsed_time(Duration::from_secs(1));
        }
        self.settle();
    }

    /// Changes how the visitor reads, and shows it.
    pub fn read(&self, change: impl FnOnce(&mut Session)) {
        change(&mut self.kiosk.borrow_mut().session);
        self.settle();
    }

    pub fn screen(&self) -> Screen {
        self.kiosk.borrow().session.screen()
    }

    pub fn nodes(&self) -> Vec<Node> {
        nodes(self.app.window())
    }

    /// The labels of all controls that are seen.
    pub fn labels(&self) -> Vec<String> {
        let controls = self.nodes().into_iter().filter(Node::is_control);
        controls.map(|node| node.label()).collect()
    }

    pub fn control(&self, label: &str) -> Option<Node> {
        self.nodes()
            .into_iter()
            .find(|node| node.is_control() && node.label() == label)
    }

    /// Touches the middle of what is seen of the control with this label, as a finger does: whatever lies there gets it.
    #[track_caller]
    pub fn tap(&self, label: &str) {
        let Some(node) = self.control(label) else {
            panic!(
                "there is no «{label}» to touch on this screen, only: {}",
                self.labels().join(" | ")
            );
        };
        let middle = node.seen.center();
        self.touch(middle.x, middle.y);
    }

    /// Turns the page by its key. False at its end.
    pub fn page_down(&self) -> bool {
        self.turn(["Надолу", "Down"])
    }

    /// Turns the page back. False at its top.
    pub fn page_up(&self) -> bool {
        self.turn(["Нагоре", "Up"])
    }

    fn turn(&self, labels: [&str; 2]) -> bool {
        let nodes = on_top(self.nodes());
        let turns = |node: &&Node| node.is_control() && labels.contains(&node.label().as_str());
        let Some(key) = nodes.iter().find(turns).filter(|key| key.is_enabled()) else {
            return false;
        };
        let middle = key.seen.center();
        self.touch(middle.x, middle.y);
        true
    }

    /// Turns the page until the whole control is seen, and touches it.
    #[track_caller]
    pub fn seek(&self, label: &str) {
        let is_whole = |node: Node| node.seen.height() > node.rect.height() - 1.0;
        while !self.control(label).is_some_and(is_whole) && self.page_down() {}
        self.tap(label);
    }

    /// Reads on, page by page, until `text` is seen.
    #[track_caller]
    pub fn read_on(&self, text: &str) {
        while !self.sees(text) && self.page_down() {}
        self.see(text);
    }

    /// Touches the first control that says `part`, keys of the keyboard apart.
    #[track_caller]
    pub fn tap_containing(&self, part: &str) {
        let fits = |node: &Node| node.role() == AccessibleRole::Button && node.label().to_lowercase().contains(part);
        let Some(node) = self.nodes().into_iter().find(|node| node.is_control() && fits(node)) else {
            panic!("nothing to touch says «{part}», only: {}", self.labels().join(" | "));
        };
        self.tap(&node.label());
    }

    /// Types on the keyboard of the screen, key by key.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        for letter in text.chars() {
            self.tap(&letter.to_string());
        }
    }

    pub fn touch(&self, x: f32, y: f32) {
        let (window, position) = (self.app.window(), LogicalPosition::new(x, y));
        let button = PointerEventButton::Left;
        window.dispatch_event(WindowEvent::PointerMoved { position });
        window.dispatch_event(WindowEvent::PointerPressed { position, button });
        mock_elapsed_time(Duration::from_millis(50));
        window.dispatch_event(WindowEvent::PointerReleased { position, button });
        window.dispatch_event(WindowEvent::PointerExited);
        // Longer than the delay with which a page waits whether it is dragged.
        mock_elapsed_time(Duration::from_millis(200));
        self.settle();
    }

    /// All that can be read, text by text; spaces that do not break are written as others.
    pub fn texts(&self) -> Vec<String> {
        let words = |node: &Node| Some(node.words()?.text.replace('\u{a0}', " "));
        self.nodes().iter().filter_map(words).collect()
    }

    pub fn sees(&self, text: &str) -> bool {
        self.texts().iter().any(|shown| shown.contains(text))
    }

    #[track_caller]
    pub fn see(&self, text: &str) {
        assert!(
            self.sees(text),
            "«{text}» is not on this screen, only: {}",
            self.texts().join(" | ")
        );
    }

    pub fn picture(&self) -> SharedPixelBuffer<Rgba8Pixel> {
        mock_elapsed_time(Duration::from_millis(500));
        self.app.window().take_snapshot().unwrap()
    }

    /// Pixels per millimetre.
    pub fn mm(&self) -> f32 {
        self.app.global::<Theme>().get_mm()
    }

    /// Brings the kiosk to a screen as a visitor comes there. False where this pack has none.
    pub fn visit(&self, screen: Screen) -> bool {
        self.kiosk.borrow_mut().session.home();
        match screen {
            Screen::RateMore | Screen::RateThanks => {
                self.rate();
                if screen == Screen::RateThanks {
                    self.kiosk.borrow_mut().done_rating();
                }
            }
            Screen::TicketCheck | Screen::TicketIssued => {
                self.choose_first_queue();
                if screen == Screen::TicketIssued {
                    self.take_ticket();
                }
            }
            Screen::ServiceGroup => {
                let mut kiosk = self.kiosk.borrow_mut();
                let unit = kiosk.service_units().first().map(|(unit, _)| unit.id.clone());
                kiosk.open_group(unit.map_or(Group::NoUnit, Group::Unit));
            }
            Screen::CharterSearch => {
                let mut kiosk = self.kiosk.borrow_mut();
                kiosk.session.go(Screen::CharterSearch);
                kiosk.search_charter("срок");
            }
            Screen::Service => {
                let mut kiosk = self.kiosk.borrow_mut();
                let first = kiosk.pack.services[0].id.clone();
                kiosk.open_service(&first);
            }
            Screen::CharterSection => self.kiosk.borrow_mut().open_chapter(0),
            Screen::Telephone => self.open_first_telephone(),
            Screen::Pin => self.knock(),
            Screen::StaffPapers => {
                self.print_ticket(PrintState::Queued);
                self.fail_print(PrintFault::OutOfPaper);
                self.kiosk.borrow_mut().session.home();
                self.enter_as_staff();
                self.wait_for(|kiosk| !kiosk.session.staff.facts.papers.is_empty());
                self.kiosk.borrow_mut().open_for_staff(screen);
            }
            Screen::StaffCounters | Screen::StaffPairing => self.open_pairings(screen),
            Screen::Staff | Screen::StaffQueues | Screen::StaffCode | Screen::StaffLog => {
                self.enter_as_staff();
                self.write_log();
                self.kiosk.borrow_mut().open_for_staff(screen);
                let is_read = |kiosk: &Kiosk| screen != Screen::StaffLog || kiosk.session.staff.log.is_some();
                self.wait_for(is_read);
            }
            Screen::Appointment => self.kiosk.borrow_mut().begin_check_in(),
            Screen::Improvements => {
                self.improve();
                self.kiosk.borrow_mut().session.go(screen);
            }
            Screen::Charter | Screen::Promises => {
                self.kiosk.borrow_mut().session.go(screen);
                self.kiosk.borrow_mut().tick();
                let is_read = |kiosk: &Kiosk| kiosk.told_of_ordinance() != Told::Reading;
                self.wait_for(is_read);
            }
            other => self.kiosk.borrow_mut().session.go(other),
        }
        self.settle();
        self.screen() == screen
    }

    /// From now on the pack tells what was done because of what visitors said.
    pub fn improve(&self) {
        let mut kiosk = self.kiosk.borrow_mut();
        let mut pack = Pack::clone(&kiosk.pack);
        let blame = pack.survey.reasons.iter().filter(|reason| reason.tone == Tone::Blame);
        pack.survey.improvements = vec![Improvement {
            id: "treto-gishe".to_owned(),
            reasons: blame.map(|reason| reason.id.clone()).collect(),
            said_by: Some(243),
            text: LocalText::bg(
                "Отворихме трето гише за местни данъци и такси в най-натоварените часове, от 11 до 14 часа",
            ),
            date: "2026-10-01".parse().unwrap(),
        }];
        kiosk.pack = Arc::new(pack);
    }

    /// From now on somebody is expected today, an hour from now, with that code.
    pub fn expect(&self, code: &str) {
        let (queue, now) = {
            let kiosk = self.kiosk.borrow();
            (kiosk.queues().next().unwrap().clone(), kiosk.clock.now())
        };
        let appointment = Appointment {
            day: now.date_naive(),
            code: code.parse().unwrap(),
            at: now + TimeDelta::hours(1),
            queue: queue.id,
            letter: queue.letter,
            service: None,
        };
        self.store(move |store| store.arrange(&appointment)).unwrap();
        self.settle();
        self.kiosk.borrow_mut().refresh_waiting();
        let letters = code.contains(|letter: char| letter.is_alphabetic());
        self.wait_for(|kiosk| kiosk.has_appointments() && (kiosk.code_keys().count() > 10) == letters);
    }

    /// Types an appointment's code, key by key.
    pub fn type_code(&self, code: &str) {
        for key in code.chars() {
            self.kiosk.borrow_mut().type_in_code(&key.to_string());
        }
        self.settle();
    }

    /// Holds the key of the way home for so many seconds.
    pub fn hold_home(&self, seconds: u64) {
        let key = ["Начало", "Home"].into_iter().find_map(|label| self.control(label));
        let (window, middle) = (self.app.window(), key.unwrap().seen.center());
        let position = LogicalPosition::new(middle.x, middle.y);
        let button = PointerEventButton::Left;
        window.dispatch_event(WindowEvent::PointerMoved { position });
        window.dispatch_event(WindowEvent::PointerPressed { position, button });
        mock_elapsed_time(Duration::from_secs(seconds));
        window.dispatch_event(WindowEvent::PointerReleased { position, button });
        window.dispatch_event(WindowEvent::PointerExited);
        self.settle();
    }

    /// To the question for the PIN, with four digits typed.
    fn knock(&self) {
        let mut kiosk = self.kiosk.borrow_mut();
        kiosk.knock();
        (1..=4).for_each(|digit| kiosk.type_digit(digit));
    }

    /// Three counters and a board that have pages, as the kiosk that is the lobby's hub knows them.
    pub fn open_counters(&self) {
        let mut kiosk = self.kiosk.borrow_mut();
        let queue = kiosk.queues().next().unwrap().id.clone();
        let counter = |id: &str, name: Option<&str>| Counter {
            id: id.to_owned(),
            name: name.map(str::to_owned),
            queues: vec![queue.clone()],
            breaks: Vec::new(),
        };
        kiosk.config.lobby.listen = Some(([0, 0, 0, 0], 8443).into());
        kiosk.config.lobby.counters = vec![
            counter("1", None),
            counter("2", Some("Гражданско състояние, стая 14, вляво")),
            counter("Каса 3", None),
        ];
        kiosk.pair_at(Arc::new(|| Some("https://192.168.100.200:8443".to_owned())));
    }

    /// Pairs a browser with that counter, or the board, as it is done with the code.
    pub fn pair_browser(&self, post: &'static str, code: PairingCode) -> Option<Pairing> {
        let (token, now) = (Token::random(&mut rand::rng()), self.clock.now());
        self.store(move |store| {
            store.offer_pairing(post, &code, now)?;
            store.pair(&code, &token, now)
        })
        .unwrap()
    }

    /// With two browsers at the second counter, one on the board, and a code that is always the same.
    fn open_pairings(&self, screen: Screen) {
        self.open_counters();
        if self.store(Store::pairings).unwrap().is_empty() {
            for post in ["2", "2", "board"] {
                self.pair_browser(post, "7K3QX9M2".parse().unwrap());
            }
        }
        self.enter_as_staff();
        self.kiosk.borrow_mut().open_for_staff(Screen::StaffCounters);
        if screen == Screen::StaffPairing {
            self.kiosk.borrow_mut().open_post("2");
        }
        self.wait_for(|kiosk| {
            let desk = &kiosk.session.staff.pairing;
            let is_offered = desk.offer.is_some() || screen == Screen::StaffCounters;
            desk.page.is_some() && desk.pairings.is_some() && is_offered
        });
        if let Some(offer) = &mut self.kiosk.borrow_mut().session.staff.pairing.offer {
            offer.code = "K7QM-3X9P".parse().unwrap();
        }
    }

    /// What staff may find in the log.
    fn write_log(&self) {
        let lines = concat!(
            r#"{"timestamp":"2026-11-23T06:00:02Z","level":"INFO","message":"the kiosk is open","municipality":"kyustendil","target":"parter"}"#,
            "\n",
            r#"{"timestamp":"2026-11-23T06:41:09Z","level":"WARN","message":"records wait on the kiosk","error":"the server can't be reached (no route to host): it is tried again and again; check the network if this lasts","permanent":false,"target":"parter"}"#,
        );
        let folder = self.folder.path().join("log");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("parter.2026-11-23.jsonl"), lines).unwrap();
    }

    pub fn enter_as_staff(&self) {
        let mut kiosk = self.kiosk.borrow_mut();
        kiosk.knock();
        PIN.bytes().for_each(|digit| kiosk.type_digit(digit - b'0'));
        kiosk.check_pin();
        drop(kiosk);
        self.wait_for(|kiosk| kiosk.session.screen() == Screen::Staff);
    }

    /// Lets what is done beside the store be answered, until `holds`.
    #[track_caller]
    pub fn wait_for(&self, holds: impl Fn(&Kiosk) -> bool) {
        while !holds(&self.kiosk.borrow()) {
            let came = self.kiosk.borrow_mut().wait_for_reply(Duration::from_secs(30));
            assert!(came, "no answer came");
        }
        self.settle();
    }

    fn choose_first_queue(&self) {
        let mut kiosk = self.kiosk.borrow_mut();
        let first = kiosk.queues().next().unwrap().id.clone();
        kiosk.choose_queue(&first);
        drop(kiosk);
        self.settle();
    }

    /// With a code that is always the same, so that pictures are.
    fn take_ticket(&self) {
        self.kiosk.borrow_mut().take_ticket();
        self.settle();
        let mut kiosk = self.kiosk.borrow_mut();
        kiosk.session.ticket.issued.as_mut().unwrap().visit.ticket.code = "7K3QX9M2WD4R".parse().unwrap();
    }

    /// Takes a ticket that the printer has had, and that became of its paper.
    pub fn print_ticket(&self, state: PrintState) {
        let printer = |last| Handle::standing(PrinterWatch::standing(PrinterState::OutOfPaper, last));
        self.kiosk.borrow_mut().print_by(printer(None), Arc::new(|| {}));
        self.visit(Screen::TicketIssued);
        let issued = self.kiosk.borrow().session.ticket.issued.clone();
        let last = Some((issued.unwrap().visit.ticket.code, state));
        self.kiosk.borrow_mut().print_by(printer(last), Arc::new(|| {}));
        self.settle();
    }

    /// What the store says of the last ticket's paper.
    pub fn fail_print(&self, why: PrintFault) {
        let fails = move |store: &mut Store| {
            let last = store.last_prints(1)?.remove(0);
            store.print_fails(&last.visit, why)
        };
        self.store(fails).unwrap();
    }

    fn open_first_telephone(&self) {
        let mut kiosk = self.kiosk.borrow_mut();
        let contacts = kiosk.pack.contacts.contacts.iter();
        let telephone = contacts.filter_map(|contact| {
            Some(Telephone {
                name: contact.label.get("bg").to_owned(),
                number: contact.value.clone(),
                dial: contact.dial.clone()?,
            })
        });
        let first = telephone.into_iter().next();
        kiosk.session.go(Screen::Contacts);
        if let Some(first) = first {
            kiosk.open_telephone(first);
        }
    }

    fn rate(&self) {
        let mut kiosk = self.kiosk.borrow_mut();
        kiosk.touched();
        kiosk.rate(2.try_into().unwrap());
        drop(kiosk);
        self.settle();
    }
}

impl Drop for Lobby {
    fn drop(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.shutdown();
        }
    }
}
