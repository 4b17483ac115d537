//! What a visitor sees, and staff read, when the disk or the clock is not as it should be; and that it passes.

use std::{env, fs, os::unix::fs::PermissionsExt, path::Path, time::Duration};

use parter::{
    kiosk::controllers::session::Screen,
    queue::IssueRequest,
    store::{Incident, Store, StoreError, worker::RETRY},
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::{
    harness::{Lobby, Setup},
    log_lines::Lines,
    unprivileged,
};

const REFUSED: &str = "В момента не можем да издадем билет. Моля, обърнете се към служител.";
const AGAIN: &str = "Опитайте отново";
const QUEUE: &str = "К, Каса и местни приходи";
/// In every line of the log about a visitor who got no ticket.
const LOGGED: &str = "a ticket could not be issued";

/// To the last look before a ticket.
fn choose(lobby: &Lobby) {
    lobby.tap("Вземете билет");
    lobby.tap(QUEUE);
    assert_eq!(lobby.screen(), Screen::TicketCheck);
}

fn is_refused(lobby: &Lobby) {
    choose(lobby);
    asks_in_vain(lobby);
}

/// Wants a ticket and is told calmly that there is none, with two ways on: to try again, and to ask.
fn asks_in_vain(lobby: &Lobby) {
    lobby.tap("Вземете билет");
    assert_eq!(lobby.screen(), Screen::TicketCheck);
    lobby.see(REFUSED);
    assert!(lobby.control(AGAIN).unwrap().is_enabled());
    assert!(lobby.control("Назад").unwrap().is_enabled());
}

/// The number that the screen shows.
fn issued(lobby: &Lobby) -> u32 {
    assert_eq!(lobby.screen(), Screen::TicketIssued);
    assert!(!lobby.sees(REFUSED));
    let texts = lobby.texts();
    let number = texts.iter().find_map(|text| text.strip_prefix("К ")?.parse().ok());
    number.unwrap_or_else(|| panic!("no number among {texts:?}"))
}

fn takes_a_ticket(lobby: &Lobby) -> u32 {
    choose(lobby);
    lobby.tap("Вземете билет");
    let number = issued(lobby);
    lobby.tap("Готово");
    // Long enough for the next touch to be no second one of the same finger.
    lobby.advance(10);
    number
}

fn tries_again(lobby: &Lobby) -> u32 {
    lobby.tap(AGAIN);
    issued(lobby)
}

/// What staff are told next, as the log has it.
fn told(lobby: &Lobby) -> String {
    lobby.incidents.recv_timeout(RETRY * 5).unwrap().to_string()
}

fn visits(lobby: &Lobby) -> u32 {
    lobby.store(Store::counts).unwrap().visits
}

#[test]
fn a_tool_that_holds_the_database() {
    Lines::of(|lines| {
        let lobby = Lobby::kyustendil();
        assert_eq!(takes_a_ticket(&lobby), 1);
        let tool = Connection::open(lobby.state().join("parter.db")).unwrap();
        tool.execute_batch("BEGIN IMMEDIATE").unwrap();
        is_refused(&lobby);
        assert_eq!(lines.with(LOGGED).len(), 1);
        assert!(lines.with(LOGGED)[0].contains("is in use by another program"));
        tool.execute_batch("ROLLBACK").unwrap();
        assert_eq!(tries_again(&lobby), 2);
        assert_eq!(lines.with(LOGGED).len(), 1);
        assert_eq!(visits(&lobby), 2);
    });
}

#[test]
fn another_program_that_has_the_state_folder() {
    let folder = tempfile::tempdir().unwrap();
    let other = fs::File::create(folder.path().join("parter.lock")).unwrap();
    other.lock().unwrap();
    let lobby = Lobby::open_in(folder, &Setup::default());
    is_refused(&lobby);
    let line = told(&lobby);
    assert!(
        line.contains("no tickets and ratings for now") && line.contains("close the other Parter"),
        "{line}"
    );
    drop(other);
    assert_eq!(told(&lobby), Incident::Available.to_string(), "and nothing in between");
    assert_eq!(tries_again(&lobby), 1);
}

#[test]
fn a_full_disk() {
    Lines::of(|lines| {
        let lobby = Lobby::kyustendil();
        let taken = lobby.store(|store| {
            store.limit_pages(40)?;
            for n in 0.. {
                let request = IssueRequest {
                    queue: "kasa".to_owned(),
                    letter: 'К',
                    service: None,
                    priority: None,
                    touched: Duration::from_secs(1000 + n * 10),
                };
                match store.issue(&request, "2026-11-23T08:30:00Z".parse().unwrap()) {
                    Ok(visit) => assert_eq!(u64::from(visit.ticket.number.seq), n + 1),
                    Err(error) => {
                        assert_eq!(error, StoreError::Full);
                        return Ok(u32::try_from(n).unwrap());
                    }
                }
            }
            Ok(0)
        });
        let taken = taken.unwrap();
        is_refused(&lobby);
        assert_eq!(lines.with(LOGGED).len(), 1);
        assert!(lines.with(LOGGED)[0].contains("the disk is full: free some space"));
        lobby.store(|store| store.limit_pages(100_000)).unwrap();
        assert_eq!(tries_again(&lobby), taken + 1);
        assert_eq!(visits(&lobby), taken + 1);
    });
}

#[test]
fn a_rating_that_can_not_be_stored_is_asked_for_again() {
    let lobby = Lobby::kyustendil();
    let tool = Connection::open(lobby.state().join("parter.db")).unwrap();
    tool.execute_batch("BEGIN IMMEDIATE").unwrap();
    lobby.tap("Оценете обслужването");
    lobby.tap("Добре");
    lobby.see("Оценката не можа да бъде записана. Моля, опитайте отново след малко.");
    tool.execute_batch("ROLLBACK").unwrap();
    lobby.tap("Добре");
    lobby.see("Благодарим. Оценката е записана: Добре.");
}

#[test]
fn a_database_that_is_damaged_under_its_hands() {
    let lobby = Lobby::open_in(with_one_ticket(), &Setup::default());
    choose(&lobby);
    fs::write(lobby.state().join("parter.db"), vec![0x5a; 40_000]).unwrap();
    asks_in_vain(&lobby);
    assert!(told(&lobby).contains("the database is damaged"));
    let line = told(&lobby);
    assert!(
        line.contains("it is kept as") && line.contains("check the disk"),
        "{line}"
    );
    assert_eq!(told(&lobby), Incident::Available.to_string());
    assert!(tries_again(&lobby) > 1, "no number comes twice");
}

/// Set in the process that runs as a user whom permissions bind.
const UNPRIVILEGED: &str = "PARTER_TEST_UNPRIVILEGED_SCREEN";

/// In that process: a kiosk that may not write to its state, until it may.
#[test]
fn unprivileged_child() {
    let Ok(what) = env::var(UNPRIVILEGED) else { return };
    let what = Path::new(&what).file_name().unwrap().to_str().unwrap().to_owned();
    let set = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let is_folder = what == "folder";
    // A folder that can't be written has nothing in it yet.
    let folder = if is_folder {
        tempfile::tempdir().unwrap()
    } else {
        with_one_ticket()
    };
    let path = folder.path().to_owned();
    let (forbidden, free) = if is_folder {
        ((path.clone(), 0o555), (path, 0o755))
    } else {
        ((path.join("parter.db"), 0o444), (path.join("parter.db"), 0o644))
    };
    set(&forbidden.0, forbidden.1);
    let lobby = Lobby::open_in(folder, &Setup::default());
    is_refused(&lobby);
    println!("told: {}", told(&lobby));
    set(&free.0, free.1);
    assert_eq!(told(&lobby), Incident::Available.to_string(), "and nothing in between");
    assert_eq!(tries_again(&lobby), if is_folder { 1 } else { 2 });
    println!("healed");
}

/// The state of a kiosk that has issued one ticket.
fn with_one_ticket() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let lobby = Lobby::open_in(folder, &Setup::default());
    takes_a_ticket(&lobby);
    lobby.close()
}

#[test]
fn a_database_that_may_only_be_read() {
    let output = in_a_process_without_privilege("database");
    assert!(
        output.contains("parter.db can't be written: give this user the right to write to it"),
        "{output}"
    );
    assert!(output.contains("healed"), "{output}");
}

#[test]
fn a_state_folder_that_can_not_be_written() {
    let output = in_a_process_without_privilege("folder");
    assert!(
        output.contains("can't be used") && output.contains("give this user the right to write there"),
        "{output}"
    );
    assert!(output.contains("healed"), "{output}");
}

fn in_a_process_without_privilege(what: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    unprivileged::run("faults::unprivileged_child", UNPRIVILEGED, &folder.path().join(what))
}

#[test]
fn a_clock_that_jumps_back_a_day() {
    let lobby = Lobby::open(&Setup {
        at: "2026-11-24T08:30:00Z",
        ..Setup::default()
    });
    assert_eq!(takes_a_ticket(&lobby), 1);
    lobby.set_clock("2026-11-23T08:30:00Z");
    assert_eq!(takes_a_ticket(&lobby), 2, "numbers go on");
    assert_eq!(takes_a_ticket(&lobby), 3);
    lobby.set_clock("2026-11-24T09:30:00Z");
    assert_eq!(takes_a_ticket(&lobby), 4);
    let line = told(&lobby);
    assert!(
        line.contains("2026-11-23") && line.contains("until the clock is set"),
        "{line}"
    );
    assert!(lobby.incidents.try_recv().is_err(), "said once");
    assert_eq!(visits(&lobby), 4);
}

#[test]
fn a_clock_that_stands_in_1970() {
    let lobby = Lobby::kyustendil();
    assert_eq!(takes_a_ticket(&lobby), 1);
    lobby.set_clock("1970-01-01T03:00:00Z");
    lobby.see("Часовникът не е сверен");
    assert!(
        !lobby.sees("празник"),
        "nothing is made up from a date that is not right"
    );
    choose(&lobby);
    lobby.tap("Вземете билет");
    assert_eq!(issued(&lobby), 2, "numbers go on");
    assert!(!lobby.sees("1 януари"));
    lobby.tap("Готово");
    lobby.advance(10);
    let line = told(&lobby);
    assert!(
        line.contains("1970-01-01") && line.contains("until the clock is set"),
        "{line}"
    );
    lobby.set_clock("2026-11-23T09:30:00Z");
    // The store is asked every few seconds whether the clock is right again.
    lobby.advance(10);
    lobby.see("Отворено до 17:00");
    assert_eq!(takes_a_ticket(&lobby), 3);
    assert!(lobby.incidents.try_recv().is_err(), "said once");
    assert_eq!(visits(&lobby), 3);
}
