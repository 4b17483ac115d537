//! `parter kiosk`: the touch app, as a configuration says.

use std::{error::Error, marker, path::PathBuf, rc::Rc, time::Duration};

use chrono_tz::Tz;
use clap::{Args, Subcommand};
use tokio::sync::watch;
use tracing::{debug, info, warn};

#[cfg(feature = "lobby")]
use super::lobby_pages::{LobbyPages, Means};
use super::{first_content, secret};
use crate::{
    clock::{Clock, SystemClock},
    config::{self, Config},
    content::Pack,
    hub::{Hub, HubConfig, membership},
    kiosk::{
        adapters::window,
        controllers::{kiosk::Kiosk, replies::Wake},
    },
    logging,
    machine::{
        manager,
        visit_file::{self, VisitFile},
    },
    pin::PinHash,
    print::worker::{Printer, PrinterConfig},
    protocol::heartbeat::PrinterState,
    store::{Incident, Store, StoreConfig, worker::Worker},
    sync::{Content, Sync, SyncConfig},
};

/// Options of `parter kiosk`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct KioskCommand {
    /// The configuration file
    #[arg(long, required = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Print the line of the configuration for a PIN of the staff's screen; the PIN is asked for, or read as one line of
    /// the standard input
    Pin,
    /// Make this a further kiosk of the lobby whose hub the configuration names; the kiosk may run meanwhile
    Join {
        /// The code that `parter lobby pair kiosk` shows at the hub
        code: String,
        /// The configuration file of this kiosk
        #[arg(long)]
        config: PathBuf,
    },
}

impl KioskCommand {
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        match (&self.command, &self.config) {
            (Some(Command::Pin), _) => print_pin(),
            (Some(Command::Join { code, config }), _) => join(&config::load(config, &config::environment())?, code),
            (None, Some(file)) => run(config::load(file, &config::environment())?, SystemClock::default()),
            (None, None) => Err("name the configuration file with --config".into()),
        }
    }
}

/// What stands under `[staff]` then.
fn print_pin() -> Result<(), Box<dyn Error>> {
    let hash = PinHash::of(&secret::ask("PIN")?)?;
    println!("pin_hash = \"{}\"", String::from(hash));
    Ok(())
}

fn join(config: &Config, code: &str) -> Result<(), Box<dyn Error>> {
    let pack = first_content::known(config)?;
    let hub = HubConfig::of(config, &pack, lobby(config, &pack));
    let hub = hub.ok_or("the configuration names no hub: set `hub.address`")?;
    membership::join(&hub, &config.kiosk.id, code.parse()?)?;
    println!("this kiosk belongs to the lobby {}", hub.lobby);
    Ok(())
}

/// Runs the touch app until its window is closed.
pub fn run(config: Config, clock: impl Clock + Clone + Send + marker::Sync + 'static) -> Result<(), Box<dyn Error>> {
    let _logging = logging::start(&config.log, &config.log_folder());
    window::init().map_err(|error| no_display(&error))?;
    check_hub(&config)?;
    let Some((pack, content)) = first_content::find(&config, clock.clone())? else {
        return Ok(());
    };
    let worker = store(&config, lobby(&config, &pack), pack.zone(), clock.clone())?;
    let handle = worker.handle();
    let printer = PrinterConfig::of(&config)
        .map(|settings| Printer::start(settings, worker.handle(), clock.clone()))
        .transpose()?;
    let paper = printer.as_ref().map(Printer::handle);
    let state = paper.as_ref().map(|paper| paper.watch().states());
    let state = state.unwrap_or_else(|| watch::channel(PrinterState::None).1);
    let shown = content
        .as_ref()
        .map_or_else(|| watch::channel(pack.shown()).1, Content::shown);
    let sync = SyncConfig::of(&config, lobby(&config, &pack), shown, state, pack.zone())
        .map(|settings| Sync::start_with(settings, worker.handle(), clock.clone(), content.clone()))
        .transpose()?;
    let hub = HubConfig::of(&config, &pack, lobby(&config, &pack))
        .map(|settings| Hub::start(settings, worker.handle(), clock.clone()))
        .transpose()?;
    let desk = hub.as_ref().map(Hub::handle);
    #[cfg(feature = "lobby")]
    let lobby = Means {
        config: config.clone(),
        store: worker.handle(),
        printer: paper.clone(),
        clock: clock.clone(),
    }
    .start(pack.clone(), content.as_ref().map(Content::offers))?;
    #[cfg(feature = "lobby")]
    let lobby_page = lobby.as_ref().map(LobbyPages::page);
    let server = sync.as_ref().map(Sync::watch).unwrap_or_default();
    let enroller = sync.as_ref().map(Sync::enroller);
    info!(
        municipality = pack.info.municipality.id,
        pack_version = pack.info.version,
        mode = ?config.mode,
        "the kiosk is open"
    );
    let visits = visit_file::runtime_folder()
        .map(|folder| VisitFile::start(&folder))
        .transpose()?;
    let mark = visits.as_ref().map(VisitFile::marker);
    let screen = config.screen.clone();
    let kiosk = |wake: Wake| {
        let mut kiosk = Kiosk::new(config, pack, Rc::new(clock));
        if let Some(desk) = desk {
            kiosk.belong_to(desk);
        }
        kiosk.connect(handle, wake.clone());
        kiosk.follow(server, wake.clone());
        if let Some(content) = content {
            kiosk.show_published(content);
        }
        if let Some(paper) = paper {
            kiosk.print_by(paper, wake);
        }
        if let Some(enroller) = enroller {
            kiosk.enrol_by(enroller);
        }
        if let Some(mark) = mark {
            kiosk.tell_of_visits(mark);
        }
        #[cfg(feature = "lobby")]
        if let Some(page) = lobby_page {
            kiosk.pair_at(page);
        }
        kiosk
    };
    window::run(&screen, kiosk).map_err(|error| no_display(&error))?;
    manager::stopping();
    if let Some(visits) = visits {
        visits.shutdown();
    }
    #[cfg(feature = "lobby")]
    if let Some(lobby) = lobby {
        lobby.shutdown();
    }
    if let Some(hub) = hub {
        hub.shutdown();
    }
    // What is sent and printed must be settled in the store, so sync and the printer end first.
    if let Some(sync) = sync {
        sync.shutdown();
    }
    if let Some(printer) = printer {
        printer.shutdown();
    }
    worker.shutdown();
    info!("the kiosk is closed");
    Ok(())
}

/// A place that the pack does not know would show another building's hours.
pub(super) fn check_place(config: &Config, pack: &Pack) -> Result<(), String> {
    let places: Vec<&str> = pack.hours.places.iter().map(|place| place.id.as_str()).collect();
    match &config.place {
        Some(place) if !places.contains(&place.as_str()) => Err(format!(
            "`place`: the pack “{}” has no place “{place}”; write one of {}",
            pack.info.municipality.id,
            places.join(", ")
        )),
        _ => Ok(()),
    }
}

/// A lobby's queues are kept in one place.
fn check_hub(config: &Config) -> Result<(), String> {
    let is_both = config.hub.address.is_some() && config.lobby.listen.is_some();
    if is_both {
        return Err(
            "`hub.address` makes this a further kiosk, which has no counters of its own, and `lobby.listen` a hub: \
             take one of them out"
                .to_owned(),
        );
    }
    Ok(())
}

/// The lobby that is one place of one municipality.
fn lobby(config: &Config, pack: &Pack) -> String {
    let first = pack.hours.places.first().map(|place| &place.id);
    let place = config.place.as_ref().or(first).map_or("lobby", String::as_str);
    lobby_at(&pack.info.municipality.id, place)
}

pub(super) fn lobby_at(municipality: &str, place: &str) -> String {
    format!("{municipality}/{place}")
}

/// The store's thread.
pub(super) fn store(
    config: &Config,
    lobby: String,
    zone: Tz,
    clock: impl Clock + Send + 'static,
) -> std::io::Result<Worker> {
    let lobby = StoreConfig {
        lobby,
        zone,
        bucket_hours: config.rating.bucket_hours,
        repeat_window: Duration::from_secs(config.rating.repeat_filter_seconds.into()),
    };
    let state = config.state.clone();
    Worker::spawn(
        move || Store::open(&state, &lobby, clock.now()),
        |incident| report(&incident),
    )
}

/// One line for staff.
fn report(incident: &Incident) {
    warn!(%incident, "the store");
}

pub(super) fn no_display(error: &slint::PlatformError) -> String {
    debug!(%error, "no window");
    "there is no display to open a window on: start Parter in a desktop session, or set DISPLAY or WAYLAND_DISPLAY; \
     `parter shot` draws screens without a display"
        .to_owned()
}
