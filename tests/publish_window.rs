//! From an editor's browser to the kiosk's real window and back: what is published is seen there within seconds, what is taken
//! back is gone, and a kiosk that was cut off shows it on its return. The pictures are in `target/pages`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/browser.rs"]
mod browser;
#[allow(dead_code)]
#[path = "support/display.rs"]
mod display;
#[path = "support/line.rs"]
mod line;
#[path = "support/server_process.rs"]
mod server_process;

use std::{
    fs::{self, File},
    io::BufWriter,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use chrono::Utc;
use display::{Display, Picture};
use line::{Fate, Line};
use parter::{
    protocol::secret::EnrolmentCode,
    server::{
        auth::passwords,
        store::{
            audit::Actor,
            devices::{Devices, NewDevice, Offer},
            sqlite::Sqlite,
            users::{Role, Users},
        },
    },
};
use server_process::ServerProcess;
use tokio::runtime::Runtime;

const NAME: &str = "m.ivanova";
const PASSWORD: &str = "green door by the stairs";
/// The clock and the office's door stand above it.
const BAND: usize = 130;

struct Kiosk(Child);

impl Kiosk {
    /// Of Kyustendil, enrolled by `code` with the server at the end of `line`.
    fn start(display: &Display, folder: &Path, line: &Line, code: &EnrolmentCode) -> Self {
        let config = folder.join("kiosk.toml");
        let text = format!(
            "pack = \"kyustendil\"\n[screen]\nwidth = {}\nheight = {}\n[server]\nurl = \"{}\"\nenrolment_code = \"{}\"\n",
            display.width, display.height, line.address, code
        );
        fs::write(&config, text).unwrap();
        let kiosk = Command::new(env!("CARGO_BIN_EXE_parter"))
            .args(["kiosk", "--config"])
            .arg(&config)
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self(kiosk.unwrap())
    }
}

impl Drop for Kiosk {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn what_an_editor_publishes_is_in_the_window_within_seconds_and_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let code = EnrolmentCode::random(&mut rand::rng());
    prepare(&folder.path().join("server"), &code);
    let server = ServerProcess::start(folder.path(), None);
    let line = Line::to(server.address);
    let display = Display::start(540, 960);
    let _kiosk = Kiosk::start(&display, folder.path(), &line, &code);
    let before = settled(&display, "the home screen", |below| {
        below.iter().any(|pixel| *pixel != below[0])
    });
    keep(&display.picture(), "window-1-before");

    edit(&server, "publish", "Каса 2 не работи днес.");
    let published = in_time(&display, "the notice", |below| below != before);
    keep(&display.picture(), "window-2-published");
    edit(&server, "take-back", "");
    in_time(&display, "what was shown before", |below| below == before);
    keep(&display.picture(), "window-3-taken-back");

    // Cut off, it goes on with what it has.
    line.set(Fate::Cut);
    edit(&server, "publish-again", "");
    thread::sleep(Duration::from_secs(3));
    assert!(below(&display.picture()) == before, "nothing has come");
    line.set(Fate::Pass);
    in_time(&display, "on its return, the notice", |below| below == published);
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

fn below(picture: &Picture) -> Vec<[u8; 3]> {
    picture.pixels[BAND * picture.width..].to_vec()
}

/// The picture below the band once it is so, and how long that took after the editor's last press.
fn in_time(display: &Display, what: &str, is_it: impl Fn(&[[u8; 3]]) -> bool) -> Vec<[u8; 3]> {
    let began = Instant::now();
    let seen = settled(display, what, is_it);
    println!(
        "{what}: {:.1} s after the browser was done",
        began.elapsed().as_secs_f64()
    );
    seen
}

/// The picture below the band that meets `is_it` once two looks a moment apart are the same.
fn settled(display: &Display, what: &str, is_it: impl Fn(&[[u8; 3]]) -> bool) -> Vec<[u8; 3]> {
    display.wait(what, |first| {
        thread::sleep(Duration::from_millis(150));
        let (first, second) = (below(first), below(&display.picture()));
        (is_it(&first) && first == second).then_some(second)
    })
}

fn keep(picture: &Picture, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pages");
    fs::create_dir_all(&folder).unwrap();
    let file = BufWriter::new(File::create(folder.join(format!("{name}.png"))).unwrap());
    let (width, height) = (picture.width as u32, picture.height as u32);
    let mut encoder = png::Encoder::new(file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(picture.pixels.as_flattened()).unwrap();
}
