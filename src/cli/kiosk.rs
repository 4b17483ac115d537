//! `parter kiosk`: the touch app, as a configuration says.

use std::{error::Error, path::PathBuf, rc::Rc, sync::Arc, time::Duration};

use clap::Args;
use tracing::{error, info};

use crate::{
    config::{self, Config},
    content::Pack,
    kiosk::{adapters::window, clock::SystemClock, controllers::kiosk::Kiosk},
    packs,
};

/// How often a pack that can't be read is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(10);

/// Options of `parter kiosk`.
#[derive(Args)]
pub struct KioskCommand {
    /// The configuration file
    #[arg(long)]
    config: PathBuf,
}

impl KioskCommand {
    pub fn run(self) -> Result<(), Box<dyn Error>> {
        run(Config::load(&self.config, &config::environment())?)
    }
}

/// Runs the touch app until its window is closed.
pub fn run(config: Config) -> Result<(), Box<dyn Error>> {
    window::init().map_err(|error| no_display(&error))?;
    let Some(pack) = pack(&config)? else {
        return Ok(());
    };
    info!(
        municipality = pack.info.municipality.id,
        pack_version = pack.info.version,
        mode = ?config.mode,
        "the kiosk is open"
    );
    let screen = config.screen.clone();
    window::run(&screen, |_| Kiosk::new(config, pack, Rc::new(SystemClock::default())))
        .map_err(|error| no_display(&error))?;
    info!("the kiosk is closed");
    Ok(())
}

/// The configured pack. While it can't be read, the screen says calmly that it is out of service; none when its window
/// is closed.
fn pack(config: &Config) -> Result<Option<Arc<Pack>>, Box<dyn Error>> {
    let fault = match packs::load(&config.pack) {
        Ok(pack) => return Ok(Some(pack.into())),
        Err(fault) => fault.to_string(),
    };
    error!(
        pack = config.pack,
        fault, "the pack can't be shown; mend it, the kiosk tries again by itself"
    );
    let name = config.pack.clone();
    let pack = window::stand_in(&config.screen, TRY_AGAIN, move || packs::load(&name).ok())
        .map_err(|error| no_display(&error))?;
    Ok(pack.map(Arc::new))
}

fn no_display(error: &slint::PlatformError) -> String {
    format!(
        "there is no display to open a window on ({error}). Start Parter in a desktop session, or set DISPLAY or \
         WAYLAND_DISPLAY; `parter shot` draws screens without a display"
    )
}
