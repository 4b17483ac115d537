//! `/admin/figures`: promises against what happened, satisfaction, and what staff enter and watch for that. All staff read;
//! editors keep the register and the rules of alerts.

mod alerts;
mod desk;
mod ledger;
mod list;
mod register;
mod report;
mod satisfaction;

use axum::routing::get;

use crate::server::{app::Route, auth::access::ANY_STAFF};

pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/admin/figures", ANY_STAFF, get(list::get)),
        Route::get("/admin/figures/{municipality}", ANY_STAFF, get(ledger::get)),
        Route::get(
            "/admin/figures/{municipality}/satisfaction",
            ANY_STAFF,
            get(satisfaction::get),
        ),
    ];
    routes.extend(register::routes());
    routes.extend(alerts::routes());
    routes.extend(report::routes());
    routes
}

/// A municipality's promises, which are the first of its pages.
fn address(municipality: &str) -> String {
    format!("/admin/figures/{municipality}")
}
