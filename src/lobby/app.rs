//! Every way in, in one table, with who may use it. Nothing is served that does not stand here.

use std::{
    net::IpAddr,
    ops::Deref,
    sync::{Arc, LazyLock},
    time::Duration,
};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::from_fn_with_state,
    routing::{MethodRouter, get, post},
};
use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};

use super::{
    LobbyConfig,
    announcer::Announcer,
    arranged, board,
    clerks::Clerks,
    counter, events,
    guard::{self, Access},
    kiosks, pages, pair, sign_in,
};
use crate::{
    clock::Clock,
    content::Pack,
    store::worker::Handle,
    web::{
        assets::{Asset, REGULAR, SEMIBOLD, STYLES},
        headers,
        limit::Limit,
    },
};

/// What a counter or a kiosk says is no longer.
const LONGEST_BODY: usize = 16 * 1024;
/// An answer takes no longer; streams begin within it.
const TIME_OUT: Duration = Duration::from_secs(15);
/// Codes that one address may try in a minute.
const ATTEMPTS: u32 = 10;

/// What every request can reach.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub config: LobbyConfig,
    pub store: Handle,
    pub pack: Arc<Pack>,
    pub clock: Arc<dyn Clock + Send + Sync>,
    pub announcer: Announcer,
    /// Who have signed in at the counters.
    pub clerks: Clerks,
    /// At pairing codes.
    pub attempts: Limit<IpAddr>,
    /// Becomes true when the lobby is to end: streams close.
    pub ending: watch::Receiver<bool>,
}

impl App {
    pub fn new(
        config: LobbyConfig,
        store: Handle,
        pack: Arc<Pack>,
        clock: Arc<dyn Clock + Send + Sync>,
        ending: watch::Receiver<bool>,
    ) -> Self {
        Self(Arc::new(Parts {
            announcer: Announcer::new(&config),
            clerks: Clerks::default(),
            config,
            store,
            pack,
            clock,
            attempts: Limit::a_minute(ATTEMPTS),
            ending,
        }))
    }

    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

pub static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::css("/assets/lobby.css", include_str!("../../assets/web/lobby.css")));
pub static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::script("/assets/lobby.js", include_str!("../../assets/web/lobby.js")));

pub static BOARD_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::css("/assets/board.css", include_str!("../../assets/web/board.css")));
pub static BOARD_SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::script("/assets/board.js", include_str!("../../assets/web/board.js")));

fn routes() -> Vec<(&'static str, Access, MethodRouter<App>)> {
    let mut routes = vec![
        ("/", Access::Public, get(pages::get).post(pages::post)),
        ("/pair", Access::Public, post(pages::pair)),
        ("/sign-in", Access::Public, post(sign_in::post)),
        ("/sign-out", Access::Public, post(sign_in::out)),
        ("/language/{code}", Access::Public, get(pages::language)),
        ("/arranged", Access::Public, get(arranged::get).post(arranged::post)),
        (
            "/arranged/list",
            Access::Public,
            post(arranged::upload).layer(DefaultBodyLimit::max(arranged::LONGEST_UPLOAD)),
        ),
        ("/api/pair", Access::Public, post(pair::post)),
        ("/api/unpair", Access::Paired, post(pair::end)),
        ("/api/counter", Access::Counter, get(counter::get).post(counter::post)),
        ("/api/counter/events", Access::Counter, get(events::get)),
        ("/api/board", Access::Board, get(board::get).post(board::post)),
        ("/api/board/events", Access::Board, get(events::get)),
        ("/board/chime.wav", Access::Board, get(board::chime)),
        ("/board/calls/{file}", Access::Board, get(board::sound)),
        ("/api/kiosk/pair", Access::NoBrowser, post(kiosks::pair)),
        ("/api/kiosk/tickets", Access::Kiosk, post(kiosks::ticket)),
        ("/api/kiosk/check-ins", Access::Kiosk, post(kiosks::check_in)),
        ("/api/kiosk/lines", Access::Kiosk, get(kiosks::lines)),
        ("/api/kiosk/blocks", Access::Kiosk, post(kiosks::block)),
        ("/api/kiosk/visits", Access::Kiosk, post(kiosks::visits)),
        ("/api/kiosk/queues", Access::Kiosk, post(kiosks::pause)),
    ];
    let assets = [
        &STYLES,
        &REGULAR,
        &SEMIBOLD,
        &STYLE,
        &SCRIPT,
        &BOARD_STYLE,
        &BOARD_SCRIPT,
    ];
    routes.extend(assets.map(|asset| (asset.path(), Access::Public, asset.handler())));
    routes
}

/// All of it as a service.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for (path, access, handler) in routes() {
        let guarded = from_fn_with_state((app.clone(), access), guard::guard);
        router = router.route(path, handler.layer(guarded));
    }
    let router = router
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            TIME_OUT,
        ))
        .layer(CatchPanicLayer::new());
    headers::secured(router).with_state(app)
}
