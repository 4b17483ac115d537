//! A municipality from nothing: made and published with the server's pages alone, and seen on a kiosk that had nothing to
//! show before, whose configuration is what the page of its code says. The pictures are in `target/pages`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/browser.rs"]
mod browser;
#[allow(dead_code)]
#[path = "support/display.rs"]
mod display;
#[path = "support/kiosk_window.rs"]
mod kiosk_window;
#[path = "support/line.rs"]
mod line;
#[path = "support/server_process.rs"]
mod server_process;

use std::{
    thread,
    time::{Duration, Instant},
};

use chrono::Utc;
use kiosk_window::KioskWindow;
use line::{Fate, Line};
use parter::{
    content::{Pack, files::Files},
    packs::{self, builtin},
    protocol::heartbeat::ContentShown,
    server::{
        auth::passwords,
        publish,
        store::{
            audit::Actor,
            devices::Devices,
            publications::Publications,
            sqlite::Sqlite,
            users::{Role, Users},
        },
    },
};
use server_process::ServerProcess;
use tokio::runtime::Runtime;

const TOWN: &str = "novi-dol";
const EDITOR: &str = "m.ivanova";
const ADMINISTRATOR: &str = "p.petrov";
const PASSWORD: &str = "green door by the stairs";
const HOME: &[&str] = &["--screen", "home"];
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a_municipality_made_in_the_pages_is_seen_on_a_fresh_kiosk() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("server");
    let store = Sqlite::open(&state).unwrap();
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let hash = passwords::hash(PASSWORD.to_owned()).await.unwrap();
        for (name, role) in [(EDITOR, Role::Editor), (ADMINISTRATOR, Role::Administrator)] {
            let added = store.add_user(name, role, &hash, &Actor::CommandLine, Utc::now());
            added.await.unwrap();
        }
    });
    let server = ServerProcess::start(folder.path(), None);
    let base = format!("http://{}", server.address);

    let said = browser::walk(
        "new-municipality.mjs",
        &base,
        &[
            ("EDITOR", EDITOR),
            ("ADMINISTRATOR", ADMINISTRATOR),
            ("PASSWORD", PASSWORD),
        ],
    );
    let files = runtime.block_on(published(&store));
    let pack = packs::understand(&files).unwrap();
    assert!(builtin::files(TOWN).is_none(), "the program has no such pack");
    assert_eq!((pack.queues.queues.len(), pack.services.len()), (2, 5));
    assert_eq!(pack.charter.sections.len(), 3);

    let told: toml::Table = said.parse().unwrap();
    let say = |value: &toml::Value| value.as_str().unwrap().to_owned();
    let at = |key: &str| say(&told["server"][key]);
    assert_eq!((say(&told["pack"]), at("url")), (TOWN.to_owned(), base));
    let line = Line::to(server.address);
    line.set(Fate::Cut);
    let kiosk = KioskWindow::open(
        &folder.path().join("kiosk"),
        &[
            ("PACK", &say(&told["pack"])),
            ("PLACE", &say(&told["place"])),
            ("SERVER__URL", &line.address),
            ("SERVER__ENROLMENT_CODE", &at("enrolment_code")),
        ],
    );
    kiosk.shows(
        "a calm screen while nothing has come",
        &files,
        &["--screen", "out-of-service"],
    );
    kiosk.keep("new-municipality-11-waiting");

    line.set(Fate::Pass);
    kiosk.shows("its home screen", &files, HOME);
    kiosk.keep("new-municipality-12-home");
    let shown = ContentShown {
        municipality: TOWN.to_owned(),
        version: pack.info.version,
        sha256: files.hash(),
    };
    let began = Instant::now();
    while runtime.block_on(reported(&store)) != Some(shown.clone()) {
        assert!(
            began.elapsed() < PATIENCE,
            "the server is never told what the kiosk shows"
        );
        thread::sleep(Duration::from_millis(100));
    }
    visit(&kiosk, &files, &pack);
    store.close();
}

/// What is published of the municipality.
async fn published(store: &Sqlite) -> Files {
    let shown = store.shown(Utc::now()).await.unwrap();
    let (_, manifest) = shown.into_iter().find(|(town, _)| town == TOWN).unwrap();
    publish::stored(store, &manifest).await.unwrap().unwrap()
}

/// What its one kiosk has said that it shows.
async fn reported(store: &Sqlite) -> Option<ContentShown> {
    let fleet = store.fleet(Utc::now()).await.unwrap();
    fleet[0].heartbeat.as_ref().map(|heartbeat| heartbeat.content.clone())
}

/// Goes by touch where a visitor finds what was written: the charter, the queues, a service with its fee.
fn visit(kiosk: &KioskWindow, files: &Files, pack: &Pack) {
    let (unit, service) = (&pack.contacts.units[0].id, &pack.services[0].id);
    let ways: [(&str, &[Step]); 3] = [
        ("charter", &[((140, 606), &["--screen", "charter"])]),
        ("queues", &[((270, 198), &["--screen", "queues"])]),
        (
            "service",
            &[
                ((270, 425), &["--screen", "services"]),
                ((270, 237), &["--screen", "service-group", "--unit", unit]),
                ((270, 150), &["--screen", "service", "--service", service]),
            ],
        ),
    ];
    for (name, way) in ways {
        for (place, screen) in way {
            kiosk.tap(*place);
            kiosk.shows(screen[1], files, screen);
        }
        kiosk.keep(&format!("new-municipality-13-{name}"));
        kiosk.tap((140, 884));
        kiosk.shows("home again", files, HOME);
    }
}

/// A touch, and the screen that it leads to.
type Step<'a> = ((usize, usize), &'a [&'a str]);
