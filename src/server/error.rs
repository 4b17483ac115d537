//! Refusals to kiosks: a status, a cause that the program understands and a sentence for staff.

use std::time::Duration;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};

use super::store::StoreError;
use crate::{
    protocol::refusal::{Cause, Refusal},
    web::limit::{TooMany, seconds},
};

/// Why a kiosk's request was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    status: StatusCode,
    refusal: Refusal,
    retry_after: Option<Duration>,
}

impl ApiError {
    #[must_use]
    pub fn new(status: StatusCode, error: Cause, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            status,
            refusal: Refusal { error, message },
            retry_after: None,
        }
    }

    #[must_use]
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Cause::Malformed, message)
    }

    #[must_use]
    pub fn unknown_token() -> Self {
        let message = "the server does not know this kiosk's token; enrol it again with a new code";
        Self::new(StatusCode::UNAUTHORIZED, Cause::Token, message)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store");
        let message = "the server's database can't be used now; the request may be made again";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, Cause::Unavailable, message)
    }
}

impl From<TooMany> for ApiError {
    fn from(TooMany(wait): TooMany) -> Self {
        let message = format!("too many requests; wait for {} seconds", seconds(wait));
        Self {
            retry_after: Some(wait),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, Cause::TooMany, message)
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.refusal)).into_response();
        if let Some(wait) = self.retry_after {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds(wait)));
        }
        response
    }
}
