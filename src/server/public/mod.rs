//! What anybody sees of a municipality's figures, at `/o/ID`: a page without sign-in, and the same figures as open data.
//!
//! | part | what it promises |
//! |---|---|
//! | [`page`] | promises and satisfaction, nothing of fewer than ten ratings |
//! | [`published`] | the same as rows, whose schema stands beside them |
//! | [`data`] | those as JSON and CSV, and their schema |
//! | [`shelf`] | what was made is kept for a while: however many ask, the database is asked seldom |
//! | [`answer`] | who has it already is told so |

mod answer;
mod data;
mod frame;
mod page;
pub mod published;
pub mod shelf;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use super::{app::Route, auth::access::Access, auth::client::Client, state::App, store::StoreError};
use crate::web::{
    lang::Lang,
    limit::{TooMany, seconds},
};

/// The ways in that these pages serve.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/o/{municipality}", Access::Public, get(page::get)),
        Route::get("/o/{municipality}/{file}", Access::Public, get(data::get)),
        Route::get(SCHEMA, Access::Public, get(data::schema)),
    ]
}

/// Where the open data's schema is.
pub const SCHEMA: &str = "/o/figures.schema.json";

/// `?lang=en`: a public page keeps no cookie, so that caches may have it.
#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
}

impl Asked {
    fn lang(&self, headers: &HeaderMap) -> Lang {
        let chosen = self.lang.as_deref().and_then(Lang::coded);
        chosen.unwrap_or_else(|| Lang::of(headers))
    }
}

fn admit(app: &App, client: &Client, lang: Lang) -> Result<(), Box<Response>> {
    app.limits.public.check(&client.0).map_err(|TooMany(wait)| {
        let mut response = refuse(lang, StatusCode::TOO_MANY_REQUESTS);
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds(wait)));
        Box::new(response)
    })
}

fn unavailable(lang: Lang, error: &StoreError) -> Response {
    tracing::error!(%error, "the store");
    refuse(lang, StatusCode::SERVICE_UNAVAILABLE)
}

/// A page that says why there is nothing.
fn refuse(lang: Lang, status: StatusCode) -> Response {
    let (title, text) = frame::refusal(lang, status);
    (status, Html(frame::message(lang, title, text))).into_response()
}
