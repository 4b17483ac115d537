//! `GET /api/v1/images/…`: the files of an operating system that a kiosk is offered.

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use tower_http::services::ServeFile;

use super::refusals::{OfADevice, OfAnyCall};
use crate::{
    protocol::refusal::{Cause, Refusal},
    server::{error::ApiError, state::App},
};

/// A file of a version that is whole, or a range of it. Of what is in the folder besides nothing is given.
#[utoipa::path(
    get, path = "/api/v1/images/{version}/{file}", tag = "kiosks", security(("device" = [])),
    params(
        ("parter-protocol" = String, Header, description = "Versions that the kiosk knows, as in 1 or 1-2"),
        ("version" = String, Path, description = "As it was offered"),
        ("file" = String, Path, description = "By its name there"),
        ("range" = Option<String>, Header, description = "As in bytes=1000-1999"),
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 206, description = "The range of it", content_type = "application/octet-stream"),
        (status = 404, description = "No version that is offered has it", body = Refusal),
        (status = 416, description = "It is shorter", body = Refusal),
        OfADevice, OfAnyCall,
    )
)]
pub async fn get(
    State(app): State<App>,
    Path((version, file)): Path<(String, String)>,
    request: Request,
) -> Result<Response, ApiError> {
    let missing = || ApiError::new(StatusCode::NOT_FOUND, Cause::NotFound, "no version has such a file");
    let path = app.images.file(&version, &file).ok_or_else(missing)?;
    let served = ServeFile::new(path).try_call(request).await;
    let served = served.map_err(|fault| {
        tracing::error!(%fault, version, file, "a file of an image can't be read");
        missing()
    })?;
    match served.status() {
        StatusCode::NOT_FOUND => Err(missing()),
        StatusCode::RANGE_NOT_SATISFIABLE => {
            let message = "the file has no such range";
            Err(ApiError::new(
                StatusCode::RANGE_NOT_SATISFIABLE,
                Cause::Malformed,
                message,
            ))
        }
        _ => {
            let mut response = served.map(Body::new).into_response();
            let kind = HeaderValue::from_static("application/octet-stream");
            response.headers_mut().insert(CONTENT_TYPE, kind);
            Ok(response)
        }
    }
}
