//! `Authorization: Bearer …`.

use axum::http::{HeaderMap, header::AUTHORIZATION};

/// The secret that a request shows.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
}
