//! The real program in a real window: start, memory, and what it costs while nobody is there.

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    display::Display,
    table::{Row, quantile, resident_megabytes},
};

const STARTS: usize = 9;
const IDLE: Duration = Duration::from_secs(20);
/// Of the kernel's processor accounting: one tick is 10 ms.
const TICKS_A_SECOND: f64 = 100.0;

pub fn measure() -> Vec<Row> {
    let display = Display::start(1080, 1920);
    let mut starts: Vec<f64> = (0..STARTS).map(|_| first_frame(&display)).collect();
    let (memory, share) = idle(&display);
    vec![
        Row {
            what: "from start to the first frame, 1080×1920, real content",
            measured: format!("median {:.0} ms", quantile(&mut starts, 0.5)),
            aim: "under 200 ms",
        },
        Row {
            what: "memory of the real window, at the home screen",
            measured: format!("{memory:.0} MB"),
            aim: "",
        },
        Row {
            what: "processor while nobody is there",
            measured: format!("{share:.2} %"),
            aim: "under 1 %",
        },
    ]
}

/// The kiosk on that display; its state lies in a folder of its own.
struct Running {
    process: Child,
    _state: tempfile::TempDir,
}

fn start(display: &Display) -> Running {
    let state = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let config = state.path().join("kiosk.toml");
    fs::write(&config, "").expect("a configuration");
    let process = Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(["kiosk", "--config"])
        .arg(config)
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the kiosk starts");
    Running { process, _state: state }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn first_frame(display: &Display) -> f64 {
    display.wait("an empty screen", |picture| picture.is_blank().then_some(()));
    let began = Instant::now();
    let _running = start(display);
    display.wait("the first frame", |picture| (!picture.is_blank()).then_some(()));
    began.elapsed().as_secs_f64() * 1e3
}

/// Memory in MB and share of one processor in per cent, over a while without a touch.
fn idle(display: &Display) -> (f64, f64) {
    let running = start(display);
    display.wait("the first frame", |picture| (!picture.is_blank()).then_some(()));
    thread::sleep(Duration::from_secs(2));
    let id = running.process.id().to_string();
    let before = ticks(&id);
    thread::sleep(IDLE);
    let share = (ticks(&id) - before) / TICKS_A_SECOND / IDLE.as_secs_f64() * 100.0;
    (resident_megabytes(&id), share)
}

/// Processor time used so far, in the program and in the kernel for it.
fn ticks(process: &str) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("the process lives");
    let (_, fields) = stat.rsplit_once(')').expect("the kernel's form");
    let field = |index: usize| -> f64 {
        let text = fields.split_whitespace().nth(index).expect("the kernel's form");
        text.parse().expect("a number")
    };
    field(11) + field(12)
}
