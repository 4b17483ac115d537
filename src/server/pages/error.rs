//! Why a page can't be shown, from inside its handler.

use axum::response::{IntoResponse, Response};

use super::page::Page;
use crate::server::store::StoreError;

/// What a handler gives back.
pub type Answer = Result<Response, Refusal>;

/// Another page instead of the one that was asked for.
pub struct Refusal(Box<Response>);

impl From<Response> for Refusal {
    fn from(page: Response) -> Self {
        Self(Box::new(page))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// Turns what the store says into a page in the reader's language.
pub trait OrUnavailable<T> {
    fn or_unavailable(self, page: &Page) -> Result<T, Refusal>;
}

impl<T> OrUnavailable<T> for Result<T, StoreError> {
    fn or_unavailable(self, page: &Page) -> Result<T, Refusal> {
        self.map_err(|error| super::unavailable(page.lang, &error).into())
    }
}
