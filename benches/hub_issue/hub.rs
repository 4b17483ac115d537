//! The hub: the real store on the real disk, and the lobby's server, in a process that is killed in the end.

use std::{
    collections::BTreeSet,
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use chrono::{DateTime, Utc};
use parter::{
    clock::{Clock, Shifted, SystemClock},
    config::{self, Config},
    lobby::{
        Lobby, LobbyConfig,
        orders::{self, Answer, Order},
    },
    packs,
    store::{Store, StoreConfig, worker::Worker},
};
use serde_json::Value;

pub const FOLDER: &str = "PARTER_BENCH_HUB_FOLDER";

/// Serves until killed.
pub fn be(folder: &Path) {
    let counter = "[[lobby.counter]]\nid = \"1\"\nqueues = [\"kasa\"]";
    let text = format!(
        "state = \"{}\"\nlobby.listen = \"127.0.0.1:0\"\n{counter}",
        folder.display()
    );
    let config: Config = config::parse(&text, "kiosk.toml", &[]).unwrap();
    let pack = Arc::new(packs::load("kyustendil").unwrap());
    let settings = LobbyConfig::of(&config, &pack).unwrap().unwrap();
    let lobby = StoreConfig {
        lobby: "kyustendil/main".to_owned(),
        zone: pack.zone(),
        bucket_hours: 24,
        repeat_window: Duration::from_secs(10),
    };
    let state = folder.to_owned();
    // A Monday morning: at night the lobby's day ends.
    let system = SystemClock::default();
    let morning = "2026-11-23T08:00:00Z".parse::<DateTime<Utc>>().unwrap();
    let clock = Shifted::new(system, morning - system.now());
    let worker = Worker::spawn(move || Store::open(&state, &lobby, clock.now()), |_| ()).unwrap();
    let lobby = Lobby::start(settings, worker.handle(), pack, clock).unwrap();
    println!("http://{}", lobby.address);
    loop {
        thread::park();
    }
}

pub struct Hub {
    process: Child,
    pub url: String,
    pub token: String,
}

pub fn start(folder: &Path) -> Hub {
    let mut process = Command::new(env::current_exe().unwrap())
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(process.stdout.take().unwrap())
        .read_line(&mut url)
        .unwrap();
    let url = url.trim().to_owned();
    let Answer::Code(code) = orders::give(folder, &Order::Pair("kiosk".to_owned())).unwrap() else {
        panic!("no code")
    };
    let token = paired(&url, &code.to_string());
    Hub { process, url, token }
}

fn paired(url: &str, code: &str) -> String {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let body = format!(r#"{{"code": "{code}", "kiosk": "bench"}}"#);
    let answer = runtime.block_on(async {
        let request = crate::clients::client().post(format!("{url}/api/kiosk/pair"));
        let request = request.header("content-type", "application/json").body(body);
        request.send().await.unwrap().text().await.unwrap()
    });
    let answer: Value = serde_json::from_str(&answer).unwrap();
    answer["token"].as_str().unwrap().to_owned()
}

impl Hub {
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// The tickets in the file, as an opening finds it.
pub fn kept(folder: &Path) -> BTreeSet<(String, u32)> {
    let conn = rusqlite::Connection::open(folder.join("parter.db")).unwrap();
    let mut query = conn.prepare("SELECT code, seq FROM visits").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}
