//! From a configuration to a server that listens, and its end: what it has begun it finishes.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum_server::{Handle, tls_rustls::RustlsConfig};
use chrono::TimeDelta;
use tokio::{sync::watch, task::JoinHandle, time::interval};

use super::{
    alerts, app,
    auth::limits::Limits,
    condense,
    config::{ServerConfig, Tls},
    images::Images,
    mail::{MailError, Mailer},
    metrics::Metrics,
    objects::Objects,
    packs::{Library, Packs, PacksError},
    phone::{self, Phone},
    preview::Preview,
    public::shelf::Shelf,
    publish::{self, PublishError},
    state::{App, Parts},
    store::{Store, StoreError, postgres::Postgres, sqlite::Sqlite},
    uploads,
};
use crate::{clock::Clock, protocol::record::Hash};

/// Requests under way have so long to end.
const GRACE: Duration = Duration::from_secs(10);
/// A client that has connected says what it wants within this.
const FIRST_WORD: Duration = Duration::from_secs(10);
const SWEEP: Duration = Duration::from_secs(60);

/// Why the server can't start.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("{0} can't be listened on ({1}): name another address or port in `listen`")]
    Listen(SocketAddr, io::Error),
    #[error("the certificate {} or the key {} can't be used ({cause}): name PEM files that belong together", tls.certificate.display(), tls.key.display())]
    Certificate { tls: Tls, cause: io::Error },
    #[error(transparent)]
    Packs(#[from] PacksError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error(transparent)]
    Mail(#[from] MailError),
}

/// A server that listens.
pub struct Server {
    /// Where, with the port that was given.
    pub address: SocketAddr,
    pub app: App,
    handle: Handle<SocketAddr>,
    end: watch::Sender<bool>,
    serving: JoinHandle<io::Result<()>>,
}

/// Opens the database that the configuration names.
///
/// # Errors
/// When it can't be used.
pub async fn open(config: &ServerConfig) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match &config.database {
        Some(address) => Arc::new(Postgres::connect(address).await?),
        None => Arc::new(Sqlite::open(&config.state)?),
    })
}

/// Listens where the configuration says, and serves there.
///
/// # Errors
/// When the address, the certificate, a pack or the database can't be used.
pub async fn start(config: &ServerConfig, clock: Arc<dyn Clock + Send + Sync>) -> Result<Server, ServerError> {
    let listener = TcpListener::bind(config.listen).map_err(|error| ServerError::Listen(config.listen, error))?;
    start_on(listener, config, clock).await
}

/// Opens the store and serves at `listener`, wherever that is.
///
/// # Errors
/// When the listener, the certificate, a pack or the database can't be used.
pub async fn start_on(
    listener: TcpListener,
    config: &ServerConfig,
    clock: Arc<dyn Clock + Send + Sync>,
) -> Result<Server, ServerError> {
    let cannot_listen = |error| ServerError::Listen(config.listen, error);
    let address = listener.local_addr().map_err(cannot_listen)?;
    listener.set_nonblocking(true).map_err(cannot_listen)?;
    let packs = Library::of(Packs::load(&config.packs)?);
    let tls = match &config.tls {
        Some(tls) => Some(certificate(tls).await?),
        None => None,
    };
    let mailer = Mailer::new(&config.mail)?;
    let store = open(config).await?;
    publish::own_key(store.as_ref(), &config.state, clock.now()).await?;
    let (end, ending) = watch::channel(false);
    let app = App::new(Parts {
        store,
        clock,
        state: config.state.clone(),
        public_url: public_url(config, address),
        behind_proxy: config.behind_proxy,
        token_life: TimeDelta::days(config.token_days.into()),
        metrics_token: config.metrics.token.as_ref().map(|token| Hash::of(token.as_bytes())),
        limits: Limits::default(),
        metrics: Metrics::default(),
        phone: Phone::default(),
        shelf: Shelf::default(),
        packs,
        objects: Objects::default(),
        images: Images::of(config.images.clone()),
        preview: Preview::of_this_program(),
        mailer,
        ending,
    });
    app.packs.refresh(&app).await?;
    app.images.refresh().await;
    tokio::spawn(sweep(app.clone()));
    tokio::spawn(phone::watch(app.clone()));
    tokio::spawn(condense::watch(app.clone()));
    tokio::spawn(alerts::watch(app.clone()));
    let handle = Handle::new();
    let service = app::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = match tls {
        Some(tls) => {
            let server = axum_server::from_tcp_rustls(listener, tls).map_err(cannot_listen)?;
            let server = server.handle(handle.clone()).first_request_timeout(FIRST_WORD);
            tokio::spawn(server.serve(service))
        }
        None => {
            let server = axum_server::from_tcp(listener).map_err(cannot_listen)?;
            let server = server.handle(handle.clone()).first_request_timeout(FIRST_WORD);
            tokio::spawn(server.serve(service))
        }
    };
    Ok(Server {
        address,
        app,
        handle,
        end,
        serving,
    })
}

impl Server {
    /// Takes no more connections, ends the streams, finishes the requests under way and then the server.
    pub async fn shutdown(self) {
        self.end.send_replace(true);
        self.handle.graceful_shutdown(Some(GRACE));
        // What stands against it has been logged where it happened.
        let _ = self.serving.await;
    }
}

async fn certificate(tls: &Tls) -> Result<RustlsConfig, ServerError> {
    // Fails only when it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    RustlsConfig::from_pem_file(&tls.certificate, &tls.key)
        .await
        .map_err(|cause| ServerError::Certificate {
            tls: tls.clone(),
            cause,
        })
}

fn public_url(config: &ServerConfig, address: SocketAddr) -> String {
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let url = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("{scheme}://{address}"));
    url.trim_end_matches('/').to_owned()
}

/// Forgets, now and then, whose requests were counted and what was sent and not saved, and learns what is published.
async fn sweep(app: App) {
    let mut ending = app.ending.clone();
    let mut beat = interval(SWEEP);
    while !*ending.borrow() {
        tokio::select! {
            _ = beat.tick() => {
                app.limits.forget_quiet();
                // What was published for a later time begins, and other processes publish too.
                if let Err(fault) = app.packs.refresh(&app).await {
                    tracing::warn!(%fault, "what is published can't be looked up");
                }
                app.images.refresh().await;
                if let Err(fault) = app.store.forget_logs(app.now()).await {
                    tracing::warn!(%fault, "kiosks' logs that are kept no longer can't be taken away");
                }
                if let Err(fault) = uploads::forget(&app).await {
                    tracing::warn!(%fault, "files that were sent can't be taken away");
                }
            }
            changed = ending.changed() => if changed.is_err() { return },
        }
    }
}
