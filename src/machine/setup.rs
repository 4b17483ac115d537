//! A machine set up from a stick: the file is checked whole, the settings are put in place whole, and then the stick gets
//! rid of its secrets. A power cut at any point leaves the old settings or the new ones, and the stick does it once more.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use tracing::debug;

use super::{
    fault::{Fault, Problem},
    files::{self, File},
    put, read,
    read::Stick,
    settings::Settings,
    stick, words,
};
use crate::{bounded, pin::PinHash};

/// No stick's file has more bytes.
const LONGEST: u64 = 256 * 1024;

/// What became of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Applied,
    /// They were those already.
    Nothing,
}

/// What became of the stick's secrets.
#[derive(Debug)]
pub enum Secrets {
    Removed,
    /// There were none.
    Nothing,
    /// The stick can't be written: whoever holds it should know that they are still there.
    Kept(io::Error),
}

#[derive(Debug)]
pub struct Done {
    pub file: PathBuf,
    pub change: Change,
    pub secrets: Secrets,
}

#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("there is no parter-kiosk.toml in {}: write one from the example", .0.display())]
    NoFile(PathBuf),
    #[error("{} holds no settings that this version can read: set the kiosk up from a stick", .0.display())]
    NoSettings(PathBuf),
    #[error("{} has faults", .0.display())]
    Faulty(PathBuf, Vec<Fault>),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

/// Sets the machine up from the stick in the folder `from`; its settings are the folder `into`.
///
/// # Errors
/// When there is no file, it has faults, or the settings can't be written: then nothing is changed.
pub fn apply(from: &Path, into: &Path, now: DateTime<Utc>) -> Result<Done, SetupError> {
    put::tidy(into).map_err(failed(into))?;
    let file = stick::find(from).map_err(failed(from))?;
    let file = file.ok_or_else(|| SetupError::NoFile(from.to_owned()))?;
    let bytes = bounded::read(&file, LONGEST).map_err(failed(&file))?;
    let earlier = earlier(into);
    let faulty = |faults| SetupError::Faulty(file.clone(), faults);
    let stick = read::stick(&bytes).map_err(faulty)?;
    let has_secrets = has_secrets(&stick);
    let settings = complete(stick, earlier.as_ref()).map_err(faulty)?;
    let made = files::of(&settings).map_err(|error| faulty(vec![refused(error.to_string())]))?;
    let change = keep(into, &made).map_err(failed(into))?;
    let secrets = if has_secrets || change == Change::Applied {
        match forget_secrets(&file, &bytes, now) {
            Err(error) => Secrets::Kept(error),
            Ok(()) if has_secrets => Secrets::Removed,
            Ok(()) => Secrets::Nothing,
        }
    } else {
        Secrets::Nothing
    };
    Ok(Done { file, change, secrets })
}

/// Makes the files of the settings that were applied last anew, as this version of the program makes them.
///
/// # Errors
/// When they can't be read by this version, or written: then the files are those that they were.
pub fn remake(into: &Path) -> Result<Change, SetupError> {
    put::tidy(into).map_err(failed(into))?;
    let settings = earlier(into).ok_or_else(|| SetupError::NoSettings(into.to_owned()))?;
    let made = files::of(&settings).map_err(|error| {
        let faults = vec![refused(error.to_string())];
        SetupError::Faulty(into.join(files::SETTINGS), faults)
    })?;
    keep(into, &made).map_err(failed(into))
}

fn keep(into: &Path, made: &BTreeMap<String, File>) -> io::Result<Change> {
    if put::holds(into, made) {
        return Ok(Change::Nothing);
    }
    put::folder(into, made)?;
    Ok(Change::Applied)
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> SetupError {
    let path = path.to_owned();
    move |source| SetupError::Io { path, source }
}

/// What is wrong with a file, before it is on a stick.
///
/// # Errors
/// With all faults.
pub fn check(bytes: &[u8]) -> Result<(), Vec<Fault>> {
    let settings = complete(read::stick(bytes)?, None)?;
    files::of(&settings).map_err(|error| vec![refused(error.to_string())])?;
    Ok(())
}

fn refused(problem: String) -> Fault {
    Fault {
        line: None,
        key: None,
        problem: Problem::Refused(problem),
    }
}

/// What was applied last; none where that can't be read any more, which is as if nothing was.
fn earlier(into: &Path) -> Option<Settings> {
    let text = fs::read_to_string(into.join(files::SETTINGS)).ok()?;
    toml::from_str(&text)
        .inspect_err(|error| debug!(%error, "the settings applied last can't be read"))
        .ok()
}

fn has_secrets(stick: &Stick) -> bool {
    let code = stick
        .settings
        .server
        .as_ref()
        .and_then(|server| server.enrolment_code.as_ref());
    let key = stick.settings.wifi.as_ref().is_some_and(|wifi| !wifi.key.is_empty());
    stick.pin.is_some() || code.is_some() || key
}

/// The settings with the secrets that the stick has no more, since an earlier setup removed them.
fn complete(stick: Stick, earlier: Option<&Settings>) -> Result<Settings, Vec<Fault>> {
    let Stick {
        mut settings,
        pin,
        without_key,
    } = stick;
    let known_pin = earlier.and_then(|earlier| earlier.pin.clone());
    settings.pin = match pin {
        None => known_pin,
        // The same PIN has another hash every time.
        Some(pin) => match known_pin.filter(|known| known.fits(&pin)) {
            Some(known) => Some(known),
            None => Some(PinHash::of(&pin).map_err(|error| vec![refused(error.to_string())])?),
        },
    };
    if let Some(server) = &mut settings.server
        && server.enrolment_code.is_none()
    {
        let known = earlier.and_then(|earlier| earlier.server.as_ref());
        let same = known.filter(|known| known.url == server.url);
        server.enrolment_code = same.and_then(|known| known.enrolment_code.clone());
    }
    if let Some(wifi) = &mut settings.wifi
        && wifi.key.is_empty()
    {
        let known = earlier.and_then(|earlier| earlier.wifi.as_ref());
        let Some(known) = known.filter(|known| known.ssid == wifi.ssid) else {
            return Err(vec![Fault {
                line: without_key,
                key: Some("network.wifi.key".to_owned()),
                problem: Problem::Missing(words::WIFI_KEY),
            }]);
        };
        wifi.key.clone_from(&known.key);
    }
    Ok(settings)
}

fn forget_secrets(file: &Path, bytes: &[u8], now: DateTime<Utc>) -> io::Result<()> {
    let text = String::from_utf8_lossy(bytes);
    let text = stick::without_secrets(&text, now).map_err(io::Error::other)?;
    stick::replace(file, &text)
}
