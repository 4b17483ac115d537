//! From a publication at the server to a kiosk that shows it: on a good line and a bad one, online and back from an outage.

#[allow(dead_code)]
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use parter::{
    bundle::{Manifest, SigningKey, folder},
    clock::SystemClock,
    content::{Pack, files::Files},
    packs,
    protocol::heartbeat::PrinterState,
    server::{
        publish::{self, Aim, PublishError},
        store::{audit::Actor, devices::Changed},
    },
    store::{Store, worker::Worker},
    sync::{Content, Sync, SyncConfig, Timing, machine::Machine},
    vault::Vault,
};
use tempfile::TempDir;
use tokio::sync::watch;

use crate::bundles::{Publisher, minimal};
use crate::proxy::Proxy;
use crate::store_support;
use crate::support::TestServer;

const LONG: Duration = Duration::from_secs(30);
const ACTOR: Actor = Actor::CommandLine;

/// A kiosk without a screen.
struct Kiosk {
    content: Content,
    offers: watch::Receiver<Option<Arc<Pack>>>,
    shows: Pack,
    sync: Sync,
    worker: Worker,
}

impl Kiosk {
    /// As it starts with its state in `state`.
    fn start(state: &Path, url: &str, code: &str) -> Self {
        let own = packs::understand(&minimal(1)).unwrap();
        let mut vault = Vault::open(state, &own, Box::new(|_| Ok(()))).unwrap();
        let shows = vault.start().unwrap_or(own);
        let content = Content::new(vault, &shows);
        let config = store_support::config();
        let settings = SyncConfig {
            url: url.to_owned(),
            ca_file: None,
            code: Some(code.parse().unwrap()),
            code_file: None,
            state: state.to_owned(),
            lobby: "minimal/hall".to_owned(),
            content: content.shown(),
            printer: watch::channel(PrinterState::None).1,
            machine: Machine::default(),
            timing: Timing {
                // What is shown is told when it changes.
                heartbeat: Duration::from_secs(3_600),
                content: Duration::from_millis(50),
                patience: Duration::from_secs(3),
                ..Timing::default()
            },
        };
        let folder = state.to_owned();
        let open = move || Store::open(&folder, &config, store_support::noon());
        let worker = Worker::spawn(open, |_| ()).unwrap();
        let sync = Sync::start_with(settings, worker.handle(), SystemClock::default(), Some(content.clone())).unwrap();
        Self {
            offers: content.offers(),
            content,
            shows,
            sync,
            worker,
        }
    }

    /// What the screen would be given next; it draws it.
    async fn offered(&mut self) -> Arc<Pack> {
        let offered = tokio::time::timeout(LONG, self.offers.wait_for(Option::is_some));
        let pack = offered.await.expect("content comes").unwrap().clone().unwrap();
        self.offers.mark_unchanged();
        self.content.drew(&pack);
        pack
    }

    /// Waits for this version.
    async fn until(&mut self, version: u64) {
        let is_it = |pack: &Option<Arc<Pack>>| pack.as_ref().is_some_and(|pack| pack.info.version == version);
        let offered = tokio::time::timeout(LONG, self.offers.wait_for(is_it)).await;
        let pack = offered.expect("content comes").unwrap().clone().unwrap();
        self.content.drew(&pack);
    }

    async fn stop(self) {
        let Self { sync, worker, .. } = self;
        tokio::task::spawn_blocking(|| {
            sync.shutdown();
            worker.shutdown();
        })
        .await
        .unwrap();
    }
}

/// A server, with a kiosk's state and code.
struct Given {
    server: TestServer,
    state: TempDir,
    code: String,
}

impl Given {
    async fn new() -> Self {
        let server = TestServer::with(|config| config.metrics.token = Some("watcher".to_owned())).await;
        let code = server.offer("minimal").await;
        Self {
            server,
            state: TempDir::new().unwrap(),
            code,
        }
    }

    fn kiosk(&self) -> Kiosk {
        Kiosk::start(self.state.path(), &self.server.url, &self.code)
    }

    async fn publish(&self, files: &Files) -> Result<Manifest, PublishError> {
        let key = self.server.publishing_key().await;
        self.publish_with(&key, files).await
    }

    async fn publish_with(&self, key: &SigningKey, files: &Files) -> Result<Manifest, PublishError> {
        let (store, now) = (self.server.app.store.as_ref(), self.server.app.now());
        publish::pack(store, key, files, Aim::default(), &ACTOR, now).await
    }

    /// So many requests of this route were answered so.
    async fn answered(&self, route: &str, status: u16) -> u64 {
        let request = self.server.client.get(format!("{}/metrics", self.server.url));
        let text = request
            .bearer_auth("watcher")
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let name = format!("parter_requests_total{{route=\"{route}\",status=\"{status}\"}} ");
        let line = text.lines().find_map(|line| line.strip_prefix(&name));
        line.map_or(0, |count| count.parse().unwrap())
    }

    /// Waits until the kiosk's heartbeat tells of this content.
    async fn until_told(&self, pack: &Pack) {
        let began = Instant::now();
        loop {
            let fleet = self.server.app.store.fleet(self.server.app.now()).await.unwrap();
            let told = fleet.iter().find_map(|report| report.heartbeat.clone());
            if told.is_some_and(|told| told.content == pack.shown()) {
                return;
            }
            assert!(began.elapsed() < LONG, "the kiosk never tells of it");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

const OBJECTS: &str = "/api/v1/objects/{sha256}";
const CONTENT: &str = "/api/v1/content";

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_comes_to_the_kiosk_and_a_change_moves_what_has_changed() {
    let given = Given::new().await;
    let mut kiosk = given.kiosk();
    assert_eq!(kiosk.shows.info.version, 1);
    given.publish(&minimal(2)).await.unwrap();
    let pack = kiosk.offered().await;
    assert_eq!((pack.info.version, pack.sha256), (2, minimal(2).hash()));
    given.until_told(&pack).await;
    assert_eq!(given.answered(OBJECTS, 200).await, 10, "every file once");
    given.publish(&minimal(3)).await.unwrap();
    kiosk.until(3).await;
    assert_eq!(given.answered(OBJECTS, 200).await, 11, "the one that has changed");
    // From then on it is answered in a few bytes.
    let before = given.answered(CONTENT, 304).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(given.answered(CONTENT, 304).await >= before + 3);
    assert_eq!(given.answered(CONTENT, 200).await, 2);
    kiosk.stop().await;
    assert_eq!(given.kiosk().shows.info.version, 3);
    given.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_line_that_breaks_it_comes_all_the_same() {
    let given = Given::new().await;
    let mut files = minimal(2);
    // Longer than most connections live.
    let long = (0..40_000).map(|n| format!("# {n}\n")).collect::<String>();
    let services = files.text("services.toml").unwrap().to_owned() + &long;
    files.insert("services.toml", services);
    let address = given.server.url.strip_prefix("http://").unwrap().parse().unwrap();
    let proxy = Proxy::start(address, rand::random());
    let mut kiosk = Kiosk::start(given.state.path(), &format!("http://{}", proxy.address), &given.code);
    given.publish(&files).await.unwrap();
    let pack = kiosk.offered().await;
    assert_eq!(pack.sha256, files.hash());
    kiosk.stop().await;
    given.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_while_it_was_away_comes_on_its_return() {
    let given = Given::new().await;
    let mut kiosk = given.kiosk();
    given.publish(&minimal(2)).await.unwrap();
    kiosk.offered().await;
    kiosk.stop().await;
    for version in 3..6 {
        given.publish(&minimal(version)).await.unwrap();
    }
    let mut kiosk = given.kiosk();
    assert_eq!(kiosk.shows.info.version, 2, "without the network too");
    let pack = kiosk.offered().await;
    assert_eq!(pack.info.version, 5, "straight to the newest");
    kiosk.stop().await;
    given.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_takes_over_and_a_kiosk_that_was_away_follows() {
    let given = Given::new().await;
    let mut kiosk = given.kiosk();
    given.publish(&minimal(2)).await.unwrap();
    kiosk.offered().await;
    kiosk.stop().await;
    let (store, now) = (given.server.app.store.as_ref(), given.server.app.now());
    let old = given.server.publishing_key().await;
    let next = Publisher::new();
    store.trust_key(&next.public(), &ACTOR, now).await.unwrap();
    let both = given.publish_with(&old, &minimal(3)).await.unwrap();
    assert_eq!(both.keys.len(), 2);
    let revoked = store.revoke_key(old.public(), &ACTOR, now).await.unwrap();
    assert_eq!(revoked, Changed::Done);
    let alone = given.publish_with(&next.key, &minimal(4)).await.unwrap();
    assert_eq!(alone.keys, [next.public()]);
    let as_before = given.publish_with(&next.key, &minimal(5)).await.unwrap();
    assert_eq!(as_before.keys, []);
    let mut kiosk = given.kiosk();
    kiosk.until(5).await;
    // Whoever still has the old key is believed no more.
    given.publish_with(&old, &minimal(6)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    kiosk.stop().await;
    assert_eq!(given.kiosk().shows.info.version, 5);
    given.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_signed_elsewhere_is_published_if_its_key_is_trusted() {
    let given = Given::new().await;
    let (store, now) = (given.server.app.store.as_ref(), given.server.app.now());
    let offline = Publisher::new();
    let dir = TempDir::new().unwrap();
    let bundle = dir.path().join("bundle");
    let (_, signed) = offline.publish(&minimal(2));
    folder::write(&bundle, &signed, &minimal(2)).unwrap();
    let publish = async || publish::bundle(store, &bundle, None, &ACTOR, now).await;
    let refused = publish().await.unwrap_err();
    assert!(matches!(refused, PublishError::Refused(_)), "{refused}");
    store.trust_key(&offline.public(), &ACTOR, now).await.unwrap();
    publish().await.unwrap();
    let again = publish().await.unwrap_err();
    assert!(matches!(again, PublishError::NotNewer { present: 2 }), "{again}");
    let mut kiosk = given.kiosk();
    assert_eq!(kiosk.offered().await.info.version, 2);
    kiosk.stop().await;
    given.server.shutdown().await;
}

#[tokio::test]
async fn the_publishing_key_is_made_once_and_for_the_servers_eyes_alone() {
    use std::os::unix::fs::PermissionsExt;
    let given = Given::new().await;
    let first = given.server.publishing_key().await.public().clone();
    assert_eq!(
        given.server.app.store.trusted_keys().await.unwrap(),
        std::slice::from_ref(&first)
    );
    let beside = given.server.beside().await;
    assert_eq!(*beside.publishing_key().await.public(), first);
    let file = std::fs::metadata(beside.folder().join("publishing.key")).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
    beside.shutdown().await;
    given.server.shutdown().await;
}

#[tokio::test]
async fn a_faulty_pack_is_not_published() {
    let given = Given::new().await;
    let mut files = minimal(2);
    files.insert("hours.toml", "no = [");
    let refused = given.publish(&files).await.unwrap_err();
    assert!(refused.to_string().contains("hours.toml"), "{refused}");
    assert_eq!(given.server.app.store.publications("minimal").await.unwrap(), []);
    given.server.shutdown().await;
}
