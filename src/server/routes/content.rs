//! `GET /api/v1/content` and `GET /api/v1/objects/…`: what a kiosk is to show, and its files.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RANGE},
    },
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::refusals::{OfADevice, OfAnyCall};
use crate::{
    protocol::{
        content::Published,
        record::Hash,
        refusal::{Cause, Refusal},
    },
    server::{error::ApiError, state::App, store::devices::Device},
};

/// What the kiosk has.
#[derive(Deserialize)]
pub struct Has {
    version: Option<u64>,
}

/// Says what the kiosk is to show now, unless it says that it knows.
#[utoipa::path(
    get, path = "/api/v1/content", tag = "kiosks", security(("device" = [])),
    params(
        ("parter-protocol" = String, Header, description = "Versions that the kiosk knows, as in 1 or 1-2"),
        ("version" = Option<u64>, Query, description = "The version that it has taken last"),
        ("if-none-match" = Option<String>, Header, description = "The SHA-256 of that one's manifest, in quotes"),
    ),
    responses(
        (status = 200, description = "News", body = Published),
        (status = 204, description = "Nothing was published"),
        (status = 304, description = "It has that already"),
        OfADevice, OfAnyCall,
    )
)]
pub async fn get(
    State(app): State<App>,
    Extension(device): Extension<Device>,
    Query(has): Query<Has>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let current = app
        .store
        .current(&device.municipality, &device.id, has.version, app.now());
    let Some(hash) = current.await? else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let tag = format!("\"{hash}\"");
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known == tag.as_str()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let Some(signed) = app.store.signed(&hash).await? else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let published = Published {
        manifest: String::from_utf8_lossy(&signed.manifest).into_owned(),
        signature: signed.signature,
    };
    Ok(([(ETAG, tag)], Json(published)).into_response())
}

/// A file of a publication, whole or from a byte on.
#[utoipa::path(
    get, path = "/api/v1/objects/{sha256}", tag = "kiosks", security(("device" = [])),
    params(
        ("parter-protocol" = String, Header, description = "Versions that the kiosk knows, as in 1 or 1-2"),
        ("sha256" = String, Path, description = "Of the file"),
        ("range" = Option<String>, Header, description = "As in bytes=1000-"),
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 206, description = "The rest of it", content_type = "application/octet-stream"),
        (status = 404, description = "No publication has it", body = Refusal),
        (status = 416, description = "It is shorter", body = Refusal),
        OfADevice, OfAnyCall,
    )
)]
pub async fn object(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let missing = || ApiError::new(StatusCode::NOT_FOUND, Cause::NotFound, "no publication has such a file");
    let hash: Hash = name.parse().map_err(|_| missing())?;
    let bytes = app.objects.get(app.store.as_ref(), hash).await?.ok_or_else(missing)?;
    let kind = [(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))];
    let Some(from) = headers.get(RANGE).and_then(beginning) else {
        return Ok((kind, bytes).into_response());
    };
    let size = bytes.len();
    if from >= size {
        let message = format!("the file has {size} bytes");
        return Err(ApiError::new(
            StatusCode::RANGE_NOT_SATISFIABLE,
            Cause::Malformed,
            message,
        ));
    }
    let range = [(CONTENT_RANGE, format!("bytes {from}-{}/{size}", size - 1))];
    let rest: Bytes = bytes.slice(from..);
    Ok((StatusCode::PARTIAL_CONTENT, kind, range, rest).into_response())
}

/// Of `bytes=N-`. Any other range is answered by the whole file, as one may.
fn beginning(range: &HeaderValue) -> Option<usize> {
    range
        .to_str()
        .ok()?
        .strip_prefix("bytes=")?
        .strip_suffix('-')?
        .parse()
        .ok()
}
