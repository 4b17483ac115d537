//! From an editor's browser to the kiosk's real window and back: what is published is seen there within seconds, what is taken
//! back is gone, and a kiosk that was cut off shows it on its return. The pictures are in `target/pages`.
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
    path::Path,
    thread,
    time::{Duration, Instant},
};

use chrono::Utc;
use kiosk_window::{KioskWindow, drawn, is_the_same};
use line::{Fate, Line};
use parter::{
    content::files::Files,
    packs::{self, builtin},
    protocol::secret::EnrolmentCode,
    server::{
        auth::passwords,
        publish,
        store::{
            audit::Actor,
            devices::{Devices, NewDevice, Offer},
            publications::Publications,
            sqlite::Sqlite,
            users::{Role, Users},
        },
    },
};
use server_process::ServerProcess;
use tokio::runtime::Runtime;

const NAME: &str = "m.ivanova";
const PASSWORD: &str = "green door by the stairs";
/// From the publication to the screen.
const IN_TIME: Duration = Duration::from_secs(10);

/// The screens that are looked at: what is first, and a service with its fee.
const HOME: &[&str] = &["--screen", "home"];
const SERVICE: &[&str] = &["--screen", "service", "--service", "2000"];

#[test]
fn what_an_editor_publishes_is_in_the_window_within_seconds_and_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("server");
    let code = EnrolmentCode::random(&mut rand::rng());
    prepare(&state, &code);
    let server = ServerProcess::start(folder.path(), None);
    let line = Line::to(server.address);
    let settings = [
        ("SERVER__URL", line.address.as_str()),
        ("SERVER__ENROLMENT_CODE", &code.to_string()),
    ];
    let mut kiosk = KioskWindow::open(&folder.path().join("kiosk"), &settings);

    let before = builtin::files("kyustendil").unwrap();
    kiosk.shows("the home screen", &before, HOME);
    kiosk.keep("window-1-before");
    look_at_the_fee(&mut kiosk, &before, "window-1-before-fee");

    in_time(&kiosk, "the notice", || {
        edit(&server, "publish", "Каса 2 не работи днес.");
    });
    let published = newest(&state);
    assert_eq!((fee(&before), fee(&published)), (800, 750));
    for screen in [HOME, SERVICE] {
        let differ = !is_the_same(&drawn(&before, screen), &drawn(&published, screen));
        assert!(differ, "{screen:?} shows what was published");
    }
    kiosk.shows("the notice", &published, HOME);
    kiosk.keep("window-2-published");
    look_at_the_fee(&mut kiosk, &published, "window-2-published-fee");

    in_time(&kiosk, "what was shown before", || edit(&server, "take-back", ""));
    kiosk.shows("what was shown before", &before, HOME);
    kiosk.keep("window-3-taken-back");
    look_at_the_fee(&mut kiosk, &before, "window-3-taken-back-fee");

    // Cut off, it asks in vain and goes on with what it has.
    line.set(Fate::Cut);
    edit(&server, "publish-again", "");
    let asked = line.cut_off();
    while line.cut_off() < asked + 2 {
        thread::sleep(Duration::from_millis(50));
    }
    assert!(kiosk.is(&before, HOME), "nothing has come");
    line.set(Fate::Pass);
    kiosk.shows("on its return, the notice", &newest(&state), HOME);
}

/// A server's database with an editor, which expects the kiosk.
fn prepare(state: &Path, code: &EnrolmentCode) {
    let store = Sqlite::open(state).unwrap();
    let device = NewDevice {
        id: "hall".to_owned(),
        name: "hall".to_owned(),
        municipality: "kyustendil".to_owned(),
    };
    let offer = Offer {
        name: code.offer().to_owned(),
        sha256: code.hash(),
    };
    Runtime::new().unwrap().block_on(async {
        let (actor, now) = (Actor::CommandLine, Utc::now());
        let hash = passwords::hash(PASSWORD.to_owned()).await.unwrap();
        store.add_user(NAME, Role::Editor, &hash, &actor, now).await.unwrap();
        store.create_device(&device, &offer, &actor, now).await.unwrap();
    });
    store.close();
}

fn edit(server: &ServerProcess, act: &str, text: &str) {
    let base = format!("http://{}", server.address);
    let with = [("ACT", act), ("TEXT", text), ("NAME", NAME), ("PASSWORD", PASSWORD)];
    browser::walk("publish.mjs", &base, &with);
}

/// What was published last.
fn newest(state: &Path) -> Files {
    let store = Sqlite::open(state).unwrap();
    let files = Runtime::new().unwrap().block_on(async {
        let shown = store.shown(Utc::now()).await.unwrap();
        let (_, manifest) = shown.into_iter().find(|(town, _)| town == "kyustendil").unwrap();
        publish::stored(&store, &manifest).await.unwrap().unwrap()
    });
    store.close();
    files
}

/// The ordinary one of the service, in cents.
fn fee(files: &Files) -> u64 {
    let pack = packs::understand(files).unwrap();
    u64::from(pack.service("2000").unwrap().fees[0].cents)
}

/// The window changes in time after the act.
fn in_time(kiosk: &KioskWindow, what: &str, act: impl FnOnce()) {
    let before = kiosk.picture();
    act();
    let began = Instant::now();
    kiosk.wait(what, |seen| !is_the_same(seen, &before));
    let took = began.elapsed();
    println!("{what}: {:.1} s after the browser was done", took.as_secs_f64());
    assert!(took < IN_TIME, "{what}: {took:?}");
}

/// As a visitor finds it, by touch.
fn look_at_the_fee(kiosk: &mut KioskWindow, files: &Files, name: &str) {
    // «Услуги и документи», below the notice or where it stands without one; «Пътуване и чужбина»; its one service.
    kiosk.tap((270, 450));
    kiosk.shows("the services", files, &["--screen", "services"]);
    let services = kiosk.picture();
    kiosk.tap((400, 477));
    kiosk.wait("that group", |seen| seen.pixels != services.pixels);
    kiosk.tap((270, 200));
    kiosk.shows("the service with its fee", files, SERVICE);
    kiosk.keep(name);
    // The visit ends. By itself it would after half a minute, and until then nothing new is shown.
    kiosk.start_again();
    kiosk.shows("the home screen again", files, HOME);
}
