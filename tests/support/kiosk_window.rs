//! The kiosk's real window on a display that nobody sees, on a Monday morning whatever the clock says, held against what
//! `parter shot` draws of a pack.
#![allow(dead_code)]

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use parter::{content::files::Files, packs::folder};

use super::display::{Display, Picture};

/// When it is there: the office is open, and stays so.
const AT: &str = "2026-11-23T10:30";
const WIDTH: u16 = 540;
const HEIGHT: u16 = 960;
/// The clock and the office's door stand above it.
const BAND: usize = 130;
const PATIENCE: Duration = Duration::from_secs(60);

pub struct KioskWindow {
    display: Display,
    state: PathBuf,
    settings: Vec<(String, String)>,
    kiosk: Child,
}

impl KioskWindow {
    /// Opens it. `settings` are of the configuration, by the names of their variables without `PARTER_`.
    pub fn open(state: &Path, settings: &[(&str, &str)]) -> Self {
        let display = Display::start(WIDTH, HEIGHT);
        let settings = settings
            .iter()
            .map(|(key, value)| (format!("PARTER_{key}"), (*value).to_owned()));
        let settings: Vec<_> = settings.collect();
        Self {
            kiosk: start(&display, state, &settings),
            display,
            state: state.to_owned(),
            settings,
        }
    }

    /// Ends it and starts it again: nobody has touched it then.
    pub fn start_again(&mut self) {
        let _ = self.kiosk.kill();
        let _ = self.kiosk.wait();
        self.kiosk = start(&self.display, &self.state, &self.settings);
    }

    /// Touches this place.
    pub fn tap(&self, place: (usize, usize)) {
        self.display.tap(place);
    }

    pub fn picture(&self) -> Picture {
        self.display.picture()
    }

    /// Waits until the window is what `parter shot` draws of this pack with these options, below the band.
    pub fn shows(&self, what: &str, pack: &Files, shot: &[&str]) {
        let expected = drawn(pack, shot);
        let began = Instant::now();
        loop {
            let seen = self.picture();
            if is_the_same(&seen, &expected) {
                return;
            }
            if began.elapsed() > PATIENCE {
                keep(&seen, "window-seen-instead");
                keep(&expected, "window-expected");
                panic!("never seen: {what}; see target/pages/window-seen-instead.png beside window-expected.png");
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether it is what `parter shot` draws, below the band, now.
    pub fn is(&self, pack: &Files, shot: &[&str]) -> bool {
        is_the_same(&self.picture(), &drawn(pack, shot))
    }

    /// Waits for a picture.
    pub fn wait(&self, what: &str, is_it: impl Fn(&Picture) -> bool) {
        self.display.wait(what, |picture| is_it(picture).then_some(()));
    }

    /// Keeps what is seen, in `target/pages`.
    pub fn keep(&self, name: &str) {
        keep(&self.picture(), name);
    }
}

impl Drop for KioskWindow {
    fn drop(&mut self) {
        let _ = self.kiosk.kill();
        let _ = self.kiosk.wait();
    }
}

fn start(display: &Display, state: &Path, settings: &[(String, String)]) -> Child {
    let kiosk = Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(["demo", "--at", AT])
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("PARTER_STATE", state)
        .envs(settings.iter().cloned())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    kiosk.unwrap()
}

/// What a screen of this pack looks like.
pub fn drawn(pack: &Files, shot: &[&str]) -> Picture {
    let folder = tempfile::tempdir().unwrap();
    let (town, file) = (folder.path().join("town"), folder.path().join("shot.png"));
    folder::write(&town, pack).unwrap();
    let said = Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(["shot", "--at", AT, "--size", &format!("{WIDTH}x{HEIGHT}"), "--pack"])
        .arg(&town)
        .args(shot)
        .arg("--out")
        .arg(&file)
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let mut reader = png::Decoder::new(BufReader::new(File::open(file).unwrap()))
        .read_info()
        .unwrap();
    let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut rgba).unwrap();
    Picture {
        width: WIDTH.into(),
        height: HEIGHT.into(),
        pixels: rgba.chunks_exact(4).map(|rgba| [rgba[0], rgba[1], rgba[2]]).collect(),
    }
}

pub fn is_the_same(one: &Picture, other: &Picture) -> bool {
    let below = BAND * usize::from(WIDTH);
    one.pixels[below..] == other.pixels[below..]
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
