//! What a visitor's phone shows of a ticket, at `/t/CODE`: whole without scripts, live with them.
//!
//! | part | what it promises |
//! |---|---|
//! | [`page`] | the page, in the browser's language; nothing is remembered of who looks |
//! | [`events`] | its changing part again, whenever it has changed |
//! | [`news`] | one question a second to the database, however many phones look on |
//! | [`streams`] | phones never take so many connections that kiosks have none |
//! | [`knowledge`], [`stage`], [`card`], [`frame`] | what is known of a code, in words, on a page |

mod address;
mod card;
mod events;
mod frame;
mod knowledge;
mod news;
mod page;
mod stage;
pub mod streams;
mod words;

use std::sync::{Arc, LazyLock};

use axum::routing::get;

use self::{news::News, streams::Streams};
use super::{app::Route, auth::access::Access};
use crate::web::assets::Asset;

pub use news::watch;

/// What these pages share from one request to the next.
#[derive(Default)]
pub struct Phone {
    news: News,
    pub streams: Arc<Streams>,
}

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::css("/assets/phone.css", include_str!("../../../assets/web/phone.css")));
static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::script("/assets/phone.js", include_str!("../../../assets/web/phone.js")));

/// The ways in that this page serves.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/t/{code}", Access::Public, get(page::get)),
        Route::get("/t/{code}/events", Access::Public, get(events::get)),
        Route::asset(&STYLE),
        Route::asset(&SCRIPT),
    ]
}
