//! The counters' and the board's pages beside the kiosk. All of them are made from the pack, so they are begun anew with
//! every publication; those that are open in browsers find them again by themselves.

use std::{
    future::pending,
    io,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use tokio::{
    runtime,
    sync::{oneshot, watch},
};
use tracing::{error, info};

use crate::{
    clock::Clock,
    config::Config,
    content::Pack,
    kiosk::controllers::staff::LobbyPage,
    lobby::{Lobby, LobbyConfig},
    print,
    store::worker::Handle,
};

/// What the pages are made with, besides the pack.
pub(super) struct Means<C> {
    pub config: Config,
    pub store: Handle,
    pub printer: Option<print::worker::Handle>,
    pub clock: C,
}

/// Finds what a browser opens of the pages that are served now.
type Open = Arc<Mutex<Option<LobbyPage>>>;

/// The thread that begins and ends them.
pub(super) struct LobbyPages {
    open: Open,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl<C: Clock + Clone + Send + Sync + 'static> Means<C> {
    /// Serves the pages, where they are configured: of `pack`, and then of whatever is offered.
    ///
    /// # Errors
    /// When the configuration does not fit the pack, or there is no thread to be had.
    pub fn start(self, pack: Arc<Pack>, mut offers: Option<Offers>) -> Result<Option<LobbyPages>, String> {
        if LobbyConfig::of(&self.config, &pack)?.is_none() {
            return Ok(None);
        }
        let none = |error: io::Error| format!("the lobby's pages can't be started: {error}");
        let waiting = runtime::Builder::new_current_thread().build().map_err(none)?;
        let (stop, mut stopped) = oneshot::channel();
        let open = Open::default();
        let shown = open.clone();
        let serve = move || {
            let mut pages = self.serve(pack, &shown);
            while let Some(pack) = waiting.block_on(next(&mut offers, &mut stopped)) {
                end(pages);
                pages = self.serve(pack, &shown);
            }
            end(pages);
        };
        let thread = thread::Builder::new()
            .name("lobby-pages".to_owned())
            .spawn(serve)
            .map_err(none)?;
        Ok(Some(LobbyPages { open, stop, thread }))
    }

    /// Where they can't be served the kiosk works without.
    fn serve(&self, pack: Arc<Pack>, open: &Open) -> Option<Lobby> {
        let fault = |fault: &String| error!(fault, "counters and board have no pages; mend the configuration");
        let settings = LobbyConfig::of(&self.config, &pack).inspect_err(fault).ok()??;
        let settings = LobbyConfig {
            printer: self.printer.clone(),
            ..settings
        };
        match Lobby::start(settings, self.store.clone(), pack, self.clock.clone()) {
            Ok(lobby) => {
                info!(address = %lobby.address, "counters and board have their pages");
                *open.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(lobby.page()));
                Some(lobby)
            }
            Err(fault) => {
                error!(%fault, "counters and board have no pages; mend it and start the kiosk again");
                None
            }
        }
    }
}

fn end(pages: Option<Lobby>) {
    if let Some(lobby) = pages {
        lobby.shutdown();
    }
}

type Offers = watch::Receiver<Option<Arc<Pack>>>;

/// The next pack; none at the end.
async fn next(offers: &mut Option<Offers>, stopped: &mut oneshot::Receiver<()>) -> Option<Arc<Pack>> {
    let offered = async {
        let Some(offers) = offers else { return pending().await };
        match offers.changed().await {
            Ok(()) => offers.borrow_and_update().clone(),
            Err(_) => pending().await,
        }
    };
    tokio::select! {
        _ = stopped => None,
        pack = offered => pack,
    }
}

impl LobbyPages {
    /// Finds what a browser of the lobby's network opens, see [`Lobby::page`].
    pub fn page(&self) -> LobbyPage {
        let open = self.open.clone();
        Arc::new(move || {
            let page = open.lock().unwrap_or_else(PoisonError::into_inner).clone();
            page.and_then(|page| page())
        })
    }

    /// Ends them and waits for that. To be called before the store is shut down.
    pub fn shutdown(self) {
        // Both fail only when the thread has ended already.
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }
}
