//! A real lobby on a port of its own, with a store in a folder of its own and a clock that the test sets.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    net::SocketAddr,
    path::Path,
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    clock::Clock,
    config::{self, Config},
    content::Pack,
    lobby::{
        Lobby, LobbyConfig,
        orders::{self, Answer, Order},
    },
    packs,
    queue::{IssueRequest, Visit},
    store::{Store, StoreConfig, StoreError, worker::Worker},
};
use serde_json::Value;
use tempfile::TempDir;

/// A Monday morning in Kyustendil.
pub fn morning() -> DateTime<Utc> {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

/// Stands still until it is set.
#[derive(Clone)]
pub struct TestClock(Arc<Mutex<DateTime<Utc>>>);

impl TestClock {
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    pub fn set(&self, to: &str) {
        *self.0.lock().unwrap() = to.parse().unwrap();
    }

    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn uptime(&self) -> Duration {
        (self.now() - morning()).to_std().unwrap_or_default()
    }
}

pub struct TestLobby {
    pub clock: TestClock,
    pub address: SocketAddr,
    pub folder: TempDir,
    lobby: Lobby,
    worker: Option<Worker>,
    taken: Mutex<u64>,
}

/// Counters 1 and 2 for the cash desk, «Каса 3» for the cash desk and the registry.
pub const COUNTERS: &str = r#"
    [[lobby.counter]]
    id = "1"
    queues = ["kasa"]
    [[lobby.counter]]
    id = "2"
    queues = ["kasa"]
    [[lobby.counter]]
    id = "Каса 3"
    queues = ["kasa", "delovodstvo"]
"#;

impl TestLobby {
    pub fn start() -> Self {
        Self::listening("127.0.0.1:0")
    }

    pub fn listening(listen: &str) -> Self {
        let text = format!("lobby.listen = \"{listen}\"\n{COUNTERS}");
        Self::of(&text, packs::load("kyustendil").unwrap(), |_| {})
    }

    /// As that configuration and pack say; `adjust` lays hand on what the lobby made of them.
    pub fn of(text: &str, pack: Pack, adjust: impl FnOnce(&mut LobbyConfig)) -> Self {
        Self::in_folder(TempDir::new().unwrap(), text, pack, adjust)
    }

    /// Over again with the state that `folder` holds, and these keys too.
    pub fn again(folder: TempDir, keys: &str) -> Self {
        let text = format!("lobby.listen = \"127.0.0.1:0\"\n{keys}\n{COUNTERS}");
        Self::in_folder(folder, &text, packs::load("kyustendil").unwrap(), |_| {})
    }

    /// The same, with what that folder has kept.
    pub fn in_folder(folder: TempDir, text: &str, pack: Pack, adjust: impl FnOnce(&mut LobbyConfig)) -> Self {
        let text = format!("state = \"{}\"\n{text}", folder.path().display());
        let config: Config = config::parse(&text, "kiosk.toml", &[]).unwrap();
        let pack = Arc::new(pack);
        let clock = TestClock::at(morning());
        let state = folder.path().to_owned();
        let open = move || Store::open(&state, &store_config(), morning());
        let worker = Worker::spawn(open, |incident| panic!("{incident}")).unwrap();
        let mut settings = LobbyConfig::of(&config, &pack).unwrap().unwrap();
        adjust(&mut settings);
        let lobby = Lobby::start(settings, worker.handle(), pack, clock.clone()).unwrap();
        Self {
            clock,
            address: lobby.address,
            folder,
            lobby,
            worker: Some(worker),
            taken: Mutex::new(0),
        }
    }

    /// A visitor takes a ticket at the kiosk.
    pub async fn take(&self, queue: &str) -> Visit {
        let letter = if queue == "kasa" { 'К' } else { 'Р' };
        self.take_of(queue, letter).await
    }

    pub async fn take_of(&self, queue: &str, letter: char) -> Visit {
        let touched = {
            let mut taken = self.taken.lock().unwrap();
            *taken += 1;
            Duration::from_secs(60 * *taken)
        };
        let request = IssueRequest {
            queue: queue.to_owned(),
            letter,
            service: None,
            priority: None,
            touched,
        };
        let now = self.clock.now();
        self.store(move |store| store.issue(&request, now)).await
    }

    pub async fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.worker.as_ref().unwrap().handle().ask(work).await.unwrap()
    }

    pub fn order(&self, order: &Order) -> Answer {
        orders::give(self.folder.path(), order).unwrap()
    }

    /// A code for the counter of that id, or the board.
    pub fn code(&self, post: &str) -> String {
        match self.order(&Order::Pair(post.to_owned())) {
            Answer::Code(code) => code.to_string(),
            other => panic!("{other:?}"),
        }
    }

    /// A browser that nobody has paired.
    pub fn stranger(&self) -> Browser {
        // Fails only when it is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Browser {
            client: reqwest::Client::new(),
            url: format!("http://{}", self.address),
            cookie: None,
        }
    }

    /// A browser that is paired with that counter, or the board.
    pub async fn paired(&self, post: &str) -> Browser {
        let mut browser = self.stranger();
        let (status, _) = browser.pair(&self.code(post)).await;
        assert_eq!(status, 200);
        browser
    }

    /// A browser at a counter that is open.
    pub async fn clerk(&self, counter: &str) -> Browser {
        let browser = self.paired(counter).await;
        let (status, view) = browser.asks(r#"{"do": "open"}"#).await;
        assert_eq!((status, &view["state"]), (200, &Value::from("open")));
        browser
    }

    /// From now on the database can't be used.
    pub fn stop_store(&mut self) {
        self.worker.take().unwrap().shutdown();
    }

    /// Ends everything, and gives the folder back.
    pub fn end(mut self) -> TempDir {
        self.lobby.shutdown();
        if let Some(worker) = self.worker.take() {
            worker.shutdown();
        }
        self.folder
    }
}

/// `parter lobby …` for the kiosk with its state there: whether it went well, and what it said.
pub fn parter_lobby(state: &Path, args: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_parter"))
        .arg("lobby")
        .args(args)
        .env("PARTER_STATE", state)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

pub fn store_config() -> StoreConfig {
    StoreConfig {
        lobby: "kyustendil/main".to_owned(),
        zone: chrono_tz::Europe::Sofia,
        bucket_hours: 24,
        repeat_window: Duration::from_secs(10),
    }
}

pub fn database(dir: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(dir.join("parter.db")).unwrap()
}

#[derive(Clone)]
pub struct Browser {
    pub client: reqwest::Client,
    pub url: String,
    pub cookie: Option<String>,
}

impl Browser {
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Posts as a page of the lobby's own does.
    pub async fn post(&self, path: &str, body: &str) -> reqwest::Response {
        let request = self.request(reqwest::Method::POST, path).header("origin", &self.url);
        let request = request.header("content-type", "application/json");
        request.body(body.to_owned()).send().await.unwrap()
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        told(self.request(reqwest::Method::GET, path).send().await.unwrap()).await
    }

    /// Types a code in; keeps the cookie.
    pub async fn pair(&mut self, code: &str) -> (u16, Value) {
        let response = self.post("/api/pair", &format!(r#"{{"code": "{code}"}}"#)).await;
        if let Some(cookie) = response.headers().get("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            for guard in ["__Host-", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
                assert!(cookie.contains(guard), "{cookie}");
            }
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        told(response).await
    }

    /// A clerk's command.
    pub async fn asks(&self, command: &str) -> (u16, Value) {
        told(self.post("/api/counter", command).await).await
    }

    /// A command that must be obeyed; gives what the counter shows then.
    pub async fn does(&self, what: &str) -> Value {
        self.does_with(what, "").await
    }

    /// As [`does`](Self::does), with the visitor who is at the counter.
    pub async fn does_with(&self, what: &str, code: &str) -> Value {
        let (status, view) = self.asks(&command(what, code)).await;
        assert_eq!(status, 200, "{what}: {view}");
        view
    }
}

pub fn command(what: &str, code: &str) -> String {
    format!(r#"{{"do": "{what}", "code": "{code}"}}"#)
}

pub async fn told(response: reqwest::Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// Reads server-sent events.
pub struct Events {
    response: reqwest::Response,
    read: String,
}

impl Events {
    pub async fn of(browser: &Browser, path: &str) -> Self {
        let response = browser.request(reqwest::Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200);
        Self {
            response,
            read: String::new(),
        }
    }

    /// The next view; none when the stream has ended.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            let (name, data) = self.next_named().await?;
            if name == "message" {
                return Some(serde_json::from_str(&data).unwrap());
            }
        }
    }

    /// The name and the data of the next event that is no sign of life.
    pub async fn next_named(&mut self) -> Option<(String, String)> {
        loop {
            while let Some((event, rest)) = self.read.split_once("\n\n") {
                let field = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(str::to_owned)
                };
                let (name, data) = (field("event: "), field("data: "));
                self.read = rest.to_owned();
                let name = name.unwrap_or("message".to_owned());
                if let Some(data) = data.filter(|_| name != "alive") {
                    return Some((name, data));
                }
            }
            let chunk = tokio::time::timeout(Duration::from_secs(30), self.response.chunk()).await;
            let chunk = chunk.expect("an event in time").unwrap_or(None)?;
            self.read.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}
