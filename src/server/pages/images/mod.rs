//! `/admin/images`: the kiosks' operating system: what versions there are, who is offered which, and how far each kiosk is.

mod choice;
mod kiosks;
mod versions;

use axum::http::StatusCode;
use axum::{
    extract::State,
    response::Response,
    routing::{get, post},
};
use maud::html;

use super::{
    error::{Answer, OrUnavailable, Refusal},
    icon,
    page::Page,
};
use crate::server::{
    app::Route,
    auth::access::{ADMINISTRATOR, ANY_STAFF},
    images::folder::Listed,
    state::App,
};

const AT: &str = "/admin/images";

pub fn routes() -> [Route; 4] {
    [
        Route::get(AT, ANY_STAFF, get(show)),
        Route::post(AT, ADMINISTRATOR, post(choice::choose)),
        Route::post("/admin/images/stop", ADMINISTRATOR, post(choice::stop)),
        Route::post("/admin/kiosks/{id}/image-now", ADMINISTRATOR, post(kiosks::now)),
    ]
}

async fn show(State(app): State<App>, page: Page) -> Answer {
    app.images.refresh().await;
    let typed = choice::Typed::default();
    answer(&app, &page, StatusCode::OK, &typed, None).await
}

/// The page; `typed` stands in the form, and `wrong` is what is wrong with it.
async fn answer(
    app: &App,
    page: &Page,
    status: StatusCode,
    typed: &choice::Typed,
    wrong: Option<choice::Wrong>,
) -> Result<Response, Refusal> {
    let choices = app.store.image_choices().await.or_unavailable(page)?;
    let orders = app.store.image_orders().await.or_unavailable(page)?;
    let reports = app.store.fleet(app.now()).await.or_unavailable(page)?;
    let listed = app.images.listed();
    let is_whole = |listed: &&Listed| listed.files.is_ok();
    let offered: Vec<&str> = listed
        .iter()
        .filter(is_whole)
        .map(|listed| listed.version.as_str())
        .collect();
    let content = html! {
        p { a href="/admin/kiosks" { (page.say("Всички киоски", "All kiosks")) } }
        @if !app.images.is_configured() {
            p.alert.calm { (icon::info()) span { (page.say(
                "Сървърът няма папка с версии. Посочете я с ключа „images“ в настройките му.",
                "The server has no folder of versions. Name it by the key “images” of its configuration.",
            )) } }
        }
        (choice::section(page, &choices, &offered, typed, wrong))
        (kiosks::section(page, &reports, &choices, &orders))
        @if app.images.is_configured() { (versions::section(page, &listed)) }
    };
    Ok(page.answer(status, page.say("Система на киоските", "The kiosks' system"), content))
}
