//! A database that is damaged, gone, locked, read-only or full, and a folder that can't be written: nothing is lost, no
//! number comes twice, and staff read the cause and the mend.

use std::{
    collections::BTreeSet, env, fs, os::unix::fs::PermissionsExt, path::Path, sync::mpsc, thread, time::Duration,
};

use chrono::TimeDelta;
use parter::{
    protocol::secret::{PairingCode, Token},
    queue::{Appointment, Counter, CounterState, PeriodKind},
    store::{
        Incident, Opened, Saved, Store, StoreError,
        worker::{RETRY, Worker},
    },
};

use crate::store_support::{config, database, facts, noon, open, request, tap};
use crate::unprivileged;

/// A store with `tickets` of the queue А and one of В, closed again.
fn used(dir: &Path, tickets: u64) {
    let mut store = open(dir);
    for n in 0..tickets {
        store.issue(&request("А", n * 3000), noon()).unwrap();
    }
    store.issue(&request("В", 0), noon()).unwrap();
}

/// Opens a store that must have been mended, and says what came over. A test may have been at a later day before.
fn mended(dir: &Path) -> (Store, Saved) {
    let Opened { store, incidents } = Store::open(dir, &config(), noon()).unwrap();
    let ([Incident::Damaged { kept_as, saved, .. }]
    | [Incident::Damaged { kept_as, saved, .. }, Incident::ClockWrong { .. }]) = &incidents[..]
    else {
        panic!("{incidents:?}")
    };
    assert!(kept_as.exists());
    let told = incidents[0].to_string();
    assert!(
        told.contains("damaged") && told.contains(kept_as.to_str().unwrap()),
        "{told}"
    );
    (store, *saved)
}

fn next(store: &mut Store, queue: &str) -> u32 {
    store
        .issue(&request(queue, 1_000_000_000), noon())
        .unwrap()
        .ticket
        .number
        .seq
}

/// Overwrites one page of the database, so that SQLite finds the damage.
fn damage_page_of(dir: &Path, table: &str) {
    let conn = database(dir);
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let root: u32 = conn
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [table], |row| {
            row.get(0)
        })
        .unwrap();
    drop(conn);
    let path = dir.join("parter.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[(root as usize - 1) * 4096..][..4096].fill(0x5a);
    fs::write(&path, bytes).unwrap();
}

#[test]
fn what_can_be_read_of_a_damaged_database_comes_over() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path(), 150);
    let mut store = open(dir.path());
    let rating = store.rate(&tap(4, 0), noon()).unwrap();
    drop(store);
    // An index can be missed: every row is still there.
    damage_page_of(dir.path(), "periods_now");

    let (mut store, saved) = mended(dir.path());
    assert_eq!(
        saved,
        Saved {
            visits: 151,
            ratings: 1,
            outbox: 151,
            all: true,
            numbers: true
        }
    );
    assert_eq!((next(&mut store, "А"), next(&mut store, "В")), (151, 2));
    store.amend_rating(rating.id, &rating.remarks).unwrap();
    drop(store);
    assert_eq!(facts(dir.path()).visits.len(), 153);
    open(dir.path());
}

#[test]
fn a_lobby_goes_on_calling_after_its_database_was_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let counter = Counter {
        id: "1".to_owned(),
        queues: vec!["А".to_owned()],
    };
    let bound = TimeDelta::minutes(20);
    let codes: Vec<_> = (0..3)
        .map(|n| store.issue(&request("А", n * 3000), noon()).unwrap().ticket.code)
        .collect();
    store.set_counter("1", CounterState::Open, noon()).unwrap();
    let call = store.call_next(&counter, bound, noon()).unwrap().unwrap();
    let appointment = Appointment {
        day: noon().date_naive(),
        code: "17".parse().unwrap(),
        at: noon(),
        queue: "А".to_owned(),
        letter: 'А',
        service: None,
    };
    store.import_appointments(&[appointment]).unwrap();
    let (code, token) = (PairingCode::random(&mut rand::rng()), Token::random(&mut rand::rng()));
    store.offer_pairing("1", &code, noon()).unwrap();
    drop(store);
    damage_page_of(dir.path(), "ratings");

    let (mut store, _) = mended(dir.path());
    store.start("1", &codes[0], noon()).unwrap();
    store.finish("1", &codes[0], noon()).unwrap();
    let next = store.call_next(&counter, bound, noon()).unwrap().unwrap();
    assert_eq!(next.code, codes[1]);
    assert!(next.id > call.id);
    assert_eq!(
        store.check_in(&"17".parse().unwrap(), noon()).unwrap().arranged_at,
        Some(noon())
    );
    assert!(store.pair(&code, &token, noon()).unwrap().is_some());
}

#[test]
fn numbers_go_on_when_tables_are_lost() {
    for table in ["visits", "settings", "outbox", "periods", "ratings"] {
        let dir = tempfile::tempdir().unwrap();
        used(dir.path(), 130);
        damage_page_of(dir.path(), table);
        let (mut store, saved) = mended(dir.path());
        assert!(!saved.all && saved.numbers, "{table}");
        assert_eq!(
            (next(&mut store, "А"), next(&mut store, "В"), next(&mut store, "Е")),
            (131, 2, 1),
            "{table}"
        );
    }

    let dir = tempfile::tempdir().unwrap();
    used(dir.path(), 130);
    damage_page_of(dir.path(), "numbers");
    let (mut store, saved) = mended(dir.path());
    assert!(!saved.numbers);
    assert_eq!(
        (next(&mut store, "А"), next(&mut store, "В"), next(&mut store, "Е")),
        (201, 101, 1)
    );
}

#[test]
fn rows_on_both_sides_of_the_damage_come_over() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path(), 400);
    let path = dir.path().join("parter.db");
    let mut bytes = fs::read(&path).unwrap();
    // A leaf in the middle of the outbox: find it by a record of about the middle.
    let conn = database(dir.path());
    let id: String = conn
        .query_row("SELECT id FROM outbox WHERE position = 200", [], |row| row.get(0))
        .unwrap();
    drop(conn);
    let payload = format!("\"code\":\"{id}\"");
    let at = bytes
        .windows(payload.len())
        .position(|window| window == payload.as_bytes())
        .unwrap();
    bytes[at / 4096 * 4096..][..4096].fill(0);
    fs::write(&path, bytes).unwrap();
    let (_, saved) = mended(dir.path());
    assert_eq!((saved.visits, saved.all), (401, false));
    assert!((350..401).contains(&saved.outbox), "{saved:?}");
}

#[test]
fn a_file_that_is_no_database_is_kept_and_numbers_go_on_behind_the_hundred() {
    for damage in [
        vec![0x5a; 40_000],
        b"SQLite format 3\0 and then nonsense".to_vec(),
        vec![0; 8192],
    ] {
        let dir = tempfile::tempdir().unwrap();
        used(dir.path(), 12);
        fs::write(dir.path().join("parter.db"), &damage).unwrap();
        let (mut store, saved) = mended(dir.path());
        assert_eq!(
            saved,
            Saved {
                visits: 0,
                ratings: 0,
                outbox: 0,
                all: false,
                numbers: false
            }
        );
        assert_eq!(
            (next(&mut store, "А"), next(&mut store, "В"), next(&mut store, "Е")),
            (101, 101, 1)
        );
        let tomorrow = store.issue(&request("А", 0), noon() + TimeDelta::days(1)).unwrap();
        assert_eq!(tomorrow.ticket.number.seq, 1);
        drop(store);

        // Again, within the same second: nothing overwrites what was kept, and no number comes back.
        fs::write(dir.path().join("parter.db"), &damage).unwrap();
        let (mut store, _) = mended(dir.path());
        assert!(
            store
                .issue(&request("А", 0), noon() + TimeDelta::days(1))
                .unwrap()
                .ticket
                .number
                .seq
                > 100
        );
        let names = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert_eq!(
            names
                .filter(|name| name.contains("damaged") && name.ends_with(".db"))
                .count(),
            2
        );
    }
}

#[test]
fn a_database_cut_short_is_mended() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path(), 150);
    let path = dir.path().join("parter.db");
    let length = fs::metadata(&path).unwrap().len();
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(length / 2)
        .unwrap();
    let (mut store, _) = mended(dir.path());
    assert!(next(&mut store, "А") > 150);
}

#[test]
fn a_database_that_is_gone_or_empty_is_made_again_behind_the_hundred() {
    for empty in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        used(dir.path(), 12);
        let path = dir.path().join("parter.db");
        fs::remove_file(&path).unwrap();
        if empty {
            fs::write(&path, "").unwrap();
        }
        let Opened { mut store, incidents } = Store::open(dir.path(), &config(), noon()).unwrap();
        assert_eq!(incidents, [Incident::Missing]);
        assert_eq!(next(&mut store, "А"), 101);
    }
}

#[test]
fn a_mending_that_was_cut_off_is_finished_at_whatever_step() {
    let nonsense = vec![0x5a; 40_000];
    // The new database is whole; the damaged one or its log, or both, still stand in its place.
    for left in [
        &["parter.db", "parter.db-wal", "parter.db-shm"][..],
        &["parter.db-wal", "parter.db-shm"],
        &[],
    ] {
        let dir = tempfile::tempdir().unwrap();
        used(dir.path(), 12);
        fs::rename(dir.path().join("parter.db"), dir.path().join("parter.made.db")).unwrap();
        left.iter()
            .for_each(|name| fs::write(dir.path().join(name), &nonsense).unwrap());
        assert_eq!(next(&mut open(dir.path()), "А"), 13, "{left:?}");
        let kept = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path());
        let kept = kept.filter(|path| path.to_str().unwrap().contains("damaged"));
        assert_eq!(
            kept.inspect(|path| assert_eq!(fs::read(path).unwrap(), nonsense))
                .count(),
            left.len()
        );
    }
    // The new database is not whole: it is made anew from the damaged one.
    let dir = tempfile::tempdir().unwrap();
    used(dir.path(), 12);
    damage_page_of(dir.path(), "periods_now");
    fs::write(dir.path().join("parter.making.db"), &nonsense).unwrap();
    fs::write(dir.path().join("parter.making.db-wal"), &nonsense).unwrap();
    let (mut store, saved) = mended(dir.path());
    assert_eq!((saved.visits, saved.all, next(&mut store, "А")), (13, true, 13));
}

#[test]
fn spoilt_bytes_that_no_check_finds_stop_nothing() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path(), 12);
    let mut store = open(dir.path());
    let kept = store.rate(&tap(4, 0), noon()).unwrap();
    store.rate(&tap(1, 60), noon()).unwrap();
    drop(store);
    let conn = database(dir.path());
    conn.execute("UPDATE ratings SET bucket = '2O26' WHERE face = 1", [])
        .unwrap();
    conn.execute("UPDATE refinery_schema_history SET applied_on = '2O26'", [])
        .unwrap();
    drop(conn);

    let (mut store, saved) = mended(dir.path());
    assert_eq!(
        saved,
        Saved {
            visits: 13,
            ratings: 2,
            outbox: 13,
            all: true,
            numbers: true
        }
    );
    assert_eq!(next(&mut store, "А"), 13);
    let later = store.rate(&tap(5, 0), noon()).unwrap();
    drop(store);
    let ratings = facts(dir.path()).ratings;
    assert_eq!(
        ratings.into_keys().collect::<BTreeSet<_>>(),
        [kept.id, later.id].map(|id| id.to_string()).into()
    );
}

#[test]
fn a_side_file_that_is_gone_is_written_again() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path(), 12);
    for content in [None, Some("nonsense")] {
        let side = dir.path().join("numbers.json");
        fs::remove_file(&side).unwrap();
        content.inspect(|text| fs::write(&side, text).unwrap());
        let mut store = open(dir.path());
        let seq = next(&mut store, "А");
        assert!((13..=14).contains(&seq));
        assert!(fs::read_to_string(&side).unwrap().contains("100"));
    }
}

#[test]
fn a_folder_has_one_store_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let error = Store::open(dir.path(), &config(), noon()).unwrap_err();
    assert_eq!(error, StoreError::Locked(dir.path().to_owned()));
    assert!(!error.is_permanent());
    assert!(error.to_string().contains("close the other"), "{error}");
    drop(store);
    open(dir.path());
}

#[test]
fn a_tool_that_holds_the_database_refuses_tickets_only_while_it_does() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.issue(&request("А", 0), noon()).unwrap();
    let tool = database(dir.path());
    tool.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.issue(&request("А", 3000), noon()).unwrap_err();
    assert_eq!(error, StoreError::Locked(dir.path().join("parter.db")));
    tool.execute_batch("ROLLBACK").unwrap();
    assert_eq!(next(&mut store, "А"), 2);
}

#[test]
fn a_full_disk_refuses_cleanly_and_works_again_when_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.limit_pages(40).unwrap();
    let mut issued = 0;
    let error = loop {
        match store.issue(&request("А", issued * 3000), noon()) {
            Ok(_) => issued += 1,
            Err(error) => break error,
        }
    };
    assert!(issued > 10);
    assert_eq!((&error, error.is_permanent()), (&StoreError::Full, false));
    assert!(error.to_string().contains("free some space"), "{error}");
    let visit = store.issue(&request("А", 0), noon()).map(|visit| visit.ticket.code);
    assert_eq!(visit, Err(StoreError::Full), "the refused tap left no ticket behind");
    for second in 0.. {
        if let Err(error) = store.rate(&tap(5, second), noon()) {
            assert_eq!(error, StoreError::Full);
            break;
        }
    }
    let before = store.counts().unwrap();
    assert_eq!(u64::from(before.visits), issued);

    store.limit_pages(100_000).unwrap();
    let visit = store.issue(&request("А", 0), noon()).unwrap();
    assert_eq!(u64::from(visit.ticket.number.seq), issued + 1);
    store
        .begin_period(&visit.ticket.code, PeriodKind::Called, None, noon())
        .unwrap();
    store.rate(&tap(5, 1_000_000), noon()).unwrap();
    drop(store);
    assert_eq!(facts(dir.path()).visits.len() as u64, issued + 1);
}

#[test]
fn a_file_in_place_of_the_folder_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state");
    fs::write(&path, "").unwrap();
    let error = Store::open(&path, &config(), noon()).unwrap_err();
    assert!(matches!(error, StoreError::Folder { .. }) && error.is_permanent());
    assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path(), 3);
    let newer = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
                 VALUES (999, 'later', '2030-01-01T00:00:00Z', '1')";
    database(dir.path()).execute(newer, []).unwrap();
    let error = Store::open(dir.path(), &config(), noon()).unwrap_err();
    assert!(matches!(error, StoreError::Newer(_)) && error.is_permanent(), "{error}");
    assert!(
        fs::read_dir(dir.path())
            .unwrap()
            .all(|file| !file.unwrap().path().to_str().unwrap().contains("damaged"))
    );
}

const UNPRIVILEGED: &str = "PARTER_TEST_UNPRIVILEGED_FOLDER";

/// Opens a folder as a user who has no right to write there, in a process of its own; nothing in an ordinary run.
#[test]
fn unprivileged_child() {
    let Ok(folder) = env::var(UNPRIVILEGED) else { return };
    println!(
        "answer: {:?}",
        Store::open(Path::new(&folder), &config(), noon()).map(|_| ())
    );
}

/// What opening `folder` answers to a user who is not root, whom permissions do not bind.
fn opened_without_privilege(folder: &Path) -> String {
    let output = unprivileged::run("faults::unprivileged_child", UNPRIVILEGED, folder);
    let answer = output.lines().find_map(|line| line.split_once("answer: "));
    answer.unwrap_or_else(|| panic!("no answer: {output}")).1.to_owned()
}

#[test]
fn a_folder_or_file_without_the_right_to_write_is_named() {
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let state = dir.path().join("state");
    let set = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    fs::create_dir(&state).unwrap();
    used(&state, 3);

    set(&state, 0o555);
    let answer = opened_without_privilege(&state);
    assert!(answer.starts_with("Err(Folder"), "{answer}");

    set(&state, 0o777);
    set(&state.join("parter.lock"), 0o666);
    set(&state.join("parter.db"), 0o444);
    let answer = opened_without_privilege(&state);
    assert!(
        answer.starts_with("Err(ReadOnly") && answer.contains("parter.db"),
        "{answer}"
    );

    set(&state.join("parter.db"), 0o666);
    assert_eq!(opened_without_privilege(&state), "Ok(())");
}

/// What a worker reports, as it comes.
fn watched(folder: &Path) -> (Worker, mpsc::Receiver<Incident>) {
    let (tell, incidents) = mpsc::channel();
    let folder = folder.to_owned();
    let worker = Worker::spawn(
        move || Store::open(&folder, &config(), noon()),
        move |incident| tell.send(incident).unwrap_or(()),
    );
    (worker.unwrap(), incidents)
}

fn ask<T: Send + 'static>(
    worker: &Worker,
    work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (reply, answer) = mpsc::channel();
    worker.handle().call(work, move |result| reply.send(result).unwrap());
    answer.recv_timeout(Duration::from_secs(20)).unwrap()
}

#[test]
fn the_worker_heals_when_the_folder_does() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("state");
    fs::write(&folder, "").unwrap();
    let (worker, incidents) = watched(&folder);
    let refused = ask(&worker, |store| store.issue(&request("А", 0), noon()));
    assert!(matches!(refused, Err(StoreError::Folder { .. })), "{refused:?}");
    assert!(matches!(
        incidents.recv().unwrap(),
        Incident::Unavailable(StoreError::Folder { .. })
    ));

    fs::remove_file(&folder).unwrap();
    assert_eq!(
        incidents.recv_timeout(RETRY * 5).unwrap(),
        Incident::Available,
        "told once, and once when it is over"
    );
    assert_eq!(
        ask(&worker, |store| store.issue(&request("А", 0), noon()))
            .unwrap()
            .ticket
            .number
            .seq,
        1
    );
    worker.shutdown();
    open(&folder);
}

#[test]
fn the_worker_mends_a_database_that_is_damaged_under_its_hands() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path(), 12);
    let (worker, incidents) = watched(dir.path());
    ask(&worker, Store::counts).unwrap();
    fs::write(dir.path().join("parter.db"), vec![0x5a; 40_000]).unwrap();
    let refused = ask(&worker, |store| store.issue(&request("А", 0), noon()));
    assert!(matches!(refused, Err(StoreError::Damaged(_))), "{refused:?}");
    assert!(matches!(
        incidents.recv().unwrap(),
        Incident::Unavailable(StoreError::Damaged(_))
    ));
    let told = incidents.recv_timeout(RETRY * 5).unwrap();
    assert!(matches!(told, Incident::Damaged { .. }), "{told:?}");
    assert!(
        ask(&worker, |store| store.issue(&request("А", 0), noon()))
            .unwrap()
            .ticket
            .number
            .seq
            > 12
    );
    worker.shutdown();
}

#[test]
fn the_worker_never_lets_its_callers_wait() {
    let dir = tempfile::tempdir().unwrap();
    let (worker, _incidents) = watched(dir.path());
    let (gate, closed) = mpsc::channel::<()>();
    let stand = move |_: &mut Store| {
        let _ = closed.recv();
        Ok(())
    };
    worker.handle().call(stand, |_| {});
    let (reply, replies) = mpsc::channel();
    for n in 0..1000 {
        let reply = reply.clone();
        worker.handle().call(
            move |store| store.issue(&request("А", n * 3000), noon()),
            move |visit| reply.send(visit).unwrap(),
        );
    }
    // The thread still stands at the gate: only those that were too many have their answer.
    assert_eq!(replies.try_recv().unwrap(), Err(StoreError::Busy));
    let busy = 1 + replies
        .try_iter()
        .inspect(|reply| assert_eq!(*reply, Err(StoreError::Busy)))
        .count();
    drop(gate);
    let handle = worker.handle();
    worker.shutdown();
    assert_eq!(
        replies.try_iter().inspect(|reply| assert!(reply.is_ok())).count() + busy,
        1000
    );

    handle.call(Store::counts, move |counts| {
        assert_eq!(counts, Err(StoreError::Stopped));
    });
    thread::yield_now();
    open(dir.path());
}
