//! `parter demo`, and `parter` alone: a kiosk to try, with Kyustendil's content, a server of its own to which it belongs, and
//! all state in one folder.

#[cfg(feature = "server")]
mod server;

#[cfg(feature = "server")]
use std::sync::Arc;
use std::{env, error::Error, path::PathBuf};

use chrono::{NaiveDateTime, Utc};
use clap::Args;

use super::kiosk;
#[cfg(feature = "server")]
use crate::packs;
use crate::{
    clock::{Shifted, SystemClock},
    config::{self, Config},
    pin::PinHash,
};

/// A window of the panel's shape that fits on a desk's screen.
const DESK: (u32, u32) = (540, 960);

/// Opens the staff's screen. It is printed, and guards nothing.
const PIN: &str = "123456";

/// Options of `parter demo`.
#[derive(Args, Default)]
pub struct Demo {
    /// The time in Bulgaria at which the demonstration begins, as 2026-11-23T10:30; now where left out
    #[arg(long, value_parser = super::time::parse)]
    at: Option<NaiveDateTime>,
    /// Let phones of this network open their tickets' pages, over plain HTTP; without it only this machine can
    #[cfg(feature = "server")]
    #[arg(long)]
    lan: bool,
}

impl Demo {
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let (width, height) = DESK;
        let state = toml::Value::String(self.state_folder().to_string_lossy().into_owned());
        let file = format!("state = {state}\n[screen]\nwidth = {width}\nheight = {height}\n");
        let mut config: Config = config::parse(&file, "demo", &config::environment())?;
        println!("Parter's demonstration keeps its state in {}", config.state.display());
        println!("Outside office hours there are no tickets; another hour: parter demo --at 2026-11-23T10:30");
        if config.staff.pin_hash.is_none() {
            config.staff.pin_hash = Some(PinHash::of(PIN)?);
            println!("The staff's screen: hold «Начало» on the first screen for three seconds; its PIN is {PIN}");
        }
        let shift = self
            .at
            .map(|at| super::time::in_bulgaria(at) - Utc::now())
            .unwrap_or_default();
        let clock = Shifted::new(SystemClock::default(), shift);
        #[cfg(feature = "server")]
        let server = self.server(&mut config, clock)?;
        let done = kiosk::run(config, clock);
        #[cfg(feature = "server")]
        if let Some(server) = server {
            server.shutdown();
        }
        done
    }

    /// The demonstration's server, which the kiosk belongs to; none where the environment names another.
    #[cfg(feature = "server")]
    fn server(
        &self,
        config: &mut Config,
        clock: Shifted<SystemClock>,
    ) -> Result<Option<server::DemoServer>, Box<dyn Error>> {
        if config.server.url.is_some() {
            return Ok(None);
        }
        let municipality = packs::load(&config.pack)?.info.municipality.id;
        let server = server::DemoServer::start(&config.state, &municipality, self.lan, Arc::new(clock))?;
        config.server.url = Some(server.url.clone());
        config.server.enrolment_code = Some(server.code.clone());
        println!(
            "Tickets open at {}/t/…{}",
            server.url,
            if self.lan { "" } else { "; on phones too with --lan" }
        );
        println!(
            "Staff sign in at {}/admin as demo, password {}",
            server.url, server.password
        );
        Ok(Some(server))
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
