//! A fleet takes a publication from one server: how long until the last kiosk has it, what each moves, what the server needs.
//!
//! A kiosk here is what the server sees of one: it asks as often, and fetches what it lacks. The short form is in every run of
//! the tests; `TEST_FULL=1` with `--release`, as in `tests/long`, gives 500 kiosks and 5 MB, and figures worth quoting.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/bundles.rs"]
mod bundles;
#[path = "support/fleet.rs"]
mod fleet;
#[path = "support/server_process.rs"]
mod server_process;

use std::{
    collections::BTreeSet,
    env, fs,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use bundles::minimal;
use parter::{
    bundle::Manifest,
    content::files::Files,
    protocol::{content::Published, record::Hash, secret::Token, version},
    server::store::sqlite::Sqlite,
    sync::Timing,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::{StatusCode, header};
use server_process::ServerProcess;
use tokio::{
    sync::{Barrier, watch},
    task::JoinSet,
    time::sleep,
};

struct Size {
    kiosks: usize,
    /// Of the pack, beside its texts.
    bytes: usize,
    /// Between two questions of a kiosk.
    pause: Duration,
}

fn size() -> Size {
    if env::var_os("TEST_FULL").is_some() {
        Size {
            kiosks: 500,
            bytes: 5_000_000,
            pause: Timing::default().content,
        }
    } else {
        Size {
            kiosks: 20,
            bytes: 400_000,
            pause: Duration::from_millis(300),
        }
    }
}

const PICTURE: usize = 100_000;
/// The version after which the fleet has nothing to do.
const LAST: u64 = 2;

#[tokio::test(flavor = "multi_thread")]
async fn a_fleet_takes_a_publication_and_then_the_change_of_one_service() {
    let Size { kiosks, bytes, pause } = size();
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("server")).unwrap();
    let tokens = fleet::enrol(&store, "minimal", kiosks).await;
    store.close();
    let server = ServerProcess::start(folder.path(), None);
    let ready = Arc::new(Barrier::new(kiosks + 1));
    let (tell, wanted) = watch::channel(1);
    let mut at_work = JoinSet::new();
    for (n, token) in tokens.into_iter().enumerate() {
        let kiosk = Kiosk::new(&server, token, n as u64);
        at_work.spawn(kiosk.work(pause, ready.clone(), wanted.clone()));
    }
    ready.wait().await;
    for (version, what) in [(1, "all of it"), (2, "the change of one service")] {
        let pack = folder.path().join(format!("pack-{version}"));
        write(&pack, &files(version, bytes));
        let began = Instant::now();
        publish(&server, folder.path(), &pack);
        let published = began.elapsed();
        ready.wait().await;
        let told = format!(
            "{kiosks} kiosks have {what} {:.1} s after it was published, which took {:.1} s",
            (began.elapsed() - published).as_secs_f64(),
            published.as_secs_f64()
        );
        tell.send_replace(version + 1);
        println!("{told}; the server's memory: {:.0} MB at most", server.peak_megabytes());
    }
    let moved = at_work.join_all().await;
    for (turn, least) in [(0, bytes), (1, 1)] {
        let of: Vec<usize> = moved.iter().map(|moved| moved[turn]).collect();
        let (fewest, most) = (of.iter().min().unwrap(), of.iter().max().unwrap());
        println!("bytes to each kiosk: {fewest} to {most}");
        assert!(*fewest >= least);
    }
    let small = moved.iter().map(|moved| moved[1]).max().unwrap();
    assert!(small < PICTURE / 2, "what a kiosk has is not sent again: {small} bytes");
}

/// The minimal pack with pictures, of which none changes from one version to the next.
fn files(version: u64, bytes: usize) -> Files {
    let mut files = minimal(version);
    let mut rng = StdRng::seed_from_u64(5);
    for n in 0..bytes.div_ceil(PICTURE) {
        let picture: Vec<u8> = (0..PICTURE).map(|_| rng.random()).collect();
        files.insert(format!("pictures/{n:03}.jpg"), picture);
    }
    if version > 1 {
        let text = files.text("services.toml").unwrap();
        files.insert("services.toml", format!("{text}\n# The fee was read again.\n"));
    }
    files
}

fn write(folder: &Path, files: &Files) {
    for (name, bytes) in files.iter() {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn publish(server: &ServerProcess, folder: &Path, pack: &Path) {
    let config = folder.join(format!("server-{}.toml", server.address.port()));
    let done = Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(["server", "publish"])
        .arg(pack)
        .arg("--config")
        .arg(config)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// As the server sees it.
struct Kiosk {
    http: reqwest::Client,
    base: String,
    token: Token,
    rng: StdRng,
    has: BTreeSet<Hash>,
    known: Option<(u64, Hash)>,
    moved: usize,
}

impl Kiosk {
    fn new(server: &ServerProcess, token: Token, seed: u64) -> Self {
        // Fails only when it is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60));
        Self {
            http: http.build().unwrap(),
            base: format!("http://{}/api/v1", server.address),
            token,
            rng: StdRng::seed_from_u64(seed),
            has: BTreeSet::new(),
            known: None,
            moved: 0,
        }
    }

    /// Takes each version that is wanted. What came for each of them, in bytes.
    async fn work(mut self, pause: Duration, ready: Arc<Barrier>, mut wanted: watch::Receiver<u64>) -> Vec<usize> {
        self.ask().await;
        ready.wait().await;
        let mut moved = Vec::new();
        loop {
            let want = *wanted.borrow_and_update();
            if want > LAST {
                return moved;
            }
            self.moved = 0;
            // A fleet's kiosks ask at different moments.
            sleep(pause.mul_f64(self.rng.random())).await;
            self.ask().await;
            while self.known.as_ref().is_none_or(|(version, _)| *version < want) {
                sleep(pause.mul_f64(0.75 + self.rng.random::<f64>() / 2.0)).await;
                self.ask().await;
            }
            moved.push(self.moved);
            ready.wait().await;
            wanted.changed().await.unwrap();
        }
    }

    async fn ask(&mut self) {
        let version = self.known.as_ref().map(|(version, _)| format!("?version={version}"));
        let mut call = self.get(&format!("content{}", version.unwrap_or_default()));
        if let Some((_, manifest)) = &self.known {
            call = call.header(header::IF_NONE_MATCH, format!("\"{manifest}\""));
        }
        let answer = call.send().await.unwrap();
        match answer.status() {
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => return,
            status => assert_eq!(status, StatusCode::OK),
        }
        let body = answer.bytes().await.unwrap();
        self.moved += body.len();
        let published: Published = serde_json::from_slice(&body).unwrap();
        let manifest: Manifest = serde_json::from_str(&published.manifest).unwrap();
        for file in &manifest.files {
            if self.has.insert(file.sha256) {
                let answer = self.get(&format!("objects/{}", file.sha256)).send().await.unwrap();
                assert_eq!(answer.status(), StatusCode::OK);
                let bytes = answer.bytes().await.unwrap();
                assert_eq!(Hash::of(&bytes), file.sha256);
                self.moved += bytes.len();
            }
        }
        self.known = Some((manifest.version, Hash::of(published.manifest.as_bytes())));
    }

    fn get(&self, call: &str) -> reqwest::RequestBuilder {
        self.http
            .get(format!("{}/{call}", self.base))
            .bearer_auth(self.token.reveal())
            .header(version::HEADER, version::KNOWN.to_string())
    }
}
