//! `Authorization: Bearer …`.

use axum::http::{HeaderMap, header::AUTHORIZATION};

use crate::protocol::record::Hash;

/// Of the secret that a request shows. A device's guard gives it to the handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown(pub Hash);

/// What a request shows.
#[must_use]
pub fn shown(headers: &HeaderMap) -> Option<Shown> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| Shown(Hash::of(secret.trim().as_bytes())))
}
