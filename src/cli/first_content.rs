//! What the kiosk shows first: what was published last, or the configured pack. Where its municipality has no pack on this
//! machine, a calm screen waits until the server has published one.

use std::{error::Error, marker, sync::Arc, time::Duration};

use tokio::sync::watch;
use tracing::{error, info};

use super::kiosk::{check_place, lobby_at, no_display, store};
#[cfg(feature = "lobby")]
use crate::lobby::LobbyConfig;
use crate::{
    clock::Clock,
    config::Config,
    content::Pack,
    kiosk::adapters::window,
    packs::{self, builtin},
    protocol::heartbeat::PrinterState,
    sync::{Content, Sync, SyncConfig},
    vault::{Fits, Vault},
};

/// How often a pack that can't be read is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(10);
/// How often it is looked whether the first publication has come.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What is on the screen first, and what brings other content there; none when the window of the screen that waits is closed.
pub(super) type First = Option<(Arc<Pack>, Option<Content>)>;

/// Finds it, and waits where there is nothing yet.
///
/// # Errors
/// When the place is not the pack's, there is no display, or nothing can be kept in the state folder.
pub(super) fn find(
    config: &Config,
    clock: impl Clock + Clone + Send + marker::Sync + 'static,
) -> Result<First, Box<dyn Error>> {
    if is_the_servers(config) {
        return from_server(config, clock);
    }
    let Some(own) = own(config)? else { return Ok(None) };
    check_place(config, &own)?;
    Ok(Some(published(config, own)))
}

/// The pack that a kiosk of this configuration goes by, as far as it is on this machine.
///
/// # Errors
/// When there is none, or it is faulty.
pub(super) fn known(config: &Config) -> Result<Pack, Box<dyn Error>> {
    if !is_the_servers(config) {
        return Ok(packs::load(&config.pack)?);
    }
    let shown = Vault::open_without_own(&config.state, &config.pack, fits(config))?.shown();
    shown.ok_or_else(|| {
        format!(
            "nothing of “{}” has come from the server yet: start the kiosk, and publish its content",
            config.pack
        )
        .into()
    })
}

/// Whether `pack` is a municipality whose content the server alone has.
fn is_the_servers(config: &Config) -> bool {
    config.server.url.is_some() && !config.pack.contains('/') && builtin::files(&config.pack).is_none()
}

/// The configured pack. While it can't be read, the screen says calmly that it is out of service; none when its window
/// is closed.
fn own(config: &Config) -> Result<Option<Arc<Pack>>, Box<dyn Error>> {
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

/// What was published last, where there is something; the configured pack otherwise.
fn published(config: &Config, own: Arc<Pack>) -> (Arc<Pack>, Option<Content>) {
    match Vault::open(&config.state, &own, fits(config)) {
        Ok(mut vault) => {
            let pack = vault.start().map_or(own, Arc::new);
            let content = Content::new(vault, &pack);
            (pack, Some(content))
        }
        Err(fault) => {
            error!(%fault, "published content can't be used; the configured pack is shown");
            (own, None)
        }
    }
}

/// What was published last, or first, once the kiosk is enrolled and it has come.
fn from_server(
    config: &Config,
    clock: impl Clock + Clone + Send + marker::Sync + 'static,
) -> Result<First, Box<dyn Error>> {
    let municipality = &config.pack;
    let Some(place) = &config.place else {
        return Err(format!(
            "`place` is missing: no built-in pack is called “{municipality}”, so its content comes from the server; write where \
             the kiosk stands, by the id of one of the places in that content"
        )
        .into());
    };
    let mut vault = Vault::open_without_own(&config.state, municipality, fits(config))?;
    if let Some(pack) = vault.start().map(Arc::new) {
        let content = Content::new(vault, &pack);
        return Ok(Some((pack, Some(content))));
    }
    info!(municipality, "nothing is here to show; the server is asked for it");
    let content = Content::awaited(vault, municipality);
    // Of the pack's days and hours nothing is known yet, and nothing happens that needs them.
    let worker = store(
        config,
        lobby_at(municipality, place),
        chrono_tz::Europe::Sofia,
        clock.clone(),
    )?;
    let printer = watch::channel(PrinterState::Unknown).1;
    let sync = SyncConfig::of(
        config,
        lobby_at(municipality, place),
        content.shown(),
        printer,
        chrono_tz::Europe::Sofia,
    )
    .map(|settings| Sync::start_with(settings, worker.handle(), clock, Some(content.clone())))
    .transpose()?;
    let offers = content.offers();
    let come = window::stand_in(&config.screen, LOOK_AGAIN, move || offers.borrow().clone())
        .map_err(|error| no_display(&error))?;
    if let Some(sync) = sync {
        sync.shutdown();
    }
    worker.shutdown();
    // The newest, where another has come meanwhile.
    let newest = content.offers().borrow().clone();
    Ok(come.and(newest).map(|pack| (pack, Some(content))))
}

/// Whether this kiosk can show a pack.
fn fits(config: &Config) -> Fits {
    let settings = config.clone();
    Box::new(move |pack| {
        check_place(&settings, pack)?;
        #[cfg(feature = "lobby")]
        LobbyConfig::of(&settings, pack)?;
        Ok(())
    })
}
