//! `/admin/figures/ID/register`: the signals and letters that staff enter, for the promises on answers. No names and no words:
//! the number finds the rest in the municipality's own register.

mod csv;
mod form;
mod import;
mod list;

use axum::routing::{get, post};

use crate::server::{
    app::Route,
    auth::access::{ANY_STAFF, EDITORS},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/figures/{municipality}/register", ANY_STAFF, get(list::get)),
        Route::get("/admin/figures/{municipality}/register.csv", ANY_STAFF, get(csv::get)),
        Route::get("/admin/figures/{municipality}/new-registered", EDITORS, get(form::new)),
        Route::post("/admin/figures/{municipality}/new-registered", EDITORS, post(form::add)),
        Route::get("/admin/figures/{municipality}/registered", EDITORS, get(form::get)),
        Route::post("/admin/figures/{municipality}/registered", EDITORS, post(form::correct)),
        Route::post(
            "/admin/figures/{municipality}/registered/remove",
            EDITORS,
            post(form::remove),
        ),
        Route::get(
            "/admin/figures/{municipality}/import-registered",
            EDITORS,
            get(import::get),
        ),
        Route::post(
            "/admin/figures/{municipality}/import-registered",
            EDITORS,
            post(import::post),
        ),
    ]
}

const PART: &str = "/register";

fn address(municipality: &str) -> String {
    format!("{}{PART}", super::address(municipality))
}
