//! The counters' and the board's pages, served by the kiosk that is the lobby's hub to the lobby's own network, from its
//! own database: calling goes on whatever becomes of the internet and the central server.
//!
//! | file | what it is |
//! |---|---|
//! | [`config`] | what the lobby must know, from configuration and pack |
//! | [`app`] | every way in, and who may use it |
//! | `guard` | paired browsers alone, and calls from our own pages alone |
//! | [`counter`], [`board`] | what a counter and the board see and do |
//! | `events` | the same as a stream, whenever it changes |
//! | [`pair`] | a browser becomes a counter's by a short code |
//! | [`pages`], `panel`, `words` | the counter's page, in Bulgarian and English |
//! | [`orders`] | what `parter lobby` asks for, through a socket in the state folder |
//! | `tls` | the certificate, of the municipality's or the kiosk's own |

pub mod app;
pub mod board;
pub mod config;
pub mod counter;
mod error;
mod events;
mod guard;
pub mod orders;
pub mod pages;
pub mod pair;
mod panel;
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
use tokio::{runtime, sync::watch, time::interval};

use self::app::App;
pub use self::config::LobbyConfig;
use crate::{clock::Clock, content::Pack, store::worker::Handle};

/// Requests under way have so long to end.
const GRACE: Duration = Duration::from_secs(3);
/// Whether the day has turned is looked at this often.
const TIDY: Duration = Duration::from_secs(60);

/// Why the lobby's pages can't be served.
#[derive(Debug, thiserror::Error)]
pub enum LobbyError {
    #[error("{0} can't be listened on ({1}): name another address or port in `lobby.listen`")]
    Listen(SocketAddr, io::Error),
    #[error("the certificate of the lobby's pages can't be used ({0}): name PEM files that belong together in `lobby`")]
    Certificate(String),
    #[error("the socket in the state folder can't be made ({0}): give this user the right to write there")]
    Socket(io::Error),
    #[error("the lobby's pages can't be started ({0}): see what the system lacks")]
    System(#[from] io::Error),
}

/// The pages' thread. Dropping it without [`shutdown`](Self::shutdown) ends it without grace.
pub struct Lobby {
    /// Where, with the port that was given.
    pub address: SocketAddr,
    end: watch::Sender<bool>,
    thread: JoinHandle<()>,
}

impl Lobby {
    /// Listens, and serves until the end.
    ///
    /// # Errors
    /// When the address, the certificate or the socket can't be used.
    pub fn start(
        config: LobbyConfig,
        store: Handle,
        pack: Arc<Pack>,
        clock: impl Clock + Send + Sync + 'static,
    ) -> Result<Self, LobbyError> {
        let cannot_listen = |error| LobbyError::Listen(config.listen, error);
        let listener = TcpListener::bind(config.listen).map_err(cannot_listen)?;
        listener.set_nonblocking(true).map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;
        let tls = tls::server_config(&config)?;
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
                if let Err(error) = serve(app, listener, tls).await {
                    tracing::error!(%error, "the lobby's pages have ended");
                }
            });
            runtime.shutdown_background();
        })?;
        Ok(Self { address, end, thread })
    }

    /// Ends the streams, finishes the requests under way and waits for that. To be called before the store is shut down.
    pub fn shutdown(self) {
        self.end.send_replace(true);
        // Fails only when it has ended already.
        let _ = self.thread.join();
    }
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

/// Ends what earlier days have left behind, and forgets whose attempts were counted.
async fn tidy(app: App) {
    let mut beat = interval(TIDY);
    loop {
        beat.tick().await;
        app.attempts.forget_quiet();
        let now = app.now();
        if let Err(error) = app.store.ask(move |store| store.close_earlier_days(now)).await {
            tracing::warn!(%error, "the lobby's earlier days could not be ended; it is tried again");
        }
    }
}
