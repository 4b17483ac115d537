//! The server's routes, all in one table: each with who may use it. Nothing is served that does not stand here.

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
    routing::{MethodRouter, get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};

use super::{
    auth::{
        access::{ANY_STAFF, Access},
        guard,
    },
    pages, phone, public,
    routes::{batches, content, enrol, health, images, logs, metrics, openapi, token},
    state::App,
};
use crate::{
    protocol::{batch::MAX_BYTES, logs::MOST_BODY},
    web::{assets::Asset, headers},
};

/// A batch of one long record is longer than other batches.
const LONGEST_BODY: usize = MAX_BYTES + 128 * 1024;
/// An answer takes no longer than this; streams begin within it.
const TIME_OUT: Duration = Duration::from_secs(30);
/// A large file over a slow line comes within this.
const UPLOAD_TIME_OUT: Duration = Duration::from_secs(300);

/// One way in.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    handler: MethodRouter<App>,
}

impl Route {
    pub fn get(path: &'static str, access: Access, handler: MethodRouter<App>) -> Self {
        Self {
            method: Method::GET,
            path,
            access,
            handler,
        }
    }

    pub fn asset(asset: &'static Asset) -> Self {
        Self::get(asset.path(), Access::Public, asset.handler())
    }

    pub fn post(path: &'static str, access: Access, handler: MethodRouter<App>) -> Self {
        Self {
            method: Method::POST,
            ..Self::get(path, access, handler)
        }
    }
}

/// Every way in.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::post("/api/v1/enrol", Access::Public, post(enrol::post)),
        Route::post("/api/v1/batches", Access::Device, post(batches::post)),
        Route::post("/api/v1/token", Access::Device, post(token::post)),
        Route::get("/api/v1/content", Access::Device, get(content::get)),
        Route::get("/api/v1/objects/{sha256}", Access::Device, get(content::object)),
        Route::get("/api/v1/images/{version}/{file}", Access::Device, get(images::get)),
        Route::post(
            "/api/v1/logs/{request}",
            Access::Device,
            post(logs::post).layer(DefaultBodyLimit::max(MOST_BODY)),
        ),
        Route::get("/api/openapi.json", ANY_STAFF, get(openapi::get)),
        Route::get("/healthz", Access::Public, get(health::alive)),
        Route::get("/readyz", Access::Public, get(health::ready)),
        Route::get("/metrics", Access::Metrics, get(metrics::get)),
    ];
    routes.extend(phone::routes());
    routes.extend(public::routes());
    routes.extend(pages::routes());
    routes
}

/// The whole server as a service.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let guarded = from_fn_with_state((app.clone(), route.access), guard::guard);
        let time_out = match route.access {
            Access::Upload { .. } => UPLOAD_TIME_OUT,
            _ => TIME_OUT,
        };
        let time_out = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time_out);
        let mut handler: MethodRouter<App> = route.handler.layer(guarded);
        handler = handler.layer(time_out);
        if route.path.starts_with("/api/v1/") {
            handler = handler.layer(from_fn(guard::protocol));
        }
        router = router.route(route.path, handler);
    }
    let router = router
        .fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), watch));
    headers::secured(router).with_state(app)
}

/// Counts the answer, and logs those that the server is to blame for. Paths stand as the table has them: a ticket's code is
/// no one else's business.
async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let route = route.unwrap_or_else(|| "none".to_owned());
    let status = response.status();
    if status.is_server_error() {
        tracing::warn!(route, status = status.as_u16(), "a request could not be served");
    }
    app.metrics.count_request(&route, status.as_u16());
    response
}
