//! The hub, a process of its own that can be killed and started again, with the test's clock.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use parter::{
    clock::Clock,
    config::{self, Config},
    lobby::{
        Lobby, LobbyConfig,
        orders::{self, Answer, Order},
    },
    packs,
    protocol::{heartbeat::PrinterState, secret::EnrolmentCode},
    queue::IssueRequest,
    store::{
        Store, StoreConfig, StoreError,
        worker::{Handle, Worker},
    },
    sync::{Sync, SyncConfig, Timing, machine::Machine},
};

use crate::plan::{self, Visitor};

const FOLDER: &str = "PARTER_TEST_DAY_FOLDER";
const LISTEN: &str = "PARTER_TEST_DAY_LISTEN";
const SERVER: &str = "PARTER_TEST_DAY_SERVER";
const CODE: &str = "PARTER_TEST_DAY_CODE";
const PATIENCE: Duration = Duration::from_secs(60);

/// Whatever the test has written down.
#[derive(Clone)]
struct TestClock {
    file: PathBuf,
    started: Instant,
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        fs::read_to_string(&self.file).unwrap().parse().unwrap()
    }

    fn uptime(&self) -> Duration {
        self.started.elapsed()
    }
}

pub fn store_config() -> StoreConfig {
    StoreConfig {
        lobby: "kyustendil/main".to_owned(),
        zone: chrono_tz::Europe::Sofia,
        bucket_hours: 24,
        repeat_window: Duration::ZERO,
    }
}

/// The hub at work, in a process of its own; nothing in an ordinary run of the tests.
#[test]
fn hub() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let variable = |name| env::var(name).unwrap();
    let state = Path::new(&folder).join("hub");
    let clock = TestClock {
        file: Path::new(&folder).join("now"),
        started: Instant::now(),
    };
    let (path, now) = (state.clone(), clock.now());
    let worker = Worker::spawn(move || Store::open(&path, &store_config(), now), |_| ()).unwrap();
    let pack = Arc::new(packs::load("kyustendil").unwrap());
    let text = format!(
        "state = {state:?}\nlobby.listen = {:?}\n{}",
        variable(LISTEN),
        plan::counters()
    );
    let config: Config = config::parse(&text, "kiosk.toml", &[]).unwrap();
    let lobby = LobbyConfig::of(&config, &pack).unwrap().unwrap();
    let sync = SyncConfig {
        url: variable(SERVER),
        ca_file: None,
        code: variable(CODE).parse().ok(),
        code_file: None,
        state,
        lobby: store_config().lobby,
        content: tokio::sync::watch::channel(pack.shown()).1,
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
    let _sync = Sync::start(sync, worker.handle(), clock.clone()).unwrap();
    let _lobby = Lobby::start(lobby, worker.handle(), pack, clock.clone()).unwrap();
    for line in std::io::stdin().lines() {
        say(&obey(&worker.handle(), &clock, &line.unwrap()));
    }
}

/// `take NUMBER QUEUE LETTER PRIORITY` gives `CODE LETTER SEQ`; `outbox` gives how many records wait for the server,
/// `present` how many people are in the lobby.
fn obey(store: &Handle, clock: &TestClock, line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        ["take", number, queue, letter, priority] => {
            let request = IssueRequest {
                queue: queue.to_owned(),
                letter: letter.parse().unwrap(),
                service: None,
                priority: (priority == "true").then(|| "nad-70".to_owned()),
                touched: Duration::from_secs(60 * number.parse::<u64>().unwrap()),
            };
            let now = clock.now();
            let ticket = ask(store, move |store| store.issue(&request, now)).ticket;
            format!("{} {} {}", ticket.code, ticket.number.letter, ticket.number.seq)
        }
        ["outbox"] => ask(store, Store::outbox_now).waiting.to_string(),
        ["present"] => {
            let now = clock.now();
            ask(store, move |store| store.lobby_now(now)).present.len().to_string()
        }
        _ => panic!("{line}"),
    }
}

fn ask<T: Send + 'static>(
    store: &Handle,
    work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
) -> T {
    let (answer, answered) = channel();
    store.call(work, move |result| answer.send(result).unwrap());
    answered.recv().unwrap().unwrap()
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "> {line}").unwrap();
    out.flush().unwrap();
}

/// A ticket as the visitor saw it.
pub struct Taken {
    pub code: String,
    pub number: (char, u32),
}

pub struct Hub {
    folder: PathBuf,
    listen: String,
    server: String,
    code: String,
    process: Mutex<Option<Process>>,
    /// What the visitors and the test ask of it, one after the other.
    asking: Mutex<Asking>,
}

struct Process(Child);

struct Asking {
    input: ChildStdin,
    lines: Receiver<String>,
}

impl Hub {
    pub fn start(folder: &Path, server: &str, code: &EnrolmentCode, now: DateTime<Utc>) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let listen = free.local_addr().unwrap().to_string();
        drop(free);
        write_clock(folder, now);
        let (folder, server, code) = (folder.to_owned(), server.to_owned(), code.to_string());
        let (process, asking) = spawn(&folder, &listen, &server, &code);
        let hub = Self {
            folder,
            listen,
            server,
            code,
            process: Mutex::new(Some(process)),
            asking: Mutex::new(asking),
        };
        hub.until_it_listens();
        hub
    }

    /// After [`kill`](Self::kill).
    pub fn start_again(&self) {
        let (process, asking) = spawn(&self.folder, &self.listen, &self.server, &self.code);
        *self.process.lock().unwrap() = Some(process);
        *self.asking.lock().unwrap() = asking;
        self.until_it_listens();
    }

    fn until_it_listens(&self) {
        let began = Instant::now();
        let orders = self.folder.join("hub/lobby.sock");
        while std::net::TcpStream::connect(&self.listen).is_err() || !orders.exists() {
            assert!(began.elapsed() < PATIENCE, "the hub does not listen");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// `kill -9`
    pub fn kill(&self) {
        let mut process = self.process.lock().unwrap().take().unwrap();
        assert!(process.0.try_wait().unwrap().is_none(), "the hub has ended by itself");
        drop(process);
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.listen)
    }

    pub fn set_clock(&self, now: DateTime<Utc>) {
        write_clock(&self.folder, now);
    }

    pub fn pairing_code(&self, counter: &str) -> String {
        match orders::give(&self.folder.join("hub"), &Order::Pair(counter.to_owned())).unwrap() {
            Answer::Code(code) => code.to_string(),
            other => panic!("{other:?}"),
        }
    }

    /// A ticket at the kiosk; none when the hub was killed before the number was seen.
    pub fn take(&self, visitor: &Visitor) -> Option<Taken> {
        let Visitor {
            number,
            queue,
            letter,
            is_priority,
            ..
        } = visitor;
        let answer = self.ask(&format!("take {number} {queue} {letter} {is_priority}"))?;
        let [code, letter, seq] = answer.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{answer}")
        };
        Some(Taken {
            code: code.to_owned(),
            number: (letter.parse().unwrap(), seq.parse().unwrap()),
        })
    }

    pub fn waiting_for_the_server(&self) -> u64 {
        self.ask("outbox").unwrap().parse().unwrap()
    }

    pub fn present(&self) -> usize {
        self.ask("present").unwrap().parse().unwrap()
    }

    /// Waits until the server has everything.
    pub fn drain(&self) {
        let began = Instant::now();
        while self.waiting_for_the_server() > 0 {
            assert!(began.elapsed() < PATIENCE, "the outbox does not drain");
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn ask(&self, line: &str) -> Option<String> {
        let mut asking = self.asking.lock().unwrap();
        writeln!(asking.input, "{line}").ok()?;
        // The test harness has lines of its own.
        let mut answers = asking.lines.iter();
        answers.find_map(|line| line.split_once("> ").map(|(_, answer)| answer.to_owned()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whole at any moment, for a reader that may come in between.
fn write_clock(folder: &Path, now: DateTime<Utc>) {
    let new = folder.join("now.new");
    fs::write(&new, now.to_rfc3339()).unwrap();
    fs::rename(new, folder.join("now")).unwrap();
}

fn spawn(folder: &Path, listen: &str, server: &str, code: &str) -> (Process, Asking) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "hub::hub", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(LISTEN, listen)
        .env(SERVER, server)
        .env(CODE, code)
        .stdin(Stdio::piped())
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
    let input = child.stdin.take().unwrap();
    (Process(child), Asking { input, lines })
}
