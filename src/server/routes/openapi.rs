//! `/api/openapi.json`: the API's document, made from the code that serves it.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{batches, content, enrol, health, images, logs, metrics, token};

#[derive(OpenApi)]
#[openapi(
    info(title = "Parter", description = "What kiosks say to the central server", license(name = "GPL-3.0-only", identifier = "GPL-3.0-only")),
    paths(enrol::post, batches::post, token::post, content::get, content::object, images::get, logs::post, health::alive, health::ready, metrics::get),
    modifiers(&Secrets)
)]
struct Document;

struct Secrets;

impl Modify for Secrets {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        for (name, what) in [
            ("device", "The token that the kiosk got at its enrolment"),
            ("metrics", "The token of the server's configuration"),
        ] {
            let bearer = HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some(what))
                .build();
            components.add_security_scheme(name, SecurityScheme::Http(bearer));
        }
    }
}

/// The document as a value.
#[must_use]
pub fn document() -> openapi::OpenApi {
    Document::openapi()
}

pub async fn get() -> Json<openapi::OpenApi> {
    Json(document())
}
