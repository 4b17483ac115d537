//! The session's cookie: a random secret of which the database has the hash.

use axum::http::HeaderMap;

use crate::{
    protocol::{record::Hash, secret::Token},
    web::cookies,
};

/// `__Host-` makes browsers refuse it unless it is secure, for the whole site and for this host alone. Chromium takes it over
/// plain HTTP too from the machine itself, as `127.0.0.1` and as `localhost`; beyond that it needs HTTPS.
pub const COOKIE_NAME: &str = "__Host-parter";

/// The hash of the secret that the request's cookie holds.
#[must_use]
pub fn of(headers: &HeaderMap) -> Option<Hash> {
    cookies::value(headers, COOKIE_NAME).map(|secret| Hash::of(secret.as_bytes()))
}

/// `Set-Cookie` for a session that begins.
#[must_use]
pub fn cookie(secret: &Token) -> String {
    format!(
        "{COOKIE_NAME}={}; Path=/; Secure; HttpOnly; SameSite=Strict",
        secret.reveal()
    )
}

/// `Set-Cookie` that takes it away.
#[must_use]
pub fn no_cookie() -> String {
    format!("{COOKIE_NAME}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}
