//! Printers as they are: out of paper, switched off, mute, late with their answers, stalled or dead in mid-ticket. None of
//! them holds up anything, nothing is printed twice by itself, and what is said of a ticket is what is known of it.

use std::{
    env,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    clock::Clock,
    config::PrinterDevice,
    print::{
        job::Timing,
        raster::Raster,
        sheet::{Block, Paper, Sheet},
        worker::{Printer, PrinterConfig},
    },
    protocol::heartbeat::PrinterState,
    queue::{
        TicketCode,
        paper::{PrintFault, PrintState},
    },
    store::{Store, StoreError, worker::Worker},
};
use tempfile::TempDir;

use crate::fake::{Fake, Mishap, Mood};
use crate::paper::PATIENCE;
use crate::store_support::{config, noon, request};

/// A clock that stands still.
#[derive(Clone, Copy)]
struct At(DateTime<Utc>);

impl Clock for At {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }
}

/// Patient where a busy machine makes it wait, and quick where nothing is to come.
const TIMING: Timing = Timing {
    check: Duration::from_millis(50),
    answer: Duration::from_secs(5),
    stall: Duration::from_secs(1),
    paper: Duration::from_secs(10),
    watchdog: Duration::from_secs(20),
    late: Duration::from_secs(300),
};

/// For printers whose silence is waited out.
const HASTY: Timing = Timing {
    answer: Duration::from_millis(300),
    paper: Duration::from_millis(300),
    ..TIMING
};

/// A store and a printer's thread.
struct Lobby {
    store: Worker,
    printer: Printer,
    changes: Receiver<()>,
    tickets: u64,
    _dir: TempDir,
}

impl Lobby {
    fn start(device: PrinterDevice, timing: Timing) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), device, timing)
    }

    fn start_in(dir: TempDir, device: PrinterDevice, timing: Timing) -> Self {
        let store = store_in(dir.path());
        let printer = Printer::start(settings(device, timing), store.handle(), At(noon())).unwrap();
        Self::with(store, printer, dir)
    }

    fn with(store: Worker, printer: Printer, dir: TempDir) -> Self {
        let (changed, changes) = channel();
        let wake = move || {
            // Fails only when the test is over.
            let _ = changed.send(());
        };
        printer.handle().watch().on_change(std::sync::Arc::new(wake));
        Self {
            store,
            printer,
            changes,
            tickets: 0,
            _dir: dir,
        }
    }

    fn ask<T: Send + 'static>(&self, work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static) -> T {
        ask(&self.store, work)
    }

    /// A ticket, with its paper wanted now.
    fn issue(&mut self) -> TicketCode {
        self.issue_at(noon())
    }

    fn issue_at(&mut self, at: DateTime<Utc>) -> TicketCode {
        self.tickets += 1;
        let code = issue(&self.store, self.tickets, at);
        self.printer.handle().look();
        code
    }

    /// Looks until `done` has something to show for it.
    fn wait<T>(&self, what: &str, done: impl Fn(&Self) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(done) = done(self) {
                return done;
            }
            let left = until.saturating_duration_since(Instant::now());
            let changed = self.changes.recv_timeout(left);
            assert!(changed.is_ok(), "never: {what}; {:?}", self.printer.handle().watch());
        }
    }

    /// What is said of the ticket on the screen, once that is something; the store has said the same.
    fn outcome(&self, code: &TicketCode) -> PrintState {
        let state = self.wait("an outcome", |lobby| {
            let seen = lobby.printer.handle().watch().print(code);
            seen.filter(|state| *state != PrintState::Queued)
        });
        let code = code.clone();
        let kept = self.ask(move |store| store.print_of(&code)).unwrap();
        assert_eq!(kept.state, state);
        state
    }

    fn wait_for_state(&self, state: PrinterState) {
        self.wait(&format!("{state:?}"), |lobby| {
            (lobby.printer.handle().watch().state() == state).then_some(())
        });
    }
}

fn store_in(dir: &Path) -> Worker {
    let dir = dir.to_owned();
    Worker::spawn(move || Store::open(&dir, &config(), noon()), |_| {}).unwrap()
}

fn ask<T: Send + 'static>(
    store: &Worker,
    work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
) -> T {
    let (reply, answer) = channel();
    store.handle().call(work, move |result| reply.send(result).unwrap());
    answer.recv_timeout(PATIENCE).unwrap().unwrap()
}

fn issue(store: &Worker, nth: u64, at: DateTime<Utc>) -> TicketCode {
    ask(store, move |store| {
        let code = store.issue(&request("А", nth * 5000), at)?.ticket.code;
        let sheet = serde_json::to_string(&sheet(nth)).unwrap();
        store.queue_print(&code, &sheet, at)?;
        Ok(code)
    })
}

fn settings(device: PrinterDevice, timing: Timing) -> PrinterConfig {
    PrinterConfig {
        device,
        paper: Paper::Mm80,
        timing,
    }
}

/// The paper of the nth ticket: several bands of dots.
fn sheet(nth: u64) -> Sheet {
    let line = Block::Text("Носете документ за самоличност и копие от скицата".to_owned());
    let mut blocks = vec![Block::Number(format!("А {nth:03}"))];
    blocks.extend(vec![line; 14]);
    Sheet(blocks)
}

/// Its dots.
fn dots(nth: u64) -> Vec<u8> {
    let raster = Raster::draw(&sheet(nth), Paper::Mm80);
    raster.bands(1).flatten().copied().collect()
}

fn tcp(address: SocketAddr) -> PrinterDevice {
    PrinterDevice::Tcp(address)
}

fn serial(path: std::path::PathBuf) -> PrinterDevice {
    PrinterDevice::Serial { path, baud: 115_200 }
}

#[test]
fn a_printer_that_is_well_prints_each_ticket_once_and_says_so() {
    let (fake, address) = Fake::listen(Mood::default());
    let mut lobby = Lobby::start(tcp(address), TIMING);
    for nth in 1..=3 {
        let code = lobby.issue();
        assert_eq!(lobby.outcome(&code), PrintState::Printed);
        assert_eq!(fake.papers(nth as usize).pop(), Some(dots(nth)));
    }
    lobby.wait_for_state(PrinterState::Ready);
    lobby.printer.shutdown();
    assert_eq!(fake.papers(0).len(), 3);
}

#[test]
fn it_hangs_on_a_serial_line_or_a_device_file_too() {
    for device in [serial, PrinterDevice::File] {
        let (fake, line) = Fake::on_serial_line(Mood::default());
        let mut lobby = Lobby::start(device(line), TIMING);
        let code = lobby.issue();
        assert_eq!(lobby.outcome(&code), PrintState::Printed);
        assert_eq!(fake.papers(1), [dots(1)]);
        assert_eq!(lobby.printer.handle().watch().state(), PrinterState::Ready);
    }
}

#[test]
fn a_reprint_is_the_same_paper() {
    let (fake, address) = Fake::listen(Mood::default());
    let mut lobby = Lobby::start(tcp(address), TIMING);
    let code = lobby.issue();
    lobby.outcome(&code);
    lobby.ask(move |store| store.reprint(&code, noon()));
    // Of itself, as for one that a counter asks for.
    assert_eq!(fake.papers(2), [dots(1), dots(1)]);
}

#[test]
fn a_printer_that_can_not_print_gets_nothing_and_says_why() {
    let (fake, address) = Fake::listen(Mood::default());
    let mut lobby = Lobby::start(tcp(address), TIMING);
    let well = Mood::default();
    let (paper_out, cover_open) = (
        Mood {
            paper_out: true,
            ..well
        },
        Mood {
            cover_open: true,
            ..well
        },
    );
    for (mood, state, fault) in [
        (paper_out, PrinterState::OutOfPaper, PrintFault::OutOfPaper),
        (cover_open, PrinterState::CoverOpen, PrintFault::CoverOpen),
        (
            Mood { offline: true, ..well },
            PrinterState::Offline,
            PrintFault::Offline,
        ),
    ] {
        fake.set(mood);
        let code = lobby.issue();
        assert_eq!(lobby.outcome(&code), PrintState::Failed(fault));
        lobby.wait_for_state(state);
    }
    fake.set(well);
    lobby.wait_for_state(PrinterState::Ready);
    let code = lobby.issue();
    assert_eq!(lobby.outcome(&code), PrintState::Printed);
    assert_eq!(fake.papers(1), [dots(4)], "nothing of those that have failed");
}

#[test]
fn a_printer_that_runs_out_in_mid_ticket_has_not_printed_it() {
    let mood = Mood {
        after: Some((20_000, Mishap::RunsOut)),
        ..Mood::default()
    };
    let (_fake, address) = Fake::listen(mood);
    let timing = Timing {
        paper: HASTY.paper,
        ..TIMING
    };
    let mut lobby = Lobby::start(tcp(address), timing);
    let code = lobby.issue();
    assert_eq!(lobby.outcome(&code), PrintState::Failed(PrintFault::OutOfPaper));
}

#[test]
fn a_mute_printer_prints_and_nobody_knows() {
    let mood = Mood {
        mute: true,
        ..Mood::default()
    };
    let (fake, address) = Fake::listen(mood);
    let mut lobby = Lobby::start(tcp(address), HASTY);
    let code = lobby.issue();
    assert_eq!(lobby.outcome(&code), PrintState::Unknown);
    assert_eq!(fake.papers(1), [dots(1)]);
    assert_eq!(lobby.printer.handle().watch().state(), PrinterState::Unknown);
}

#[test]
fn a_printer_that_does_not_say_when_it_has_ended_is_believed_when_it_is_well() {
    let mood = Mood {
        no_mark: true,
        ..Mood::default()
    };
    let (fake, address) = Fake::listen(mood);
    let mut lobby = Lobby::start(
        tcp(address),
        Timing {
            paper: HASTY.paper,
            ..TIMING
        },
    );
    let code = lobby.issue();
    assert_eq!(lobby.outcome(&code), PrintState::Printed);
    assert_eq!(fake.papers(1), [dots(1)]);
}

#[test]
fn answers_to_the_question_before_are_never_taken_for_others() {
    let behind = Mood {
        one_behind: true,
        ..Mood::default()
    };
    let (fake, line) = Fake::on_serial_line(behind);
    let lobby = Lobby::start(serial(line), HASTY);
    for (mood, state) in [
        (behind, PrinterState::Ready),
        (
            Mood {
                cover_open: true,
                ..behind
            },
            PrinterState::CoverOpen,
        ),
        (
            Mood {
                paper_out: true,
                ..behind
            },
            PrinterState::OutOfPaper,
        ),
        (
            Mood {
                offline: true,
                ..behind
            },
            PrinterState::Offline,
        ),
        (behind, PrinterState::Ready),
    ] {
        fake.set(mood);
        lobby.wait_for_state(state);
    }
}

#[test]
fn a_printer_that_is_not_there_fails_the_ticket_and_is_taken_up_when_it_comes() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let mut lobby = Lobby::start(tcp(address), TIMING);
    let code = lobby.issue();
    assert_eq!(lobby.outcome(&code), PrintState::Failed(PrintFault::Offline));
    assert_eq!(lobby.printer.handle().watch().state(), PrinterState::Offline);

    let fake = Fake::on(TcpListener::bind(address).unwrap(), Mood::default());
    lobby.wait_for_state(PrinterState::Ready);
    let code = lobby.issue();
    assert_eq!(lobby.outcome(&code), PrintState::Printed);
    assert_eq!(fake.papers(1), [dots(2)]);
}

#[test]
fn a_printer_that_stalls_holds_up_nobody_and_what_comes_next_is_whole() {
    let mood = Mood {
        after: Some((20_000, Mishap::Stalls)),
        ..Mood::default()
    };
    let (fake, line) = Fake::on_serial_line(mood);
    let mut lobby = Lobby::start(serial(line), HASTY);
    let stalled = lobby.issue();
    fake.wait_for_dots(14_000);
    // The store answers while the printer has stalled.
    let visits = lobby.ask(Store::counts).visits;
    assert_eq!(visits, 1);
    assert_eq!(lobby.outcome(&stalled), PrintState::Failed(PrintFault::BrokenOff));

    // It goes on, with what it has of the ticket that broke off.
    fake.set(Mood::default());
    lobby.wait_for_state(PrinterState::Ready);
    let next = lobby.issue();
    let papers = fake.papers(2);
    assert_eq!(lobby.outcome(&next), PrintState::Printed);
    assert!(papers[0] != dots(1), "the piece is cut off");
    assert_eq!(papers[1], dots(2), "and the next paper has nothing of it");
}

#[test]
fn a_printer_that_dies_in_mid_ticket_prints_it_no_more_by_itself() {
    let mood = Mood {
        after: Some((20_000, Mishap::Dies)),
        ..Mood::default()
    };
    let (fake, address) = Fake::listen(mood);
    let mut lobby = Lobby::start(tcp(address), HASTY);
    let code = lobby.issue();
    // The network may have taken all of it, or not.
    let outcome = lobby.outcome(&code);
    assert!(
        matches!(outcome, PrintState::Unknown | PrintState::Failed(PrintFault::BrokenOff)),
        "{outcome:?}"
    );
    fake.revive();
    lobby.wait_for_state(PrinterState::Ready);
    let next = lobby.issue();
    assert_eq!(lobby.outcome(&next), PrintState::Printed);
    let papers: Vec<_> = fake.papers(1).into_iter().filter(|paper| !paper.is_empty()).collect();
    assert_eq!(papers, [dots(2)]);
}

#[test]
fn a_device_that_never_opens_is_given_up_and_everything_else_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_in(dir.path());
    let timing = Timing {
        watchdog: Duration::from_millis(200),
        ..TIMING
    };
    let nowhere = settings(PrinterDevice::File("/nowhere".into()), timing);
    let never = || loop {
        thread::park();
    };
    let printer = Printer::start_with(nowhere, store.handle(), At(noon()), never).unwrap();
    let mut lobby = Lobby::with(store, printer, dir);
    for _ in 0..2 {
        let code = lobby.issue();
        assert_eq!(lobby.outcome(&code), PrintState::Failed(PrintFault::Offline));
    }
    assert_eq!(lobby.printer.handle().watch().state(), PrinterState::Offline);
    lobby.printer.shutdown();
}

#[test]
fn a_paper_whose_visitor_has_long_gone_is_not_printed() {
    let (fake, address) = Fake::listen(Mood::default());
    let mut lobby = Lobby::start(tcp(address), TIMING);
    let code = lobby.issue_at(noon() - TimeDelta::minutes(6));
    assert_eq!(lobby.outcome(&code), PrintState::Failed(PrintFault::TooLate));
    assert_eq!(fake.papers(0), [] as [Vec<u8>; 0]);
}

#[test]
fn a_trial_is_nobodys_ticket() {
    let (fake, address) = Fake::listen(Mood::default());
    let lobby = Lobby::start(tcp(address), TIMING);
    let handle = lobby.printer.handle();
    handle.trial(sheet(7));
    assert_eq!(lobby.wait("a trial", |_| handle.watch().trial()), PrintState::Printed);
    assert_eq!(fake.papers(1), [dots(7)]);
    assert_eq!(lobby.ask(|store| store.last_prints(1)), []);
}

const FOLDER: &str = "PARTER_TEST_PRINT_FOLDER";
const LINE: &str = "PARTER_TEST_PRINT_LINE";

/// Prints two tickets until killed, in a process of its own; nothing in an ordinary run of the tests.
#[test]
fn child() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let line = serial(env::var(LINE).unwrap().into());
    let store = store_in(Path::new(&folder));
    (1..=2).for_each(|nth| drop(issue(&store, nth, noon())));
    let _printer = Printer::start(settings(line, TIMING), store.handle(), At(noon())).unwrap();
    loop {
        thread::park();
    }
}

#[test]
fn killed_in_mid_ticket_it_is_not_printed_again_and_the_next_one_is_printed_once() {
    let dir = tempfile::tempdir().unwrap();
    let mood = Mood {
        after: Some((20_000, Mishap::Stalls)),
        ..Mood::default()
    };
    let (fake, line) = Fake::on_serial_line(mood);
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "device::child"])
        .env(FOLDER, dir.path())
        .env(LINE, &line)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    fake.wait_for_dots(14_000);
    child.kill().unwrap();
    child.wait().unwrap();

    fake.set(Mood::default());
    let lobby = Lobby::start_in(dir, serial(line), HASTY);
    lobby.wait_for_state(PrinterState::Ready);
    let papers = fake.papers(2);
    lobby.printer.shutdown();
    assert!(papers[0] != dots(1), "the piece is cut off");
    assert_eq!(papers[1..], [dots(2)], "and that is all");
    let states: Vec<_> = ask(&lobby.store, |store| store.last_prints(9))
        .into_iter()
        .map(|paper| paper.state)
        .collect();
    assert_eq!(states, [PrintState::Printed, PrintState::Unknown]);
    assert_eq!(ask(&lobby.store, Store::prints_pending), []);
    assert_eq!(fake.papers(0).len(), 2);
}
