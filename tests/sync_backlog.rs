//! Months without a network: the backlog drains, and the visitor at the screen does not notice.
//!
//! The kiosk is a process of its own, whose memory is measured; the time of a touch is from the question to the answer
//! that it is on the disk. `TEST_BACKLOG=500000` makes it 90 days of a busy lobby.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod store_support;
mod sync_support;

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use parter::{
    protocol::record::Hash,
    queue::{Change, PeriodBegan, PeriodKind, Ticket, TicketCode, TicketNumber, Visit},
    store::worker::Worker,
    sync::{Sync, SyncConfig, Timing},
};
use rusqlite::{Connection, params};
use store_support::{database, noon};
use sync_support::{fake::Fake, settings, store, ticket};

const FOLDER: &str = "TEST_BACKLOG_FOLDER";
const URL: &str = "TEST_BACKLOG_URL";
const BACKLOG: &str = "TEST_BACKLOG";

const SHORT: u64 = 20_000;
const TOUCHES: usize = 300;
/// Between two touches; far less than people need.
const PAUSE: Duration = Duration::from_millis(20);
const MEGABYTE: u64 = 1 << 20;

/// Fills the outbox as tickets and calls do.
fn fill(state: &Path, backlog: u64) {
    store(state).shutdown();
    let mut conn = database(state);
    let tx = conn.transaction().unwrap();
    for n in 0..backlog / 2 {
        let issued_at = noon() - TimeDelta::minutes(i64::try_from(backlog / 2 - n).unwrap());
        let code = TicketCode::random(&mut rand::rng());
        let visit = Visit {
            ticket: Ticket {
                number: TicketNumber { letter: 'А', seq: 12 },
                code: code.clone(),
            },
            lobby: "kyustendil/main".to_owned(),
            day: issued_at.date_naive(),
            queue: "kasa".to_owned(),
            service: Some("2014".to_owned()),
            priority: None,
            issued_at,
            arranged_at: None,
        };
        put(&tx, "visit", code.as_str(), &serde_json::to_string(&visit).unwrap());
        let call = PeriodBegan {
            visit: code.clone(),
            ordinal: 2,
            kind: PeriodKind::Called,
            counter: Some("1".to_owned()),
            change: Change::default(),
            began_at: issued_at,
        };
        put(
            &tx,
            "period",
            &format!("{code}.2"),
            &serde_json::to_string(&call).unwrap(),
        );
    }
    tx.commit().unwrap();
}

fn put(conn: &Connection, kind: &str, id: &str, payload: &str) {
    conn.prepare_cached("INSERT INTO outbox (kind, id, payload, sha256) VALUES (?1, ?2, ?3, ?4)")
        .unwrap()
        .execute(params![kind, id, payload, Hash::of(payload.as_bytes()).0])
        .unwrap();
}

/// Takes a ticket and says how long that took.
fn touch(worker: &Worker, n: &mut u64) -> Duration {
    *n += 1;
    let began = Instant::now();
    ticket(worker, *n);
    let took = began.elapsed();
    thread::sleep(PAUSE);
    took
}

/// Microseconds: the median and the 99th of a hundred.
fn median_and_p99(mut times: Vec<Duration>) -> (u128, u128) {
    times.sort_unstable();
    (
        times[times.len() / 2].as_micros(),
        times[times.len() * 99 / 100].as_micros(),
    )
}

/// The kiosk: touched at rest, while it drains, and at rest again; nothing in an ordinary run of the tests.
#[test]
fn child() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let (folder, elsewhere) = (Path::new(&folder), Fake::start());
    let worker = store(folder);
    let mut n = 0;
    let mut idle: Vec<Duration> = (0..TOUCHES).map(|_| touch(&worker, &mut n)).collect();

    let settings = SyncConfig {
        url: env::var(URL).unwrap(),
        timing: Timing::default(),
        ..settings(folder, &elsewhere)
    };
    let began = Instant::now();
    let sync = Sync::start(settings, worker.handle(), parter::clock::SystemClock::default()).unwrap();
    let mut busy = Vec::new();
    while busy.len() < 50 || sync_support::outbox(&worker).waiting > 0 {
        busy.push(touch(&worker, &mut n));
    }
    let drained = began.elapsed();
    sync.shutdown();
    idle.extend((0..TOUCHES).map(|_| touch(&worker, &mut n)));
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let peak: u64 = peak.split_whitespace().nth(1).unwrap().parse().unwrap();
    let ((idle, idle_p99), (busy_median, busy_p99)) = (median_and_p99(idle), median_and_p99(busy.clone()));
    println!(
        "\nmeasured {} {idle} {idle_p99} {busy_median} {busy_p99} {} {}",
        drained.as_millis(),
        busy.len(),
        peak * 1024
    );
    std::io::stdout().flush().unwrap();
    worker.shutdown();
}

fn kiosk(state: &Path, server: &Fake) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, state)
        .env(URL, server.url())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_backlog_drains_without_the_visitor_noticing() {
    let backlog = env::var(BACKLOG).map_or(SHORT, |text| text.parse().unwrap());
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    server.kept().frugal = true;
    fill(dir.path(), backlog);
    let mut child = kiosk(dir.path(), &server);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let measured = lines.find_map(|line| line.unwrap().strip_prefix("measured ").map(str::to_owned));
    let measured = measured.expect("the child measures");
    assert!(child.wait().unwrap().success());
    let numbers: Vec<u64> = measured.split(' ').map(|number| number.parse().unwrap()).collect();
    let [drained, idle, idle_p99, busy, busy_p99, touches, peak] = numbers[..] else {
        panic!("{measured}")
    };
    println!(
        "{backlog} records in {drained} ms, {} a second, beside {touches} tickets; touch to disk idle: median {idle} µs, \
         p99 {idle_p99} µs; draining: median {busy} µs, p99 {busy_p99} µs; peak memory {} MB",
        backlog * 1000 / drained.max(1),
        peak / MEGABYTE
    );
    let kept = server.kept();
    let visits = kept.records.keys().filter(|(kind, _)| kind == "visit").count() as u64;
    assert_eq!(visits, backlog / 2 + TOUCHES as u64 + touches, "every ticket once");
    assert!(peak < 150 * MEGABYTE, "{} MB", peak / MEGABYTE);
    // Twice a tenth of a millisecond is still nothing that anybody sees.
    assert!(
        busy <= 2 * idle + 1000,
        "a touch takes {busy} µs while draining, {idle} µs at rest"
    );
}
