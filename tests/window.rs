//! The real window on a display that nobody sees, touched by a finger and looked at.
#![cfg(feature = "kiosk")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/display.rs"]
mod display;
#[path = "support/service_manager.rs"]
mod service_manager;

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use display::{Display, Picture};
use parter::{
    content::colour::Rgb,
    packs,
    store::{Store, StoreConfig},
};
use service_manager::ServiceManager;

/// The demonstration on that display, on a Monday morning.
struct Running(Child);

impl Running {
    fn start(display: &Display, state: &Path) -> Self {
        let kiosk = Command::new(env!("CARGO_BIN_EXE_parter"))
            .args(["demo", "--at", "2026-11-23T10:30"])
            .env("DISPLAY", &display.name)
            .env("PARTER_STATE", state)
            .env("PARTER_SCREEN__WIDTH", display.width.to_string())
            .env("PARTER_SCREEN__HEIGHT", display.height.to_string())
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .spawn()
            .expect("the kiosk starts");
        Self(kiosk)
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.0.id().to_string()])
            .status();
        assert!(sent.is_ok_and(|status| status.success()), "{name} is sent");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_finger_takes_a_ticket_and_a_phone_reads_its_code() {
    let state = tempfile::tempdir().expect("a folder");
    let display = Display::start(540, 960);
    let running = Running::start(&display, state.path());

    // What is in the municipality's colour is what leads on: the ticket tile, the first queue, the button.
    let home = settled(&display, "the home screen", |picture| !picture.is_blank());
    display.tap(home.largest(accent()).expect("the ticket tile"));
    let queues = settled(&display, "the queues", |picture| *picture != home);
    display.tap(queues.largest(accent()).expect("a queue's letter"));
    let check = settled(&display, "what to bring", |picture| *picture != queues);
    display.tap(check.largest(accent()).expect("the ticket button"));
    // The code leads to the ticket's page on the demonstration's server, once the kiosk has told it of the ticket.
    let page = display.wait("the ticket's code", |picture| picture.qr_texts().pop());
    assert!(page.contains("/t/"), "a ticket's page: {page}");
    display.wait("the first ticket of the day on its page", |_| {
        get(&page).contains("001").then_some(())
    });

    // The kiosk dies; the ticket that was seen is on the disk.
    drop(running);
    let lobby = StoreConfig {
        lobby: "kyustendil/any".to_owned(),
        zone: chrono_tz::Europe::Sofia,
        bucket_hours: 24,
        repeat_window: Duration::from_secs(10),
    };
    let at = "2026-11-23T09:00:00Z".parse().expect("a time");
    let mut opened = Store::open(state.path(), &lobby, at).expect("the store opens without a hand");
    assert_eq!(opened.store.counts().expect("counted").visits, 1);
}

#[test]
fn a_pack_that_is_missing_gives_a_calm_screen_until_it_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("kiosk.toml");
    fs::write(&config, "pack = \"./town\"\n[screen]\nwidth = 540\nheight = 960\n").expect("written");
    let display = Display::start(540, 960);
    let kiosk = Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(["kiosk", "--config"])
        .arg(&config)
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .stderr(Stdio::null())
        .spawn()
        .expect("the kiosk starts");
    let _running = Running(kiosk);

    settled(&display, "a calm screen", |picture| {
        !picture.is_blank() && picture.largest(accent()).is_none()
    });
    let log = fs::read_dir(folder.path().join("state/log"))
        .expect("a log")
        .flatten()
        .next()
        .expect("a file");
    let line = fs::read_to_string(log.path()).expect("read");
    assert!(
        line.contains("town") && line.contains("mend it"),
        "staff are told: {line}"
    );

    copy("assets/packs/kyustendil", &folder.path().join("town"));
    settled(&display, "the home screen", |picture| {
        picture.largest(accent()).is_some()
    });
}

#[test]
fn the_service_manager_hears_that_the_screen_is_seen_and_alive_and_of_a_visit() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("kiosk.toml");
    fs::write(&config, "[screen]\nwidth = 540\nheight = 960\n").expect("written");
    let visit = folder.path().join("visit");
    fs::write(&visit, "").expect("what a kiosk that was killed leaves");
    let manager = ServiceManager::listen(&folder.path().join("notify"));
    let display = Display::start(540, 960);
    let kiosk = Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(["kiosk", "--config"])
        .arg(&config)
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("NOTIFY_SOCKET", &manager.address)
        .env("WATCHDOG_USEC", "400000")
        .env("RUNTIME_DIRECTORY", folder.path())
        .stderr(Stdio::null())
        .spawn()
        .expect("the kiosk starts");
    let kiosk = Running(kiosk);

    manager.hears("READY=1");
    // It was handed to the display when that was said; the display shows it in its own time.
    display.wait("the home screen", |picture| picture.largest(accent()).map(|_| ()));
    assert!(!visit.exists(), "nobody stands there");
    manager.hears("WATCHDOG=1");

    // All its threads are held, the screen's among them. That the pulse comes from the screen's own thread is its timer's
    // nature; a held process shows that nobody else sends it.
    kiosk.signal("STOP");
    manager.forget();
    assert_eq!(manager.within(Duration::from_secs(1)), Vec::<String>::new());
    kiosk.signal("CONT");
    manager.hears("WATCHDOG=1");

    display.tap((270, 30));
    eventually("a visit", || visit.exists());
}

#[test]
fn a_machine_without_settings_says_what_it_waits_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let manager = ServiceManager::listen(&folder.path().join("notify"));
    let display = Display::start(540, 960);
    let notice = Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(["machine", "notice", "insert-stick", "--settings"])
        .arg(folder.path().join("none"))
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("NOTIFY_SOCKET", &manager.address)
        .spawn()
        .expect("the notice starts");
    let _notice = Running(notice);
    manager.hears("READY=1");
    settled(&display, "the notice", |picture| !picture.is_blank());
}

#[test]
fn without_a_display_there_is_one_sentence_and_a_way_out() {
    let state = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_parter"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env("PARTER_STATE", state.path())
        // Another server than its own, so that two demonstrations never want one port.
        .env("PARTER_SERVER__URL", "http://127.0.0.1:9")
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("no display") && said.contains("parter shot"), "{said}");
}

/// What a browser would get from there.
fn get(url: &str) -> String {
    let (host, path) = url
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once('/'))
        .expect("an address of plain HTTP");
    let mut answer = String::new();
    let mut server = TcpStream::connect(host).expect("the server listens");
    write!(
        server,
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .expect("asked");
    server.read_to_string(&mut answer).expect("answered");
    answer
}

fn copy(from: &str, to: &Path) {
    // Complete before it gets its name, as a careful administrator would do it.
    let unnamed = to.with_extension("new");
    fs::create_dir(&unnamed).expect("made");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(from);
    for file in fs::read_dir(from).expect("the pack").flatten() {
        fs::copy(file.path(), unnamed.join(file.file_name())).expect("copied");
    }
    fs::rename(unnamed, to).expect("named");
}

fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "never: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The picture that meets `is_it` once two looks a moment apart are the same.
fn settled(display: &Display, what: &str, is_it: impl Fn(&Picture) -> bool) -> Picture {
    display.wait(what, |first| {
        thread::sleep(Duration::from_millis(150));
        let second = display.picture();
        (is_it(first) && *first == second).then_some(second)
    })
}

fn accent() -> [u8; 3] {
    let pack = packs::load("kyustendil").expect("a sound pack");
    let Rgb { red, green, blue } = pack.info.accent.parse().expect("a colour");
    [red, green, blue]
}
