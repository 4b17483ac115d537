//! The kiosk's configuration: one TOML file, and environment variables that override it.
//!
//! | key | default | what it is |
//! |---|---|---|
//! | `state` | `"state"` | folder of everything that the kiosk keeps; relative to the file's own folder |
//! | `pack` | `"kyustendil"` | name of a built-in pack, or, with a `/` in it, a pack's folder, relative to the file's own, or a municipality whose content the server alone has |
//! | `place` | the pack's first | id of the place in the pack's `hours.toml` where the kiosk stands; a must where the server alone has the content |
//! | `mode` | `"full"` | `full`, `tickets`, `rating` or `info` |
//! | `languages` | `["bg", "en"]` | the languages offered, in order: `bg` and `en`, or `bg` alone |
//! | `kiosk.id` | `"kiosk-1"` | the device's short name: small Latin letters, digits, hyphens |
//! | `screen.diagonal_inches` | `21.5` | the panel's diagonal; every size on the screen comes from it |
//! | `screen.width`, `screen.height` | `1080`, `1920` | in pixels, as the panel hangs |
//! | `screen.fullscreen` | `false` | the whole screen instead of a window |
//! | `screen.reduced_motion` | `false` | no animations |
//! | `idle.warn_after_seconds` | `45` | without a touch, until the warning |
//! | `idle.warning_seconds` | `20` | the warning's countdown, then all of the visit is forgotten; 20 at least |
//! | `server.url` | none | `https://…` of the central server; `http://` on this machine alone; without it nothing is sent |
//! | `server.enrolment_code` | none | the one-time code that makes the kiosk one of the server's devices |
//! | `server.enrolment_file` | none | a file with that code, on a USB stick say; relative to the file's own folder |
//! | `server.ca_file` | none | PEM certificates trusted besides the system's; relative to the file's own folder |
//! | `server.public_url` | the server's own | `https://…` of the phone page; without any a ticket's QR is plain text |
//! | `hub.address` | none | `https://…` of the kiosk that keeps this lobby's queues; without it this kiosk keeps them itself |
//! | `hub.certificate` | none | SHA-256 of that kiosk's certificate, as its log says; then no other is trusted |
//! | `hub.ca_file` | none | PEM certificates trusted besides the system's; relative to the file's own folder |
//! | `lobby.listen` | none | address and port of the counters' and the board's pages; without it there are none |
//! | `lobby.tls_cert`, `lobby.tls_key` | the kiosk's own | PEM files; relative to the file's own folder; on this machine alone no TLS is used without them |
//! | `lobby.no_show_calls` | `2` | a visitor is called so often before they count as gone |
//! | `lobby.no_show_seconds` | `60` | and given so long after the last call |
//! | `lobby.clerk_pins` | `false` | clerks sign in at their counters with a PIN of their own |
//! | `lobby.speech` | `["bg"]` | the languages in which the board speaks calls after the chime, in order: `bg`, `en`; `[]` is the chime alone |
//! | `lobby.counter` | none | `{ id, name, queues, breaks }` each: what visitors see and hear («3», «Каса 1»), what staff call it where that is more, ids of the pack's queues, and when it calls nobody every day, which waits are foretold by |
//! | `clock.set_file` | none | a file that stands once the clock was set since the machine started, as systemd-timesyncd's does; until then nothing is said that follows from the time. Without the key the clock is believed; relative to the file's own folder |
//! | `printer.device` | none | `/dev/usb/lp0`, `tcp://192.0.2.7:9100` or `serial:/dev/ttyS0?baud=19200`; without it nothing is printed |
//! | `printer.paper_mm` | `80` | the roll's width: 58 or 80 |
//! | `rating.bucket_hours` | `24` | a rating keeps no finer time than this: 6, 8, 12 or 24 |
//! | `rating.repeat_filter_seconds` | `10` | taps that repeat within it are kept apart from the count |
//! | `staff.pin_hash` | none | the PIN of the staff's screen, as `parter kiosk pin` prints it; without it there is no such screen |
//! | `log.folder` | `log` in `state` | where the log files are; relative to the file's own folder |
//! | `log.level` | `"info"` | `error`, `warn`, `info`, `debug` or `trace` |
//! | `log.keep_days` | `14` | daily log files kept |
//! | `log.max_megabytes_a_day` | `20` | a day's file grows no further |
//!
//! Every key has a variable: `PARTER_` and the key in capitals, with `__` between section and key, as in `PARTER_STATE` or
//! `PARTER_SCREEN__DIAGONAL_INCHES`. Values are written as in the file; text may go without quotes.

pub(crate) mod check;
mod error;
mod load;
mod printer;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

pub use error::ConfigError;
pub use load::{Settings, environment, load, parse};
pub use printer::PrinterDevice;

use crate::{
    content::text::{BULGARIAN, Lang},
    pin::PinHash,
    protocol::{record::Hash, secret::EnrolmentCode},
    queue::{
        self,
        counter::{Break, Staffed},
    },
};

/// All of it, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub state: PathBuf,
    pub pack: String,
    pub place: Option<String>,
    pub mode: Mode,
    pub languages: Vec<Lang>,
    pub kiosk: Kiosk,
    pub screen: Screen,
    pub idle: Idle,
    pub server: Server,
    pub hub: Hub,
    pub lobby: Lobby,
    pub clock: Clock,
    pub printer: Printer,
    pub rating: Rating,
    pub staff: Staff,
    pub log: Log,
}

/// What the device is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Full,
    Tickets,
    Rating,
    Info,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Kiosk {
    pub id: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Screen {
    pub diagonal_inches: f32,
    pub width: u32,
    pub height: u32,
    pub fullscreen: bool,
    pub reduced_motion: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Idle {
    pub warn_after_seconds: u32,
    pub warning_seconds: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    pub url: Option<String>,
    pub enrolment_code: Option<EnrolmentCode>,
    pub enrolment_file: Option<PathBuf>,
    pub ca_file: Option<PathBuf>,
    pub public_url: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Hub {
    pub address: Option<String>,
    pub certificate: Option<Hash>,
    pub ca_file: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lobby {
    pub listen: Option<SocketAddr>,
    pub tls_cert: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    pub no_show_calls: u32,
    pub no_show_seconds: u32,
    pub clerk_pins: bool,
    pub speech: Vec<Lang>,
    #[serde(rename = "counter")]
    pub counters: Vec<Counter>,
}

/// A counter of the lobby.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    pub id: String,
    pub name: Option<String>,
    pub queues: Vec<String>,
    #[serde(default)]
    pub breaks: Vec<Break>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Clock {
    pub set_file: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Printer {
    pub device: Option<PrinterDevice>,
    pub paper_mm: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rating {
    pub bucket_hours: u32,
    pub repeat_filter_seconds: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Staff {
    pub pin_hash: Option<PinHash>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    pub folder: Option<PathBuf>,
    pub level: Level,
    pub keep_days: u32,
    pub max_megabytes_a_day: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

/// The languages that the screens speak: their own English, and those of `assets/lang`.
pub const SCREEN_LANGUAGES: [&str; 2] = ["bg", "en"];

impl Config {
    #[must_use]
    pub fn log_folder(&self) -> PathBuf {
        self.log.folder_in(&self.state)
    }
}

impl Lobby {
    /// The counters that call here; none where the lobby has no pages to call from.
    #[must_use]
    pub fn staffed(&self) -> Vec<Staffed> {
        let staffed = |counter: &Counter| Staffed {
            counter: queue::Counter {
                id: counter.id.clone(),
                queues: counter.queues.clone(),
            },
            breaks: counter.breaks.clone(),
        };
        let counters = self.counters.iter().map(staffed);
        counters.filter(|_| self.listen.is_some()).collect()
    }
}

impl Log {
    /// Where the log files are, of a program that keeps everything in `state`.
    #[must_use]
    pub fn folder_in(&self, state: &Path) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| state.join("log"))
    }
}

impl Settings for Config {
    const EXAMPLE: &'static str = "assets/kiosk.example.toml";

    fn first_fault(&self) -> Option<(&'static str, String)> {
        check::first_fault(self)
    }

    fn resolve(&mut self, folder: &Path) {
        self.state = folder.join(&self.state);
        let paths = [
            &mut self.log.folder,
            &mut self.server.enrolment_file,
            &mut self.server.ca_file,
            &mut self.hub.ca_file,
            &mut self.lobby.tls_cert,
            &mut self.lobby.tls_key,
            &mut self.clock.set_file,
        ];
        for path in paths.into_iter().flatten() {
            *path = folder.join(&path);
        }
        if self.pack.contains('/') {
            self.pack = folder.join(&self.pack).display().to_string();
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            state: PathBuf::from("state"),
            pack: "kyustendil".to_owned(),
            place: None,
            mode: Mode::default(),
            languages: vec!["bg".to_owned(), "en".to_owned()],
            kiosk: Kiosk::default(),
            screen: Screen::default(),
            idle: Idle::default(),
            server: Server::default(),
            hub: Hub::default(),
            lobby: Lobby::default(),
            clock: Clock::default(),
            printer: Printer::default(),
            rating: Rating::default(),
            staff: Staff::default(),
            log: Log::default(),
        }
    }
}

impl Default for Kiosk {
    fn default() -> Self {
        Self {
            id: "kiosk-1".to_owned(),
        }
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            diagonal_inches: 21.5,
            width: 1080,
            height: 1920,
            fullscreen: false,
            reduced_motion: false,
        }
    }
}

impl Default for Idle {
    fn default() -> Self {
        Self {
            warn_after_seconds: 45,
            warning_seconds: 20,
        }
    }
}

impl Default for Lobby {
    fn default() -> Self {
        Self {
            listen: None,
            tls_cert: None,
            tls_key: None,
            no_show_calls: 2,
            no_show_seconds: 60,
            clerk_pins: false,
            speech: vec![BULGARIAN.to_owned()],
            counters: Vec::new(),
        }
    }
}

impl Default for Printer {
    fn default() -> Self {
        Self {
            device: None,
            paper_mm: 80,
        }
    }
}

impl Default for Rating {
    fn default() -> Self {
        Self {
            bucket_hours: 24,
            repeat_filter_seconds: 10,
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            folder: None,
            level: Level::default(),
            keep_days: 14,
            max_megabytes_a_day: 20,
        }
    }
}
