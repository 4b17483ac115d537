//! Answers that anybody may keep for a while, and asks again by their tag.

use axum::{
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};

use crate::protocol::record::Hash;

/// Figures change once a day; who asks again within this gets what a cache on the way has.
const FOR_A_WHILE: &str = "public, max-age=300";

/// What is answered, unless the asker has it already.
pub fn answer(asked: &HeaderMap, kind: &'static str, more: &[(HeaderName, HeaderValue)], body: &str) -> Response {
    let tag = format!("\"{}\"", &Hash::of(body.as_bytes()).to_string()[..32]);
    let mut response = if is_known(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, kind)], body.to_owned()).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(FOR_A_WHILE));
    // Hexadecimal digits in quotes are a header's text.
    headers.extend(tag.parse().ok().map(|tag| (ETAG, tag)));
    headers.extend(more.iter().cloned());
    response
}

/// Whether what the asker has is this, byte for byte or not.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let lines = asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}
