//! `/healthz` and `/readyz`, for whoever watches the server or stands before several.

use axum::{extract::State, http::StatusCode};

use crate::server::state::App;

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "watching", responses((status = 200, description = "The process answers")))]
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers too, and the server is not about to end.
#[utoipa::path(
    get, path = "/readyz", tag = "watching",
    responses(
        (status = 200, description = "Requests can be served"),
        (status = 503, description = "The database does not answer, or the server is about to end"),
    )
)]
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    if *app.ending.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "ending\n");
    }
    match app.store.revisions(&[]).await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
