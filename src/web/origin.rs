//! Whether a form or a call comes from our own pages.

use axum::http::HeaderMap;

/// What browsers say of where it comes from; `public_url` is a name of ours besides the host that was asked. One that says
/// nothing is no browser of today.
#[must_use]
pub fn is_own(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("origin"), text("sec-fetch-site")) {
        (Some(origin), _) => Some(origin) == public_url || is_own_host(origin, text("host")),
        (None, Some(site)) => site == "same-origin" || site == "none",
        (None, None) => false,
    }
}

/// Under a second name too (a server without a public address on a desk) the page and its form have the same host.
fn is_own_host(origin: &str, host: Option<&str>) -> bool {
    let named = origin.split_once("://").map(|(_, named)| named);
    named.is_some() && named == host
}
