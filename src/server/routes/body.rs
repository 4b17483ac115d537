//! The JSON of a kiosk's request.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::{StatusCode, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;

use crate::{
    protocol::refusal::Cause,
    server::{error::ApiError, state::App},
};

/// A body of the form that the call takes; otherwise a refusal that says what is wrong.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let content_type = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !content_type.is_some_and(|value| value.starts_with("application/json")) {
            let message = "the body's content type is not application/json";
            return Err(ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Cause::Malformed,
                message,
            ));
        }
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|rejection: BytesRejection| {
                ApiError::new(rejection.status(), Cause::Malformed, rejection.body_text())
            })?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| ApiError::malformed(format!("the body is not what this call takes: {error}")))
    }
}
