//! `/metrics`.

use axum::{extract::State, http::header::CONTENT_TYPE, response::IntoResponse};

use crate::server::state::App;

/// What is counted, for Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "watching", security(("metrics" = [])),
    responses(
        (status = 200, description = "OpenMetrics text", content_type = "application/openmetrics-text"),
        (status = 401, description = "Not the configured token"),
        (status = 404, description = "No token is configured"),
    )
)]
pub async fn get(State(app): State<App>) -> impl IntoResponse {
    let text = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, text)], app.metrics.text())
}
