//! What calls are refused for, as the API's document says it of each.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses,
    openapi::{Content, Ref, RefOr, Response, ResponseBuilder},
};

/// Of every call.
pub struct OfAnyCall;
/// Of a call that takes a body.
pub struct OfABody;
/// Of a call that a device makes.
pub struct OfADevice;

impl IntoResponses for OfAnyCall {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[
            ("426", "No version of the protocol in common"),
            ("503", "Try again later"),
        ])
    }
}

impl IntoResponses for OfABody {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[
            ("400", "Not what the call takes"),
            ("413", "Too long"),
            ("415", "Not JSON"),
        ])
    }
}

impl IntoResponses for OfADevice {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[("401", "No token, or an unknown one"), ("403", "The kiosk was revoked")])
    }
}

/// Each with a [`Refusal`](crate::protocol::refusal::Refusal).
fn refusals(all: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    let body = || Content::new(Some(Ref::from_schema_name("Refusal")));
    let response = |description: &str| {
        let response = ResponseBuilder::new().description(description);
        response.content("application/json", body()).build()
    };
    all.iter()
        .map(|(status, description)| ((*status).to_owned(), RefOr::T(response(description))))
        .collect()
}
