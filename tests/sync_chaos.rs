//! A kiosk and a server, each a process of its own, with a bad network between them, both killed again and again: on the
//! server there is every record exactly once.
//!
//! The kiosk is this test's own program: the store, its thread and the sync, without the window. The server is `parter
//! server`. The short form is in every run of the tests; `TEST_FULL=1` asks for 20,000 records and 40 kills.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/postgres.rs"]
mod postgres;
#[path = "support/proxy.rs"]
mod proxy;
#[path = "support/server_process.rs"]
mod server_process;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    clock::Clock,
    protocol::{
        heartbeat::{ContentShown, PrinterState},
        record::Hash,
        secret::EnrolmentCode,
    },
    queue::{IssueRequest, PeriodKind},
    server::store::{
        Store as ServerStore,
        audit::Actor,
        devices::{NewDevice, Offer},
        postgres::Postgres,
        sqlite::Sqlite,
    },
    store::{
        Store, StoreConfig, StoreError, Tap,
        worker::{Handle, Worker},
    },
    sync::{Sync, SyncConfig, Timing, machine::Machine},
};
use proxy::Proxy;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use rusqlite::Connection;
use server_process::ServerProcess;
use tokio::runtime::Runtime;

const FOLDER: &str = "PARTER_TEST_CHAOS_FOLDER";
const URL: &str = "PARTER_TEST_CHAOS_URL";
const CODE: &str = "PARTER_TEST_CHAOS_CODE";
const ROUND: &str = "PARTER_TEST_CHAOS_ROUND";
const VISITS: &str = "PARTER_TEST_CHAOS_VISITS";

const PATIENCE: Duration = Duration::from_secs(180);
/// A visit is a record, and so is each of its three later states; every second visitor leaves a rating.
const RECORDS_A_VISIT: f64 = 4.5;

struct Size {
    visits: u32,
    kills: u32,
}

fn size() -> Size {
    if env::var_os("TEST_FULL").is_some() {
        Size {
            visits: 4_500,
            kills: 40,
        }
    } else {
        Size { visits: 700, kills: 10 }
    }
}

/// The kiosk's clock: each time it starts a day has passed, so that its ratings may leave.
#[derive(Clone)]
struct Days {
    round: i64,
    started: Instant,
}

impl Clock for Days {
    fn now(&self) -> DateTime<Utc> {
        let first: DateTime<Utc> = "2026-11-23T08:30:00Z".parse().unwrap();
        first + TimeDelta::days(self.round) + TimeDelta::from_std(self.started.elapsed()).unwrap()
    }

    fn uptime(&self) -> Duration {
        self.started.elapsed()
    }
}

/// The kiosk at work, in a process of its own; nothing in an ordinary run of the tests.
#[test]
fn kiosk() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let variable = |name| env::var(name).unwrap();
    let clock = Days {
        round: variable(ROUND).parse().unwrap(),
        started: Instant::now(),
    };
    let lobby = StoreConfig {
        lobby: "test/lobby".to_owned(),
        zone: chrono_tz::Europe::Sofia,
        bucket_hours: 24,
        repeat_window: Duration::ZERO,
    };
    let (path, now) = (Path::new(&folder).to_owned(), clock.now());
    let worker = Worker::spawn(move || Store::open(&path, &lobby, now), |_| ()).unwrap();
    let settings = SyncConfig {
        url: variable(URL),
        ca_file: None,
        code: variable(CODE).parse().ok(),
        code_file: None,
        state: folder.into(),
        lobby: "test/lobby".to_owned(),
        content: tokio::sync::watch::channel(ContentShown {
            municipality: "test".to_owned(),
            version: 1,
            sha256: Hash::of(b"pack"),
        })
        .1,
        printer: tokio::sync::watch::channel(PrinterState::None).1,
        machine: Machine::default(),
        timing: Timing {
            patience: Duration::from_secs(3),
            heartbeat: Duration::from_millis(500),
            rarely: Duration::from_secs(1),
            code: Duration::from_millis(100),
            ..Timing::default()
        },
    };
    let _sync = Sync::start(settings, worker.handle(), clock.clone()).unwrap();
    acknowledge("");
    work(&worker.handle(), &clock, variable(VISITS).parse().unwrap());
}

fn work(store: &Handle, clock: &Days, visits: u32) {
    let now = clock.now();
    ask(store, move |store| store.close_buckets(now)).unwrap();
    let mut made = ask(store, Store::counts).unwrap().visits;
    while made < visits {
        let (now, touched) = (clock.now(), Duration::from_secs(u64::from(made) * 60));
        let request = IssueRequest {
            queue: "main".to_owned(),
            letter: 'А',
            service: None,
            priority: None,
            touched,
        };
        let visit = ask(store, move |store| store.issue(&request, now)).unwrap();
        acknowledge(&format!("visit {}", visit.ticket.code));
        for kind in [PeriodKind::Called, PeriodKind::Serving, PeriodKind::Served] {
            let code = visit.ticket.code.clone();
            ask(store, move |store| store.begin_period(&code, kind, Some("3"), now)).unwrap();
        }
        if made % 2 == 0 {
            let tap = Tap {
                face: 4.try_into().unwrap(),
                touched,
            };
            let rating = ask(store, move |store| store.rate(&tap, now)).unwrap();
            acknowledge(&format!("rating {}", rating.id));
        }
        made += 1;
        thread::sleep(Duration::from_millis(1));
    }
    acknowledge("made");
    loop {
        if ask(store, Store::outbox_now).unwrap().waiting == 0 {
            acknowledge("drained");
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn ask<T: Send + 'static>(
    store: &Handle,
    work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (answer, answered) = channel();
    store.call(work, move |result| answer.send(result).unwrap());
    answered.recv().unwrap()
}

fn acknowledge(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// The kiosk's process, with what it acknowledges.
struct Kiosk {
    child: Child,
    lines: Receiver<String>,
}

impl Kiosk {
    fn start(folder: &Path, url: &str, code: &EnrolmentCode, round: u32) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "kiosk", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder)
            .env(URL, url)
            .env(CODE, code.to_string())
            .env(ROUND, round.to_string())
            .env(VISITS, size().visits.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = channel();
        thread::spawn(move || {
            output
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| send.send(line))
        });
        Self { child, lines }
    }

    fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        let lines: Vec<String> = self.lines.iter().collect();
        assert_eq!(status.code(), None, "the kiosk ended by itself: {lines:?}");
        lines
    }
}

#[test]
fn sqlite_has_every_record_exactly_once() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let code = EnrolmentCode::random(&mut rand::rng());
    let store = Sqlite::open(&folder.path().join("server")).unwrap();
    runtime.block_on(expect_kiosk(&store, &code));
    store.close();
    let known = chaos(folder.path(), None, &code);
    let store = Sqlite::open(&folder.path().join("server")).unwrap();
    runtime.block_on(nothing_else(&store, &known));
    store.close();
    let server = Connection::open(folder.path().join("server/parter-server.db")).unwrap();
    let ids = |sql: &str| -> BTreeSet<String> {
        let mut query = server.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    assert_eq!(
        ids("SELECT code || ' ' || letter || seq || ' ' || day FROM visits"),
        known.visits
    );
    assert_eq!(
        ids("SELECT visit || '.' || ordinal || ' ' || kind FROM periods"),
        known.periods
    );
    known.has_all_ratings(&ids("SELECT id FROM ratings"));
}

#[test]
fn postgres_has_every_record_exactly_once() {
    let cluster = postgres::Server::start(postgres::Settings {
        durable: true,
        ..postgres::Settings::default()
    });
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let code = EnrolmentCode::random(&mut rand::rng());
    let database = runtime.block_on(cluster.database());
    let store = runtime.block_on(Postgres::connect(&database)).unwrap();
    runtime.block_on(expect_kiosk(&store, &code));
    let known = chaos(folder.path(), Some(&database), &code);
    runtime.block_on(nothing_else(&store, &known));
    let ids = |sql: &'static str| -> BTreeSet<String> {
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&database, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client
                .query(sql, &[])
                .await
                .unwrap()
                .iter()
                .map(|row| row.get(0))
                .collect()
        })
    };
    assert_eq!(
        ids("SELECT code || ' ' || letter || seq || ' ' || day FROM visits"),
        known.visits
    );
    assert_eq!(
        ids("SELECT visit || '.' || ordinal || ' ' || kind FROM periods"),
        known.periods
    );
    known.has_all_ratings(&ids("SELECT id FROM ratings"));
}

async fn expect_kiosk(store: &dyn ServerStore, code: &EnrolmentCode) {
    let new = NewDevice {
        id: "CHAOS".to_owned(),
        name: "chaos".to_owned(),
        municipality: "test".to_owned(),
    };
    let offer = Offer {
        name: code.offer().to_owned(),
        sha256: code.hash(),
    };
    store
        .create_device(&new, &offer, &Actor::CommandLine, Utc::now())
        .await
        .unwrap();
}

async fn nothing_else(store: &dyn ServerStore, known: &Known) {
    let counts: BTreeMap<String, i64> = store.counts().await.unwrap().into_iter().collect();
    assert_eq!(counts["visit"], known.visits.len() as i64);
    assert_eq!(counts["period"], known.periods.len() as i64);
    assert_eq!(counts["unknown"], 0);
    assert_eq!(store.refused(None, 10).await.unwrap(), [], "nothing was a conflict");
}

/// What the kiosk knows, and the server must.
struct Known {
    visits: BTreeSet<String>,
    periods: BTreeSet<String>,
    ratings: BTreeSet<String>,
}

impl Known {
    /// Ratings leave no trace on the kiosk. One that was on the disk and not acknowledged yet when the kiosk was killed
    /// is known to the server alone.
    fn has_all_ratings(&self, server: &BTreeSet<String>) {
        assert!(self.ratings.is_subset(server), "an acknowledged rating is lost");
        let unacknowledged = server.len() - self.ratings.len();
        assert!(
            unacknowledged <= size().kills as usize,
            "{unacknowledged} ratings came from nowhere"
        );
    }
}

/// Kills and faults until all is made, then calm until all is there.
fn chaos(folder: &Path, database: Option<&str>, code: &EnrolmentCode) -> Known {
    let seed = env::var("TEST_SEED").map_or_else(|_| rand::random(), |text| text.parse().unwrap());
    println!("TEST_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let Size { visits, kills } = size();
    let began = Instant::now();
    let mut server = ServerProcess::start(folder, database);
    let proxy = Proxy::start(server.address, seed);
    let url = format!("http://{}", proxy.address);
    let state = folder.join("kiosk");
    let mut acknowledged = BTreeSet::new();
    let (mut kiosk_kills, mut server_kills, mut round) = (0, 0, 0);
    let mut kiosk = Kiosk::start(&state, &url, code, round);
    while kiosk_kills + server_kills < kills {
        thread::sleep(Duration::from_millis(rng.random_range(100..900)));
        if rng.random() {
            server.kill();
            thread::sleep(Duration::from_millis(rng.random_range(0..300)));
            server.start_again();
            server_kills += 1;
        } else {
            acknowledged.extend(kiosk.kill());
            round += 1;
            kiosk_kills += 1;
            kiosk = Kiosk::start(&state, &url, code, round);
        }
    }
    wait_for(&kiosk, "made", &mut acknowledged);
    // The last ratings leave on another day, through a network that has calmed down.
    acknowledged.extend(kiosk.kill());
    proxy.calm_down();
    let kiosk = Kiosk::start(&state, &url, code, round + 2);
    wait_for(&kiosk, "drained", &mut acknowledged);
    acknowledged.extend(kiosk.kill());
    server.kill();

    let known = known(&state, &acknowledged);
    let records = known.visits.len() + known.periods.len() + known.ratings.len();
    println!(
        "{records} records, {kiosk_kills} kills of the kiosk, {server_kills} of the server, {} faults of the network, {:.0} s",
        proxy.faults.load(std::sync::atomic::Ordering::SeqCst),
        began.elapsed().as_secs_f64(),
    );
    assert!(known.visits.len() >= visits as usize);
    assert!(records as f64 >= f64::from(visits) * RECORDS_A_VISIT * 0.95);
    known
}

/// Reads on until the kiosk says `word`.
fn wait_for(kiosk: &Kiosk, word: &str, acknowledged: &mut BTreeSet<String>) {
    let until = Instant::now() + PATIENCE;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let line = kiosk
            .lines
            .recv_timeout(left)
            .unwrap_or_else(|_| panic!("the kiosk never said «{word}»"));
        let found = line == word;
        acknowledged.insert(line);
        if found {
            return;
        }
    }
}

/// What stands in the kiosk's own file, after a check that nothing acknowledged is missing there. Ratings have left it.
fn known(state: &Path, acknowledged: &BTreeSet<String>) -> Known {
    let kiosk = Connection::open(state.join("parter.db")).unwrap();
    let ids = |sql: &str| -> BTreeSet<String> {
        let mut query = kiosk.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    assert_eq!(ids("SELECT kind || ' ' || id FROM set_aside"), BTreeSet::new());
    assert_eq!(ids("SELECT kind || ' ' || id FROM outbox"), BTreeSet::new());
    let told = |what: &str| -> BTreeSet<String> {
        let lines = acknowledged.iter().filter_map(|line| line.strip_prefix(what));
        lines.map(str::to_owned).collect()
    };
    let codes = ids("SELECT code FROM visits");
    assert!(
        told("visit ").is_subset(&codes),
        "an acknowledged visit is lost on the kiosk"
    );
    Known {
        visits: ids("SELECT code || ' ' || letter || seq || ' ' || day FROM visits"),
        periods: ids(
            "SELECT code || '.' || ordinal || ' ' || kind FROM periods JOIN visits ON id = visit WHERE ordinal > 1",
        ),
        ratings: told("rating "),
    }
}
