//! `parter demo`, and `parter` alone: a kiosk to try, with Kyustendil's content and a state folder of its own.

use std::{env, error::Error, path::PathBuf};

use chrono::{NaiveDateTime, Utc};
use clap::Args;

use super::kiosk;
use crate::{
    config::{self, Config},
    kiosk::clock::{Shifted, SystemClock},
};

/// A window of the panel's shape that fits on a desk's screen.
const DESK: (u32, u32) = (540, 960);

/// Options of `parter demo`.
#[derive(Args, Default)]
pub struct Demo {
    /// The time in Bulgaria at which the demonstration begins, as 2026-11-23T10:30; now where left out
    #[arg(long, value_parser = super::time::parse)]
    at: Option<NaiveDateTime>,
}

impl Demo {
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let (width, height) = DESK;
        let state = toml::Value::String(self.state_folder().to_string_lossy().into_owned());
        let file = format!("state = {state}\n[screen]\nwidth = {width}\nheight = {height}\n");
        let config = Config::parse(&file, "demo", &config::environment())?;
        println!("Parter's demonstration keeps its state in {}", config.state.display());
        println!("Outside office hours there are no tickets; another hour: parter demo --at 2026-11-23T10:30");
        let shift = self
            .at
            .map(|at| super::time::in_bulgaria(at) - Utc::now())
            .unwrap_or_default();
        kiosk::run(config, Shifted::new(SystemClock::default(), shift))
    }

    /// As the XDG base directory specification says; a day of one's own has a folder of its own.
    fn state_folder(&self) -> PathBuf {
        let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let base = absolute("XDG_STATE_HOME")
            .or_else(|| absolute("HOME").map(|home| home.join(".local/state")))
            .unwrap_or_else(env::temp_dir);
        match self.at {
            Some(at) => base.join("parter-demo").join(at.date().to_string()),
            None => base.join("parter-demo").join("now"),
        }
    }
}
