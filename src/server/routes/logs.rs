//! `POST /api/v1/logs/{request}`: a kiosk's log, where staff have asked for it.

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::StatusCode,
};

use super::refusals::{OfABody, OfADevice, OfAnyCall};
use crate::{
    protocol::refusal::{Cause, Refusal},
    server::{
        error::ApiError,
        state::App,
        store::devices::{Changed, Device},
    },
};

/// Takes the log that answers a request of staff's, once.
#[utoipa::path(
    post, path = "/api/v1/logs/{request}", tag = "kiosks", security(("device" = [])),
    request_body(content_type = "application/gzip"),
    params(
        ("parter-protocol" = String, Header, description = "Versions that the kiosk knows, as in 1 or 1-2"),
        ("request" = i64, Path, description = "As the answer to a heartbeat said"),
    ),
    responses(
        (status = 201, description = "It is kept"),
        (status = 404, description = "Nobody wants it, or no more", body = Refusal),
        OfABody, OfADevice, OfAnyCall,
    )
)]
pub async fn post(
    State(app): State<App>,
    Extension(device): Extension<Device>,
    Path(request): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let body = body.map_err(|fault| ApiError::new(fault.status(), Cause::Malformed, fault.body_text()))?;
    // The beginning of whatever is under gzip.
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Err(ApiError::malformed("the body is not under gzip"));
    }
    let unwanted = || ApiError::new(StatusCode::NOT_FOUND, Cause::NotFound, "nobody has asked for this log");
    let request = request.parse().map_err(|_| unwanted())?;
    match app.store.keep_log(&device.id, request, &body, app.now()).await? {
        Changed::Done => Ok(StatusCode::CREATED),
        Changed::NotFound | Changed::NameTaken => Err(unwanted()),
    }
}
