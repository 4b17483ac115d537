//! The counters' and the board's pages, served by the kiosk that is the lobby's hub to the lobby's own network, from its
//! own database: calling goes on whatever becomes of the internet and the central server.
//!
//! | file | what it is |
//! |---|---|
//! | [`config`] | what the lobby must know, from configuration and pack |
//! | [`app`] | every way in, and who may use it |
//! | `guard` | paired browsers alone, and calls from our own pages alone |
//! | [`counter`], [`board`] | what a counter and the board see and do |
//! | `paper` | the visitor's ticket on paper once more |
//! | `office` | whether the office is open, and the end of its day |
//! | `announcer`, `spoken` | calls as sound |
//! | `events` | the same as a stream, whenever it changes |
//! | [`kiosks`] | tickets for the lobby's further kiosks, and what those did while this one could not be reached |
//! | [`pair`] | a browser becomes a counter's by a short code |
//! | [`clerks`], `sign_in` | who works at a counter, where PINs are asked for |
//! | [`pages`], `panel`, `words` | the counter's page, in Bulgarian and English |
//! | [`arranged`], `arranged_page` | a day's appointments: seen, entered, imported, taken back |
//! | `screen` | the board's page, for a television |
//! | [`orders`] | what `parter lobby` asks for, through a socket in the state folder |
//! | `tls` | the certificate, of the municipality's or the kiosk's own |

mod announcer;
pub mod app;
pub mod arranged;
mod arranged_page;
pub mod board;
pub mod clerks;
pub mod config;
pub mod counter;
mod error;
mod events;
mod guard;
pub mod kiosks;
mod office;
pub mod orders;
pub mod pages;
pub mod pair;
mod panel;
mod paper;
mod screen;
mod sign_in;
mod spoken;
mod tls;
mod words;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use axum_server::{Handle as ServerHandle, tls_rustls::RustlsConfig};
use tokio::{
    runtime,
    sync::watch,
    time::{interval, sleep},
};

use self::app::App;
pub use self::config::LobbyConfig;
use crate::{
    clock::Clock,
    content::Pack,
    store::{Store, worker::Handle},
    web::lan,
};

/// Requests under way have so long to end.
const GRACE: Duration = Duration::from_secs(3);
/// An address that can't be listened on, because its port is taken or the network is not up yet, is tried again after this.
const LISTEN_AGAIN: Duration = Duration::from_secs(10);
/// Whether the day has ended or turned is looked at this often.
const TIDY: Duration = Duration::from_secs(60);

/// Why the lobby's pages can't be served.
#[derive(Debug, thiserror::Error)]
pub enum LobbyError {
    #[error("the certificate of the lobby's pages can't be used ({0}): name PEM files that belong together in `lobby`")]
    Certificate(String),
    #[error("the socket in the state folder can't be made ({0}): give this user the right to write there")]
    Socket(io::Error),
    #[error("the lobby's pages can't be started ({0}): see what the system lacks")]
    System(#[from] io::Error),
}

/// The pages' thread. Dropping it without [`shutdown`](Self::shutdown) ends it without grace.
pub struct Lobby {
    /// Where, with the port that was given once it listens.
    pub address: SocketAddr,
    is_encrypted: bool,
    end: watch::Sender<bool>,
    thread: JoinHandle<()>,
}

impl Lobby {
    /// Listens, as soon as that can be, and serves until the end.
    ///
    /// # Errors
    /// When the certificate or the socket can't be used.
    pub fn start(
        config: LobbyConfig,
        store: Handle,
        pack: Arc<Pack>,
        clock: impl Clock + Send + Sync + 'static,
    ) -> Result<Self, LobbyError> {
        let wanted = config.listen;
        let listening = listen(wanted);
        let address = match &listening {
            Ok((_, address)) => *address,
            Err(error) => {
                tracing::warn!(
                    address = %wanted, %error,
                    "counters and board have no pages yet, the address can't be listened on: it is tried again; \
                     end what uses the port, or name another in `lobby.listen`"
                );
                wanted
            }
        };
        let tls = tls::server_config(&config)?;
        let is_encrypted = tls.is_some();
        let orders = orders::listen(&config.state).map_err(LobbyError::Socket)?;
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("lobby")
            .enable_all()
            .build()?;
        let (end, ending) = watch::channel(false);
        let app = App::new(config, store, pack, Arc::new(clock), ending);
        let thread = thread::Builder::new().name("lobby".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::spawn(orders::answer(app.clone(), orders));
                tokio::spawn(tidy(app.clone()));
                let Some(listener) = until_listening(&app, listening).await else {
                    return;
                };
                if let Err(error) = serve(app, listener, tls).await {
                    tracing::error!(%error, "the lobby's pages have ended");
                }
            });
            runtime.shutdown_background();
        })?;
        Ok(Self {
            address,
            is_encrypted,
            end,
            thread,
        })
    }

    /// Finds what a browser of the lobby's network opens, as the network is then; none while there is no network.
    pub fn page(&self) -> impl Fn() -> Option<String> + Send + Sync + use<> {
        let (address, is_encrypted) = (self.address, self.is_encrypted);
        move || {
            let listens_everywhere = address.ip().is_unspecified();
            let ip = if listens_everywhere {
                lan::address().ok()?
            } else {
                address.ip()
            };
            let scheme = if is_encrypted { "https" } else { "http" };
            Some(format!("{scheme}://{}", SocketAddr::new(ip, address.port())))
        }
    }

    /// Ends the streams, finishes the requests under way and waits for that. To be called before the store is shut down.
    pub fn shutdown(self) {
        self.end.send_replace(true);
        // Fails only when it has ended already.
        let _ = self.thread.join();
    }
}

fn listen(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let given = listener.local_addr()?;
    Ok((listener, given))
}

/// Tries again and again; none when the lobby is to end before.
async fn until_listening(app: &App, mut listening: io::Result<(TcpListener, SocketAddr)>) -> Option<TcpListener> {
    let mut ending = app.ending.clone();
    while listening.is_err() {
        tokio::select! {
            () = sleep(LISTEN_AGAIN) => {}
            _ = ending.wait_for(|ending| *ending) => return None,
        }
        listening = listen(app.config.listen);
        if let Ok((_, address)) = &listening {
            tracing::info!(%address, "counters and board have their pages now");
        }
    }
    listening.ok().map(|(listener, _)| listener)
}

async fn serve(app: App, listener: TcpListener, tls: Option<Arc<rustls::ServerConfig>>) -> io::Result<()> {
    let handle = ServerHandle::new();
    let ender = handle.clone();
    let mut ending = app.ending.clone();
    tokio::spawn(async move {
        // Fails only when nobody is left who could end it: then too.
        let _ = ending.wait_for(|ending| *ending).await;
        ender.graceful_shutdown(Some(GRACE));
    });
    let service = app::router(app).into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        Some(tls) => {
            let server = axum_server::from_tcp_rustls(listener, RustlsConfig::from_config(tls))?;
            server.handle(handle).serve(service).await
        }
        None => axum_server::from_tcp(listener)?.handle(handle).serve(service).await,
    }
}

/// Ends the day when it is over and what earlier days have left behind, and forgets whose attempts were counted.
async fn tidy(app: App) {
    let mut beat = interval(TIDY);
    let mut news = app.store.news();
    loop {
        tokio::select! {
            _ = beat.tick() => {
                app.attempts.forget_quiet();
                let now = app.now();
                let end = move |store: &mut Store| {
                    store.close_earlier_days(now)?;
                    store.forget_earlier_appointments(now)
                };
                if let Err(error) = app.store.ask(end).await {
                    tracing::warn!(%error, "the lobby's earlier days could not be ended; it is tried again");
                }
            }
            // The last counter may have closed.
            changed = news.changed() => if changed.is_err() { return },
        }
        end_day(&app).await;
    }
}

async fn end_day(app: &App) {
    let (now, parts) = (app.now(), app.clone());
    match app.store.later(move |store| office::end_day(store, &parts, now)).await {
        Ok(Some(left)) => tracing::info!(left, "the lobby's day has ended"),
        Ok(None) => {}
        Err(error) => {
            tracing::warn!(%error, "whether the lobby's day is over could not be seen; it is looked at again");
        }
    }
}
