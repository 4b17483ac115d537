//! `/admin/figures/ID/alerts`: of what staff want to be told, and what they were told. Never about a counter or a clerk.

mod addresses;
mod list;
mod rule;

use axum::routing::{get, post};

use crate::server::{
    app::Route,
    auth::access::{ANY_STAFF, EDITORS},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/figures/{municipality}/alerts", ANY_STAFF, get(list::get)),
        Route::post("/admin/figures/{municipality}/alerts", EDITORS, post(rule::add)),
        Route::post(
            "/admin/figures/{municipality}/alert-addresses",
            EDITORS,
            post(addresses::set),
        ),
        Route::post(
            "/admin/figures/{municipality}/alerts/{rule}",
            EDITORS,
            post(rule::change),
        ),
        Route::post(
            "/admin/figures/{municipality}/alerts/{rule}/remove",
            EDITORS,
            post(rule::remove),
        ),
    ]
}

const PART: &str = "/alerts";

fn address(municipality: &str) -> String {
    format!("{}{PART}", super::address(municipality))
}
