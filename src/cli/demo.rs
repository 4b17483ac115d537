//! `parter demo`, and `parter` alone: a kiosk to try, with Kyustendil's content and a state folder of its own.

use std::{env, error::Error, path::PathBuf};

use super::kiosk;
use crate::config::{self, Config};

/// A window of the panel's shape that fits on a desk's screen.
const DESK: (u32, u32) = (540, 960);

pub fn run() -> Result<(), Box<dyn Error>> {
    let (width, height) = DESK;
    let state = toml::Value::String(state_folder().to_string_lossy().into_owned());
    let file = format!("state = {state}\n[screen]\nwidth = {width}\nheight = {height}\n");
    let config = Config::parse(&file, "demo", &config::environment())?;
    println!("Parter's demonstration keeps its state in {}", config.state.display());
    kiosk::run(config)
}

/// As the XDG base directory specification says.
fn state_folder() -> PathBuf {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_STATE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/state")))
        .unwrap_or_else(env::temp_dir)
        .join("parter-demo")
}
