//! `/admin/content`: staff change what kiosks show. A municipality's draft in forms made for each of its parts.
//!
//! Every form saves the draft and nothing else; what kiosks show changes when the draft is published.

mod charter;
mod closure;
mod conflict;
mod desk;
mod differences;
mod export;
mod fault_words;
mod fields;
mod findings;
mod frame;
mod history;
mod import;
mod lint_words;
mod list;
mod new;
mod notice;
mod overview;
mod part;
mod place;
mod preview;
mod publish;
mod rows;
mod save;
mod service;
mod typed;
mod week;

use axum::routing::{get, post};

use crate::server::{app::Route, auth::access::EDITORS};

pub fn routes() -> Vec<Route> {
    let both = |path, read, write| [Route::get(path, EDITORS, read), Route::post(path, EDITORS, write)];
    let mut routes = vec![
        Route::get("/admin/content", EDITORS, get(list::get)),
        Route::get("/admin/content/{municipality}", EDITORS, get(overview::get)),
        Route::get("/admin/content/{municipality}/history", EDITORS, get(history::get)),
        Route::get("/admin/content/{municipality}/export/{file}", EDITORS, get(export::get)),
        Route::get("/admin/content/{municipality}/preview", EDITORS, get(preview::get)),
        Route::get(
            "/admin/content/{municipality}/preview/draft.png",
            EDITORS,
            get(preview::draft),
        ),
        Route::get(
            "/admin/content/{municipality}/preview/shown.png",
            EDITORS,
            get(preview::today),
        ),
        Route::post(
            "/admin/content/{municipality}/history/{revision}",
            EDITORS,
            post(history::post),
        ),
        Route::post(
            "/admin/content/{municipality}/notices/{notice}/remove",
            EDITORS,
            post(notice::remove),
        ),
        Route::post(
            "/admin/content/{municipality}/closures/{closure}/remove",
            EDITORS,
            post(closure::remove),
        ),
        Route::post(
            "/admin/content/{municipality}/charter/preview",
            EDITORS,
            post(charter::preview),
        ),
        Route::post(
            "/admin/content/{municipality}/parts/{part}/{entry}/act",
            EDITORS,
            post(part::act),
        ),
        Route::asset(save::script()),
    ];
    let forms = [
        both("/admin/new-municipality", get(new::get), post(new::post)),
        both(
            "/admin/content/{municipality}/charter",
            get(charter::get),
            post(charter::post),
        ),
        both(
            "/admin/content/{municipality}/parts/{part}",
            get(part::list),
            post(part::post_single),
        ),
        both(
            "/admin/content/{municipality}/new-part/{part}",
            get(part::new),
            post(part::add),
        ),
        both(
            "/admin/content/{municipality}/parts/{part}/{entry}",
            get(part::get),
            post(part::post),
        ),
        both(
            "/admin/content/{municipality}/new-notice",
            get(notice::new),
            post(notice::add),
        ),
        both(
            "/admin/content/{municipality}/notices/{notice}",
            get(notice::get),
            post(notice::post),
        ),
        both(
            "/admin/content/{municipality}/services/{service}",
            get(service::get),
            post(service::post),
        ),
        both(
            "/admin/content/{municipality}/places/{place}",
            get(place::get),
            post(place::post),
        ),
        both(
            "/admin/content/{municipality}/new-closure",
            get(closure::new),
            post(closure::add),
        ),
        both(
            "/admin/content/{municipality}/closures/{closure}",
            get(closure::get),
            post(closure::post),
        ),
    ];
    routes.extend(forms.into_iter().flatten());
    routes.extend(import::routes());
    routes.extend(publish::routes());
    routes
}

/// The overview of a municipality's draft.
fn address(municipality: &str) -> String {
    format!("/admin/content/{municipality}")
}
