//! `kill -9` of the hub and of two further kiosks while tickets are taken: every number that somebody was told is the hub's in
//! the end, under the same ticket, once.
//!
//! The children are this test's own program, told by variables what to be.

use std::{
    collections::BTreeMap,
    env,
    io::{Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use parter::{
    config::{self, Config},
    hub::Hub,
    lobby::{
        Lobby, LobbyConfig,
        orders::{self, Answer, Order},
    },
    packs,
    queue::IssueRequest,
    store::{Store, worker::Worker},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tempfile::TempDir;

use crate::{
    given::{LETTERS, join_by, settings},
    lobby::{COUNTERS, TestClock, database, morning, store_config},
};

const ROLE: &str = "PARTER_TEST_KIOSKS_ROLE";
const FOLDER: &str = "PARTER_TEST_KIOSKS_FOLDER";
const PORT: &str = "PARTER_TEST_KIOSKS_PORT";
/// Of the hub, of a kiosk, or of both.
const KILLS: u32 = 24;

/// Works until killed, in a process of its own; nothing in an ordinary run of the tests.
#[test]
fn child() {
    let Ok(role) = env::var(ROLE) else { return };
    let (folder, port) = (PathBuf::from(env::var(FOLDER).unwrap()), env::var(PORT).unwrap());
    let state = folder.clone();
    let worker = Worker::spawn(move || Store::open(&state, &store_config(), morning()), |_| {}).unwrap();
    say("");
    if role == "hub" {
        be_hub(&folder, &port, &worker);
    } else {
        be_kiosk(&folder, &port, &worker);
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

fn be_hub(folder: &Path, port: &str, worker: &Worker) {
    let text = format!(
        "state = \"{}\"\nlobby.listen = \"127.0.0.1:{port}\"\n{COUNTERS}",
        folder.display()
    );
    let config: Config = config::parse(&text, "kiosk.toml", &[]).unwrap();
    let pack = Arc::new(packs::load("kyustendil").unwrap());
    let settings = LobbyConfig::of(&config, &pack).unwrap().unwrap();
    let _lobby = Lobby::start(settings, worker.handle(), pack, TestClock::at(morning())).unwrap();
    say("ready");
    loop {
        thread::park();
    }
}

fn be_kiosk(folder: &Path, port: &str, worker: &Worker) {
    let config = settings(folder, &format!("http://127.0.0.1:{port}"));
    let hub = Hub::start(config, worker.handle(), TestClock::at(morning())).unwrap();
    for n in 0.. {
        let (queue, letter) = LETTERS[n as usize % 2];
        let request = IssueRequest {
            queue: queue.to_owned(),
            letter,
            service: None,
            priority: None,
            touched: Duration::from_secs(60 * n),
        };
        let (tell, told) = mpsc::channel();
        hub.handle()
            .issue(request, morning(), move |came| tell.send(came).unwrap());
        match told.recv().unwrap() {
            Ok((visit, _)) => say(&format!(
                "ticket {} {} {}",
                visit.ticket.code, visit.queue, visit.ticket.number.seq
            )),
            // None of its own are left: the visitor asks at a counter.
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// A child at work, with what it acknowledges read as it comes.
struct Victim {
    process: Child,
    output: thread::JoinHandle<String>,
}

impl Victim {
    fn start(role: &str, folder: &Path, port: u16) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", "kill::child", "--nocapture", "--test-threads=1"])
            .env(ROLE, role)
            .env(FOLDER, folder)
            .env(PORT, port.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut pipe = process.stdout.take().unwrap();
        let output = thread::spawn(move || {
            let mut all = Vec::new();
            pipe.read_to_end(&mut all).unwrap();
            String::from_utf8(all).unwrap()
        });
        Self { process, output }
    }

    /// Kills it, and gives the lines that came out whole.
    fn kill(mut self) -> Vec<String> {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let all = self.output.join().unwrap();
        let whole = all.rsplit_once('\n').map_or("", |(whole, _)| whole);
        whole.lines().map(str::to_owned).collect()
    }
}

/// Whoever is told of a ticket, by its code: the queue and the number.
type Told = BTreeMap<String, (String, u32)>;

fn note(told: &mut Told, lines: &[String]) {
    for line in lines.iter().filter_map(|line| line.strip_prefix("ticket ")) {
        let [code, queue, seq] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        told.insert(code.to_owned(), (queue.to_owned(), seq.parse().unwrap()));
    }
}

fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Makes the folder's kiosk one of the lobby's, as soon as the hub is there.
fn join(hub: &Path, kiosk: &Path, port: u16) {
    for _ in 0..500 {
        if let Ok(Answer::Code(code)) = orders::give(hub, &Order::Pair("kiosk".to_owned())) {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let config = settings(kiosk, &format!("http://127.0.0.1:{port}"));
            if runtime.block_on(join_by(code, config)).is_ok() {
                return;
            }
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("the hub is not there");
}

/// What the kiosk of that folder still has to tell the hub.
fn left(folder: &Path) -> u32 {
    let sql = "SELECT count(*) FROM hand_ins";
    database(folder).query_row(sql, [], |row| row.get(0)).unwrap_or(1)
}

#[test]
fn no_number_is_told_twice_and_none_is_lost_whoever_is_killed() {
    let mut rng = StdRng::seed_from_u64(7);
    let (hub, port) = (TempDir::new().unwrap(), port());
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let mut told = Told::new();
    let mut at_hub = Victim::start("hub", hub.path(), port);
    for folder in &folders {
        join(hub.path(), folder.path(), port);
    }
    let start = |folder: &TempDir| Victim::start("kiosk", folder.path(), port);
    let mut kiosks = folders.each_ref().map(start);
    for round in 0..KILLS {
        thread::sleep(Duration::from_millis(rng.random_range(50..700)));
        if round % 2 == 0 {
            at_hub.kill();
            // For a while the kiosks are alone.
            thread::sleep(Duration::from_millis(rng.random_range(0..900)));
            at_hub = Victim::start("hub", hub.path(), port);
        }
        if round % 3 != 0 {
            let at = rng.random_range(0..kiosks.len());
            let killed = std::mem::replace(&mut kiosks[at], start(&folders[at]));
            note(&mut told, &killed.kill());
        }
    }
    for kiosk in kiosks {
        note(&mut told, &kiosk.kill());
    }
    // They come up once more, and tell what they have to tell while nobody takes tickets.
    settle(&folders, port);
    at_hub.kill();

    assert!(told.len() > 100, "{}", told.len());
    assert!(
        told.values().any(|(_, seq)| *seq > 500),
        "some were taken without the hub"
    );
    assert!(told.values().any(|(_, seq)| *seq <= 500), "and some with it");
    let conn = database(hub.path());
    let mut query = conn.prepare("SELECT code, queue, seq FROM visits").unwrap();
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
        .unwrap();
    let kept: Told = rows.map(Result::unwrap).collect();
    for (code, number) in &told {
        assert_eq!(
            kept.get(code),
            Some(number),
            "what the visitor was told is what the hub has"
        );
    }
    let mut numbers: Vec<_> = told.values().collect();
    numbers.sort_unstable();
    let count = numbers.len();
    numbers.dedup();
    assert_eq!(numbers.len(), count, "no number was told twice");
}

/// Until both kiosks have nothing left to tell.
fn settle(folders: &[TempDir; 2], port: u16) {
    for folder in folders {
        let (state, address) = (folder.path().to_owned(), format!("http://127.0.0.1:{port}"));
        let worker = Worker::spawn(move || Store::open(&state, &store_config(), morning()), |_| {}).unwrap();
        let hub = Hub::start(
            settings(folder.path(), &address),
            worker.handle(),
            TestClock::at(morning()),
        )
        .unwrap();
        let patience = (0..1_500).any(|_| {
            thread::sleep(Duration::from_millis(20));
            left(folder.path()) == 0
        });
        hub.shutdown();
        worker.shutdown();
        assert!(patience, "all is handed in within 30 seconds");
    }
}
