//! `kill -9` after the server has answered and before the kiosk has settled: the records go up again, are the same, and
//! are settled then.
//!
//! The child is this test's own program, told by a variable where to work. Its store can't be written while it is
//! killed: the parent holds the database.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use parter::{
    protocol::batch::Verdict,
    store::StoreError,
    sync::{SyncConfig, SyncError, SyncStatus},
};
use rusqlite::Connection;

use crate::store_support;
use crate::sync_support::{
    self, Kiosk,
    fake::{self, Fake},
    is_online, settings, ticket, until,
};

const FOLDER: &str = "PARTER_TEST_SYNC_FOLDER";
const URL: &str = "PARTER_TEST_SYNC_URL";

/// Syncs until killed, in a process of its own; nothing in an ordinary run of the tests.
#[test]
fn child() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let elsewhere = Fake::start();
    let kiosk = Kiosk::start(SyncConfig {
        url: env::var(URL).unwrap(),
        ..settings(Path::new(&folder), &elsewhere)
    });
    until(&kiosk.sync.watch(), "a locked store", |status| {
        matches!(
            status,
            SyncStatus::Offline {
                why: SyncError::Store(StoreError::Locked(_)),
                ..
            }
        )
    });
    println!("\nanswered, not settled");
    std::io::stdout().flush().unwrap();
    loop {
        std::thread::park();
    }
}

#[test]
fn killed_between_answer_and_settling_the_records_are_sent_again_and_kept_once() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let worker = sync_support::store(dir.path());
    let visits: Vec<String> = (0..20).map(|n| ticket(&worker, n)).collect();
    worker.shutdown();

    // From the first answer on nobody else can write to the kiosk's database.
    let held: Arc<std::sync::Mutex<Option<Connection>>> = Arc::default();
    let (hold, file) = (held.clone(), dir.path().to_owned());
    server.kept().before_answer = Some(Box::new(move || {
        hold.lock().unwrap().get_or_insert_with(|| {
            let conn = store_support::database(&file);
            conn.execute_batch("BEGIN IMMEDIATE").unwrap();
            conn
        });
    }));
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "kill::child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, dir.path())
        .env(URL, server.url())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(
        lines.any(|line| line.unwrap() == "answered, not settled"),
        "the child ended by itself"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    server.kept().before_answer = None;
    drop(held.lock().unwrap().take());
    let sent_before: Vec<String> = server.ids("visit");
    assert_eq!(sent_before, visits);
    let mut store = store_support::open(dir.path());
    assert_eq!(store.outbox_now().unwrap().waiting, 20, "nothing was settled");
    drop(store);

    let kiosk = Kiosk::start(settings(dir.path(), &server));
    until(&kiosk.sync.watch(), "online", is_online);
    drop(server.until("all again", |kept| kept.batches.iter().flatten().count() > 40));
    kiosk.stop();
    let kept = server.kept();
    let again: Vec<_> = kept.verdicts.iter().filter(|on| on.kind == "visit").skip(20).collect();
    assert_eq!(again.len(), 20);
    assert!(again.iter().all(|on| on.verdict == Verdict::Duplicate));
    assert_eq!(kept.records.keys().filter(|(kind, _)| kind == "visit").count(), 20);
    drop(kept);
    let mut store = store_support::open(dir.path());
    assert_eq!(store.outbox_now().unwrap().waiting, 0);
    let enrolments = server
        .kept()
        .requests
        .iter()
        .filter(|request| request.path.ends_with("enrol"))
        .count();
    assert_eq!(enrolments, 1, "the token was on the disk: {}", fake::CODE);
}
