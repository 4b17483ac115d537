//! Why a page can't be shown, from inside its handler.

use axum::response::Response;

use super::page::Page;
use crate::server::store::StoreError;

/// What a handler gives back.
pub type Answer = Result<Response, Response>;

/// Turns what the store says into a page in the reader's language.
pub trait OrUnavailable<T> {
    fn or_unavailable(self, page: &Page) -> Result<T, Response>;
}

impl<T> OrUnavailable<T> for Result<T, StoreError> {
    fn or_unavailable(self, page: &Page) -> Result<T, Response> {
        self.map_err(|error| super::unavailable(page.lang, &error))
    }
}
