//! What the store keeps of tickets on paper: a state of their own, the same number each time, and nothing printed twice by
//! itself, also when the power goes at any moment.

use chrono::TimeDelta;
use parter::{
    queue::{
        TicketCode, Visit,
        paper::{PrintFault, PrintState},
    },
    store::{Store, StoreError},
};

use crate::store_support::{as_of_version, database, noon, open, request};

const SHEET: &str = r#"[{"number":"А 001"}]"#;

/// A ticket, with its paper wanted.
fn issue(store: &mut Store, touched: u64) -> Visit {
    let visit = store.issue(&request("А", touched), noon()).unwrap();
    store.queue_print(&visit.ticket.code, SHEET, noon()).unwrap();
    visit
}

fn state(store: &mut Store, code: &TicketCode) -> PrintState {
    store.print_of(code).unwrap().unwrap().state
}

fn pending(store: &mut Store) -> Vec<TicketCode> {
    let jobs = store.prints_pending().unwrap();
    jobs.into_iter().map(|job| job.visit).collect()
}

#[test]
fn papers_wait_in_the_order_of_their_tickets_and_each_ends_in_one_state() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let codes: Vec<TicketCode> = (0..3).map(|n| issue(&mut store, n * 5000).ticket.code).collect();
    assert_eq!(pending(&mut store), codes);
    let outcomes = [
        PrintState::Printed,
        PrintState::Failed(PrintFault::BrokenOff),
        PrintState::Unknown,
    ];
    for (code, outcome) in codes.iter().zip(outcomes) {
        assert_eq!(state(&mut store, code), PrintState::Queued);
        assert_eq!(store.print_begins(code), Ok(true));
        assert_eq!(store.print_begins(code), Ok(false), "one printer has it");
        store.print_done(code, outcome).unwrap();
        assert_eq!(state(&mut store, code), outcome);
    }
    assert_eq!(pending(&mut store), []);
    let last = store.last_prints(2).unwrap();
    let last: Vec<TicketCode> = last.into_iter().map(|paper| paper.visit).collect();
    assert_eq!(last, [codes[2].clone(), codes[1].clone()], "the latest first");
}

#[test]
fn every_fault_is_kept_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let faults = [
        PrintFault::OutOfPaper,
        PrintFault::CoverOpen,
        PrintFault::Offline,
        PrintFault::BrokenOff,
        PrintFault::TooLate,
        PrintFault::NotKept,
    ];
    for (n, fault) in faults.into_iter().enumerate() {
        let code = issue(&mut store, n as u64 * 5000).ticket.code;
        store.print_fails(&code, fault).unwrap();
        assert_eq!(state(&mut store, &code), PrintState::Failed(fault));
    }
}

#[test]
fn a_paper_that_is_wanted_twice_is_one_paper() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let code = issue(&mut store, 0).ticket.code;
    store.print_begins(&code).unwrap();
    store.print_done(&code, PrintState::Printed).unwrap();
    store.queue_print(&code, "another", noon()).unwrap();
    assert_eq!(state(&mut store, &code), PrintState::Printed);
}

#[test]
fn a_reprint_is_the_same_number_and_the_same_sheet() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let visit = issue(&mut store, 0);
    let code = &visit.ticket.code;
    store.print_begins(code).unwrap();
    store
        .print_done(code, PrintState::Failed(PrintFault::OutOfPaper))
        .unwrap();

    let later = noon() + TimeDelta::minutes(5);
    assert_eq!(store.reprint(code, later), Ok(true));
    let [job] = &store.prints_pending().unwrap()[..] else {
        panic!("one paper waits")
    };
    assert_eq!((&job.visit, job.sheet.as_str(), job.queued_at), (code, SHEET, later));
    let last = store.last_prints(1).unwrap().remove(0);
    assert_eq!((last.visit, last.number), (code.clone(), visit.ticket.number));
    assert_eq!(store.counts().unwrap().visits, 1);
}

#[test]
fn a_reprint_wanted_while_the_printer_has_the_paper_is_not_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let code = issue(&mut store, 0).ticket.code;
    store.print_begins(&code).unwrap();
    store.reprint(&code, noon()).unwrap();
    store.print_done(&code, PrintState::Printed).unwrap();
    assert_eq!(pending(&mut store), [code]);
}

#[test]
fn after_a_cut_in_mid_ticket_nobody_knows_and_nothing_is_printed_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let (begun, waiting) = (issue(&mut store, 0).ticket.code, issue(&mut store, 5000).ticket.code);
    store.print_begins(&begun).unwrap();
    // As a power cut leaves it: what was not committed is gone with the process.
    std::mem::forget(store);
    let copy = tempfile::tempdir().unwrap();
    for file in ["parter.db", "parter.db-wal", "numbers.json"] {
        std::fs::copy(dir.path().join(file), copy.path().join(file)).unwrap();
    }

    let mut store = open(copy.path());
    assert_eq!(state(&mut store, &begun), PrintState::Unknown);
    assert_eq!(pending(&mut store), [waiting]);
    assert_eq!(
        store.reprint(&begun, noon()),
        Ok(true),
        "on request it is printed again"
    );
}

#[test]
fn a_ticket_without_a_paper_has_none_to_repeat() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let visit = store.issue(&request("А", 0), noon()).unwrap();
    assert_eq!(store.reprint(&visit.ticket.code, noon()), Ok(false));
    assert_eq!(store.print_of(&visit.ticket.code), Ok(None));
    assert_eq!(store.last_prints(1), Ok(Vec::new()));
    let stranger = "7F3K9QW10M4D".parse().unwrap();
    assert_eq!(
        store.queue_print(&stranger, SHEET, noon()),
        Err(StoreError::NoSuchVisit)
    );
}

#[test]
fn papers_are_kept_for_a_day() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let old = issue(&mut store, 0).ticket.code;
    let tomorrow = noon() + TimeDelta::hours(25);
    let visit = store.issue(&request("А", 5000), tomorrow).unwrap();
    store.queue_print(&visit.ticket.code, SHEET, tomorrow).unwrap();
    assert_eq!(store.print_of(&old), Ok(None));
    assert_eq!(pending(&mut store), [visit.ticket.code]);
}

#[test]
fn a_database_from_before_papers_is_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let visit = store.issue(&request("А", 0), noon()).unwrap();
    drop(store);
    as_of_version(dir.path(), 4);
    let mut store = open(dir.path());
    store.queue_print(&visit.ticket.code, SHEET, noon()).unwrap();
    assert_eq!(pending(&mut store), [visit.ticket.code]);
    drop(store);
    let prints: u32 = database(dir.path())
        .query_row("SELECT count(*) FROM prints", [], |row| row.get(0))
        .unwrap();
    assert_eq!(prints, 1);
}
