//! The machine under the kiosk, as far as updates and logs need it.

use std::{env, fs, path::PathBuf};

use chrono_tz::{Europe::Sofia, Tz};

use crate::{config::Config, protocol::image::ImageName};

/// Of `IMAGE_ID`: what an image that the server's updates are for calls itself.
const IMAGE_ID: &str = "parter-kiosk";
/// Bytes that an update leaves free.
const RESERVE: u64 = 500_000_000;

#[derive(Debug, Clone)]
pub struct Machine {
    /// Says which image runs, see os-release(5).
    pub os_release: PathBuf,
    /// Is there while a visit is under way. Without such a file nobody knows, and nothing is applied.
    pub visit: Option<PathBuf>,
    /// The lobby's.
    pub zone: Tz,
    /// The folder of the program's log.
    pub log: PathBuf,
    /// Bytes that an update leaves free on the disk.
    pub reserve: u64,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            os_release: PathBuf::from("/etc/os-release"),
            visit: None,
            zone: Sofia,
            log: PathBuf::from("log"),
            reserve: RESERVE,
        }
    }
}

impl Machine {
    /// This one. The visit's file is in the folder that systemd gives to the kiosk's unit.
    #[must_use]
    pub fn of(config: &Config, zone: Tz) -> Self {
        let folders = env::var("RUNTIME_DIRECTORY").ok();
        let folder = folders.as_deref().and_then(|all| all.split(':').next());
        Self {
            visit: folder.map(|folder| PathBuf::from(folder).join("visit")),
            zone,
            log: config.log_folder(),
            ..Self::default()
        }
    }

    /// The version of Parter's own image that runs; none on any other system.
    #[must_use]
    pub fn image(&self) -> Option<ImageName> {
        let text = fs::read_to_string(&self.os_release).ok()?;
        let value = |key: &str| {
            let mut lines = text.lines();
            let value = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix('='))?;
            Some(value.trim().trim_matches(['"', '\'']))
        };
        if value("IMAGE_ID")? != IMAGE_ID {
            return None;
        }
        value("IMAGE_VERSION")?.parse().ok()
    }

    /// Whether somebody may be before the screen.
    #[must_use]
    pub fn is_visited(&self) -> bool {
        self.visit.as_ref().is_none_or(|file| file.try_exists().unwrap_or(true))
    }
}
