//! What is published comes to the screen between two visitors, and what is bound to days goes by itself, without a network.

use std::{
    cell::Cell,
    path::Path,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use parter::{
    bundle::{SigningKey, seal},
    clock::Clock,
    config::Config,
    content::{Pack, files::Files},
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    packs::{self, builtin},
    protocol::record::Hash,
    sync::Content,
    vault::Vault,
};
use tempfile::TempDir;

const LONG: Duration = Duration::from_secs(30);

/// A clock that is set by hand.
struct Hands {
    now: Cell<DateTime<Utc>>,
    uptime: Cell<Duration>,
}

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        self.now.get()
    }

    fn uptime(&self) -> Duration {
        self.uptime.get()
    }
}

/// Samokov's pack as a later version, with one service less and a notice.
fn next(version: u64) -> Files {
    let mut files = builtin::files("samokov").unwrap();
    let text = files
        .text("pack.toml")
        .unwrap()
        .replace("version = 1\n", &format!("version = {version}\n"));
    files.insert("pack.toml", text);
    let notice =
        "[[notice]]\nid = \"closed\"\nto = 2026-11-23\ntext = { bg = \"Днес до обяд\", en = \"Today until noon\" }\n";
    files.insert("notices.toml", notice);
    files
}

struct Lobby {
    kiosk: Kiosk,
    clock: Rc<Hands>,
    content: Content,
    state: TempDir,
}

impl Lobby {
    fn new() -> Self {
        let state = tempfile::tempdir().unwrap();
        let own = own();
        let content = Content::new(vault(state.path()), &own);
        let clock = Rc::new(Hands {
            now: Cell::new("2026-11-23T08:30:00Z".parse().unwrap()),
            uptime: Cell::default(),
        });
        let mut kiosk = Kiosk::new(Config::default(), own.into(), clock.clone());
        kiosk.show_published(content.clone());
        Self {
            kiosk,
            clock,
            content,
            state,
        }
    }

    fn second(&mut self) {
        self.clock.uptime.set(self.clock.uptime.get() + Duration::from_secs(1));
        self.kiosk.tick();
    }

    fn offer(&self, version: u64) {
        let pack = packs::understand(&next(version)).unwrap();
        self.content.offer(Arc::new(pack));
    }

    fn version(&self) -> u64 {
        self.kiosk.pack.info.version
    }

    /// What the heartbeat tells.
    fn told(&self) -> u64 {
        self.content.shown().borrow().version
    }

    fn notices(&self) -> usize {
        let today = self.kiosk.today();
        self.kiosk
            .pack
            .notices
            .iter()
            .filter(|notice| notice.is_shown(today))
            .count()
    }
}

fn own() -> Pack {
    packs::load("samokov").unwrap()
}

fn vault(state: &Path) -> Vault {
    Vault::open(state, &own(), Box::new(|_| Ok(()))).unwrap()
}

#[test]
fn new_content_waits_for_the_visitor_to_leave() {
    let mut lobby = Lobby::new();
    lobby.second();
    lobby.kiosk.touched();
    lobby.kiosk.session.go(Screen::Contacts);
    lobby.offer(2);
    for _ in 0..40 {
        lobby.second();
    }
    assert_eq!((lobby.version(), lobby.kiosk.session.screen()), (1, Screen::Contacts));
    // They have gone without a word, and are forgotten after a while.
    for _ in 0..40 {
        lobby.second();
    }
    assert_eq!((lobby.version(), lobby.kiosk.session.screen()), (2, Screen::Home));
}

#[test]
fn new_content_is_shown_within_a_second_where_nobody_stands() {
    let mut lobby = Lobby::new();
    lobby.second();
    let before = lobby.kiosk.moment();
    lobby.offer(2);
    lobby.second();
    assert_eq!(lobby.version(), 2);
    assert_ne!(lobby.kiosk.moment(), before, "the screen is drawn anew");
    assert_eq!(lobby.told(), 1, "the server is not told before it was drawn");
    lobby.second();
    assert_eq!(lobby.told(), 2);
    // Of several the last.
    lobby.offer(3);
    lobby.offer(4);
    lobby.second();
    lobby.second();
    assert_eq!((lobby.version(), lobby.told()), (4, 4));
}

#[test]
fn services_are_found_in_the_new_content() {
    let mut lobby = Lobby::new();
    let found = |lobby: &Lobby| lobby.kiosk.index.services("микробус", "bg").len();
    assert_eq!(found(&lobby), 0);
    let mut files = next(2);
    let services = files
        .text("services.toml")
        .unwrap()
        .replace("bg = \"Лични карти", "bg = \"Микробуси");
    files.insert("services.toml", services);
    lobby.content.offer(Arc::new(packs::understand(&files).unwrap()));
    lobby.second();
    assert!(found(&lobby) > 0);
}

#[test]
fn a_notice_goes_with_its_last_day_by_itself() {
    let mut lobby = Lobby::new();
    lobby.offer(2);
    lobby.second();
    assert_eq!(lobby.notices(), 1);
    lobby.clock.now.set("2026-11-23T22:30:00Z".parse().unwrap());
    lobby.second();
    assert_eq!(lobby.notices(), 0, "it is past midnight in the lobby");
}

#[test]
fn what_was_drawn_is_on_trial_no_more() {
    let mut lobby = Lobby::new();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("key");
    SigningKey::generate(&path, None).unwrap();
    let key = SigningKey::read(&path, || unreachable!()).unwrap();
    let files = next(2);
    let (manifest, signed) = seal::seal(&files, &key, DateTime::UNIX_EPOCH, Vec::new()).unwrap();
    let mut vault = vault(lobby.state.path());
    vault.enrolled(Hash([1; 32]), &[key.public().clone()]).unwrap();
    vault.accept(&signed).unwrap();
    for (hash, size, _) in vault.missing(&manifest) {
        let (_, bytes) = files.iter().find(|(_, bytes)| Hash::of(bytes) == hash).unwrap();
        vault.receive(&hash, size, bytes).unwrap();
    }
    let pack = vault.switch().unwrap();
    // As a start does it.
    let content = Content::new(vault, &pack);
    lobby.kiosk.pack = pack.into();
    lobby.kiosk.show_published(content);
    let state = lobby.state.path().join("content/state.json");
    let is_on_trial = || {
        let text = std::fs::read_to_string(&state).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["trials"] != 0
    };
    assert!(is_on_trial());
    lobby.second();
    let began = Instant::now();
    while is_on_trial() {
        assert!(began.elapsed() < LONG, "it stays on trial");
        std::thread::sleep(Duration::from_millis(10));
    }
}
