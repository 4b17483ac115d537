//! What the settings are as files, each as the part of the system wants it that reads it.
//!
//! | file | who reads it |
//! |---|---|
//! | `kiosk.toml` | the kiosk |
//! | `network/*.network` | systemd-networkd |
//! | `wpa_supplicant.conf` | wpa_supplicant, on the card without a cable |
//! | `timesyncd.conf.d/parter.conf` | systemd-timesyncd |
//! | `proxy.env` | the kiosk's unit, as its environment |
//! | `display.env` | the units with a screen, as their environment |
//! | `udev/99-parter-touch.rules` | udev: where a touch is on a panel that is turned |
//! | `sound.env` | `SOUND_VOLUME` in percent |
//! | `firewall.env` | `LOBBY_PORT`, the one port that is let in |
//! | `call.toml` | the notice of a machine that is out of service |
//! | `settings.toml` | the next setup: all of it, secrets too |

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::{
    call, network,
    settings::{Screen, Settings},
};
use crate::config::{self, Config, ConfigError};

/// A file's content, and who may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub content: String,
    pub mode: u32,
}

/// For the machine's own group.
const GROUP: u32 = 0o640;
/// For root alone.
const ROOT: u32 = 0o600;

/// Where the settings themselves are kept.
pub const SETTINGS: &str = "settings.toml";
/// Where the machine keeps everything else.
const STATE: &str = "/data/kiosk";
/// Stands once systemd-timesyncd has set the clock since the machine started.
const CLOCK_WAS_SET: &str = "/run/systemd/timesync/synchronized";

/// All files, by their paths.
///
/// # Errors
/// When the kiosk would refuse its configuration.
pub fn of(settings: &Settings) -> Result<BTreeMap<String, File>, ConfigError> {
    let mut files = BTreeMap::new();
    let mut put = |path: &str, content: String, mode| files.insert(path.to_owned(), File { content, mode });
    put("kiosk.toml", kiosk(settings)?, GROUP);
    for (path, content) in network::networkd(&settings.addressing, settings.wifi.as_ref()) {
        // systemd-networkd is nobody of our group, and nothing in it is a secret.
        put(path, content, 0o644);
    }
    if let Some(wifi) = &settings.wifi {
        put("wpa_supplicant.conf", network::wpa_supplicant(wifi), ROOT);
    }
    if !settings.time_servers.is_empty() {
        let servers = settings.time_servers.join(" ");
        put(
            "timesyncd.conf.d/parter.conf",
            format!("[Time]\nNTP={servers}\n"),
            0o644,
        );
    }
    if let Some(proxy) = network::proxy(settings) {
        put("proxy.env", proxy, GROUP);
    }
    put(
        "display.env",
        format!("SLINT_KMS_ROTATION={}\n", settings.screen.rotation),
        GROUP,
    );
    put("udev/99-parter-touch.rules", touch(&settings.screen), 0o644);
    if let Some(volume) = settings.volume {
        put("sound.env", format!("SOUND_VOLUME={volume}\n"), GROUP);
    }
    if let Some(lobby) = &settings.lobby {
        put("firewall.env", format!("LOBBY_PORT={}\n", lobby.listen.port()), GROUP);
    }
    if let Some(call) = &settings.call {
        put(
            call::FILE,
            toml::to_string(call).map_err(|error| unwritable(&error))?,
            GROUP,
        );
    }
    put(
        SETTINGS,
        toml::to_string(settings).map_err(|error| unwritable(&error))?,
        ROOT,
    );
    Ok(files)
}

/// The kiosk's configuration, which it is sure to take.
fn kiosk(settings: &Settings) -> Result<String, ConfigError> {
    let (long, short) = (1920, 1080);
    let (width, height) = if settings.screen.is_portrait {
        (short, long)
    } else {
        (long, short)
    };
    let mut config = Config {
        state: STATE.into(),
        pack: settings.municipality.clone(),
        place: settings.place.clone(),
        mode: settings.mode,
        ..Config::default()
    };
    config.kiosk.id.clone_from(&settings.kiosk);
    config.screen.diagonal_inches = settings.screen.diagonal_inches;
    (config.screen.width, config.screen.height) = (width, height);
    config.screen.fullscreen = true;
    config.staff.pin_hash.clone_from(&settings.pin);
    if let Some(server) = &settings.server {
        config.server.url = Some(server.url.clone());
        config.server.public_url.clone_from(&server.public_url);
        config.server.enrolment_code.clone_from(&server.enrolment_code);
    }
    if !settings.has_clock_battery {
        config.clock.set_file = Some(CLOCK_WAS_SET.into());
    }
    if let Some(printer) = &settings.printer {
        config.printer.device = Some(printer.device.clone());
        config.printer.paper_mm = printer.paper_mm;
    }
    if let Some(lobby) = &settings.lobby {
        config.lobby.listen = Some(lobby.listen);
        config.lobby.counters.clone_from(&lobby.counters);
    }
    let text = toml::to_string(&without_defaults(&config).map_err(|error| unwritable(&error))?);
    let text = text.map_err(|error| unwritable(&error))?;
    config::parse::<Config>(&text, "kiosk.toml", &[])?;
    Ok(format!(
        "# Made from the stick's file; a stick with another one replaces it.\n{text}"
    ))
}

/// What a later version has another default for should follow it.
fn without_defaults(config: &Config) -> Result<Table, toml::ser::Error> {
    let defaults = Table::try_from(Config::default())?;
    let mut table = Table::try_from(config)?;
    less(&mut table, &defaults);
    Ok(table)
}

fn less(table: &mut Table, defaults: &Table) {
    table.retain(|key, value| match (value, defaults.get(key)) {
        (Value::Table(inner), Some(Value::Table(defaults))) => {
            less(inner, defaults);
            !inner.is_empty()
        }
        (value, default) => Some(&*value) != default,
    });
}

/// A touch panel is glued to its picture and turns with it.
fn touch(screen: &Screen) -> String {
    let turned: [f32; 6] = match screen.rotation {
        90 => [0.0, 1.0, 0.0, -1.0, 0.0, 1.0],
        180 => [-1.0, 0.0, 1.0, 0.0, -1.0, 1.0],
        270 => [0.0, -1.0, 1.0, 1.0, 0.0, 0.0],
        _ => [1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
    };
    let matrix = screen
        .touch_matrix
        .unwrap_or(turned)
        .map(|number| number.to_string())
        .join(" ");
    format!("ENV{{ID_INPUT_TOUCHSCREEN}}==\"1\", ENV{{LIBINPUT_CALIBRATION_MATRIX}}=\"{matrix}\"\n")
}

fn unwritable(error: &toml::ser::Error) -> ConfigError {
    ConfigError::of_file("kiosk.toml", error.to_string())
}
