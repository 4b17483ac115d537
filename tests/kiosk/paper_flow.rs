//! The ticket on paper as visitors and staff meet it, without a window: what the screen knows of the paper, the trial, and
//! the last number once more.

use std::{
    rc::Rc,
    sync::{
        Arc, LazyLock,
        mpsc::{Receiver, channel},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use parter::{
    clock::Clock,
    config::{Config, PrinterDevice},
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    packs,
    pin::PinHash,
    print::{
        job::Timing,
        sheet::Paper,
        worker::{Printer, PrinterConfig},
    },
    protocol::heartbeat::PrinterState,
    queue::{
        Ticket,
        paper::{PrintFault, PrintState},
    },
    store::{Store, StoreConfig, worker::Worker},
};
use tempfile::TempDir;

use crate::fake::{Fake, Mood};
use crate::paper::PATIENCE;

const PIN: &str = "204060";
static HASH: LazyLock<PinHash> = LazyLock::new(|| PinHash::of(PIN).unwrap());

/// A Monday noon that stands still.
#[derive(Clone, Copy)]
struct Noon;

impl Clock for Noon {
    fn now(&self) -> DateTime<Utc> {
        "2026-11-23T10:00:00Z".parse().unwrap()
    }

    fn uptime(&self) -> Duration {
        Duration::from_secs(100)
    }
}

struct Lobby {
    kiosk: Kiosk,
    store: Worker,
    printer: Printer,
    fake: Fake,
    changes: Receiver<()>,
    _dir: TempDir,
}

impl Lobby {
    fn open(mood: Mood) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pack = packs::load("kyustendil").unwrap();
        let config = StoreConfig {
            lobby: "kyustendil".to_owned(),
            zone: pack.zone(),
            bucket_hours: 24,
            repeat_window: Duration::ZERO,
        };
        let folder = dir.path().to_owned();
        let store = Worker::spawn(move || Store::open(&folder, &config, Noon.now()), |_| {}).unwrap();
        let (fake, address) = Fake::listen(mood);
        let settings = PrinterConfig {
            device: PrinterDevice::Tcp(address),
            paper: Paper::Mm80,
            timing: Timing {
                answer: Duration::from_secs(5),
                paper: Duration::from_secs(10),
                ..Timing::default()
            },
        };
        let printer = Printer::start(settings, store.handle(), Noon).unwrap();
        let mut config = Config {
            state: dir.path().to_owned(),
            ..Config::default()
        };
        config.staff.pin_hash = Some(HASH.clone());
        let (changed, changes) = channel();
        let wake = Arc::new(move || {
            // Fails only when the test is over.
            let _ = changed.send(());
        });
        let mut kiosk = Kiosk::new(config, pack.into(), Rc::new(Noon));
        kiosk.connect(store.handle(), wake.clone());
        kiosk.print_by(printer.handle(), wake);
        Self {
            kiosk,
            store,
            printer,
            fake,
            changes,
            _dir: dir,
        }
    }

    /// Takes in what comes until `holds`.
    fn wait(&mut self, what: &str, holds: impl Fn(&Kiosk) -> bool) {
        let until = Instant::now() + PATIENCE;
        self.kiosk.drain();
        while !holds(&self.kiosk) {
            let left = until.saturating_duration_since(Instant::now());
            assert!(self.changes.recv_timeout(left).is_ok(), "never: {what}");
            self.kiosk.drain();
        }
    }

    fn take_ticket(&mut self) {
        self.take_ticket_of(0);
    }

    fn take_ticket_of(&mut self, queue: usize) {
        let queue = self.kiosk.queues().nth(queue).unwrap().id.clone();
        self.kiosk.choose_queue(&queue);
        self.kiosk.take_ticket();
        self.wait("a ticket", |kiosk| kiosk.session.screen() == Screen::TicketIssued);
    }

    /// The visitor's, on the screen.
    fn ticket(&self) -> Ticket {
        let issued = self.kiosk.session.ticket.issued.as_ref();
        issued.unwrap().visit.ticket.clone()
    }

    fn wait_for_print(&mut self, state: PrintState) {
        self.wait(&format!("{state:?}"), |kiosk| kiosk.ticket_print() == Some(state));
    }

    fn enter_as_staff(&mut self) {
        self.kiosk.knock();
        PIN.bytes().for_each(|digit| self.kiosk.type_digit(digit - b'0'));
        self.kiosk.check_pin();
        self.wait("the facts", |kiosk| kiosk.session.staff.facts.records.is_some());
    }
}

/// The text of the code on a paper of 80 mm.
fn code(dots: &[u8]) -> String {
    let stride = Paper::Mm80.dots() / 8;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(stride * 8, dots.len() / stride, |x, y| {
        let is_black = dots[y * stride + x / 8] & (0x80 >> (x % 8)) != 0;
        if is_black { 0 } else { 255 }
    });
    let grids = image.detect_grids();
    grids[0].decode().unwrap().1
}

#[test]
fn a_ticket_is_printed_by_itself_in_the_visitors_language() {
    let mut lobby = Lobby::open(Mood::default());
    lobby.kiosk.change_language("en");
    lobby.take_ticket();
    lobby.wait_for_print(PrintState::Printed);
    let issued = lobby.kiosk.session.ticket.issued.clone().unwrap();
    let [dots] = &lobby.fake.papers(1)[..] else {
        panic!("one paper")
    };
    let says = code(dots);
    assert!(says.starts_with("Ticket "), "{says}");
    assert_eq!(says, lobby.kiosk.ticket_qr(&issued));
}

#[test]
fn the_screen_knows_that_it_failed_and_the_next_visitor_sees_nothing_of_it() {
    let empty = Mood {
        paper_out: true,
        ..Mood::default()
    };
    let mut lobby = Lobby::open(empty);
    lobby.take_ticket();
    lobby.wait_for_print(PrintState::Failed(PrintFault::OutOfPaper));
    assert_eq!(lobby.kiosk.printer_state(), PrinterState::OutOfPaper);
    let before = lobby.kiosk.moment();
    lobby.kiosk.forget();
    assert_eq!(lobby.kiosk.ticket_print(), None);

    lobby.fake.set(Mood::default());
    lobby.take_ticket_of(1);
    lobby.wait_for_print(PrintState::Printed);
    assert_ne!(lobby.kiosk.moment(), before, "the screen is shown anew");
}

#[test]
fn a_wish_that_the_store_can_not_keep_has_failed() {
    let mut lobby = Lobby::open(Mood::default());
    let queue = lobby.kiosk.queues().next().unwrap().id.clone();
    lobby.kiosk.choose_queue(&queue);
    lobby.kiosk.take_ticket();
    // It finishes what it was asked, which is the ticket; the paper it is not asked any more.
    lobby.printer.shutdown();
    lobby.store.shutdown();
    let until = Instant::now() + PATIENCE;
    while lobby.kiosk.ticket_print() != Some(PrintState::Failed(PrintFault::NotKept)) {
        assert!(Instant::now() < until && lobby.kiosk.wait_for_reply(PATIENCE));
    }
}

#[test]
fn without_a_printer_nothing_is_said_of_paper() {
    let mut lobby = Lobby::open(Mood::default());
    let pack = lobby.kiosk.pack.clone();
    lobby.kiosk = Kiosk::new(Config::default(), pack, Rc::new(Noon));
    let (changed, changes) = channel();
    lobby.changes = changes;
    let wake = Arc::new(move || changed.send(()).unwrap());
    lobby.kiosk.connect(lobby.store.handle(), wake);
    lobby.take_ticket();
    assert_eq!(lobby.kiosk.ticket_print(), None);
    assert_eq!(lobby.kiosk.printer_state(), PrinterState::None);
}

#[test]
fn staff_try_the_printer_and_have_any_of_the_last_numbers_once_more() {
    let mut lobby = Lobby::open(Mood::default());
    let numbers = [0, 1].map(|queue| {
        lobby.take_ticket_of(queue);
        lobby.wait_for_print(PrintState::Printed);
        let number = lobby.ticket().number;
        lobby.kiosk.forget();
        number
    });

    lobby.enter_as_staff();
    let last = lobby.kiosk.session.staff.facts.papers.clone();
    let known: Vec<_> = last.iter().map(|paper| (paper.number, paper.state)).collect();
    let printed = |number| (number, PrintState::Printed);
    assert_eq!(known, [printed(numbers[1]), printed(numbers[0])]);
    lobby.kiosk.try_printer();
    lobby.wait("a trial", |kiosk| kiosk.trial_print() == Some(PrintState::Printed));
    lobby.kiosk.reprint(&last[1].visit);
    let papers = lobby.fake.papers(4);
    assert_eq!(papers[3], papers[0], "the first ticket's");
    assert_ne!(papers[2], papers[0]);
}

#[test]
fn a_paper_for_another_changes_nothing_of_what_the_visitor_sees() {
    let mut lobby = Lobby::open(Mood::default());
    lobby.take_ticket_of(0);
    lobby.wait_for_print(PrintState::Printed);
    let other = lobby.ticket().code;
    lobby.kiosk.forget();
    lobby.take_ticket_of(1);
    lobby.wait_for_print(PrintState::Printed);

    // As a counter asks for it.
    let (asked, printer) = (channel(), lobby.printer.handle());
    let (reply, answer) = asked;
    let again = move |store: &mut Store| store.reprint(&other, Noon.now());
    lobby.store.handle().call(again, move |kept| reply.send(kept).unwrap());
    assert_eq!(answer.recv_timeout(PATIENCE).unwrap(), Ok(true));
    printer.look();
    let papers = lobby.fake.papers(3);
    assert_eq!(papers[2], papers[0]);
    lobby.printer.shutdown();
    lobby.kiosk.drain();
    assert_eq!(lobby.kiosk.ticket_print(), Some(PrintState::Printed));
}

#[test]
fn a_visitor_prints_nothing_of_staffs() {
    let mut lobby = Lobby::open(Mood::default());
    lobby.take_ticket();
    lobby.wait_for_print(PrintState::Printed);
    let own = lobby.ticket().code;
    lobby.kiosk.gather_facts();
    lobby.wait("the facts", |kiosk| !kiosk.session.staff.facts.papers.is_empty());
    lobby.kiosk.try_printer();
    lobby.kiosk.reprint(&own);
    assert_eq!(lobby.kiosk.trial_print(), None);
    lobby.printer.shutdown();
    assert_eq!(lobby.fake.papers(0).len(), 1);
}
