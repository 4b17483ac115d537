//! `/admin/language/en`: keeps the reader's choice, and goes back.

use axum::{
    extract::{Path, Query},
    http::header::SET_COOKIE,
    response::{IntoResponse, Redirect, Response},
};

use super::{lang::Lang, page::Page, sign_in::Next};

pub async fn get(page: Page, Path(code): Path<String>, Query(next): Query<Next>) -> Response {
    match Lang::coded(&code) {
        Some(lang) => ([(SET_COOKIE, lang.cookie())], Redirect::to(next.or_start())).into_response(),
        None => page.not_found(),
    }
}
