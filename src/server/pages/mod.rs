//! What staff see in a browser, under `/admin`: made on the server, whole without scripts, in Bulgarian and English.

pub mod lang;

use axum::{
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
};

use self::lang::Lang;
use super::{app::Route, store::StoreError};

/// The ways in that these pages serve.
#[must_use]
pub fn routes() -> Vec<Route> {
    Vec::new()
}

/// No such page.
pub async fn not_found(headers: HeaderMap) -> Response {
    let lang = Lang::of(&headers);
    message(
        StatusCode::NOT_FOUND,
        lang.say("Няма такава страница", "There is no such page"),
    )
}

/// A form that does not come from our own page.
pub fn foreign_form(lang: Lang) -> Response {
    let text = lang.say(
        "Формулярът не идва от тази страница. Отворете страницата отново и опитайте пак.",
        "The form does not come from this page. Open the page again and try once more.",
    );
    message(StatusCode::FORBIDDEN, text)
}

/// Signed in, but not for this.
pub fn forbidden(lang: Lang) -> Response {
    let text = lang.say("Нямате право за тази страница", "You have no right to this page");
    message(StatusCode::FORBIDDEN, text)
}

/// The database can't answer now.
pub fn unavailable(lang: Lang, error: &StoreError) -> Response {
    tracing::error!(%error, "the store");
    let text = lang.say(
        "В момента страницата не може да се покаже. Опитайте отново след малко.",
        "The page can't be shown now. Try again in a moment.",
    );
    message(StatusCode::SERVICE_UNAVAILABLE, text)
}

fn message(status: StatusCode, text: &str) -> Response {
    let page = maud::html! { (maud::DOCTYPE) title { "Parter" } p { (text) } };
    (status, Html(page.into_string())).into_response()
}
