//! Refusals: a status, a cause that a page understands and a sentence for a person.

use axum::{
    Json,
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    protocol::hub::cause,
    queue::transitions::Refused,
    store::StoreError,
    web::limit::{TooMany, seconds},
};

#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    body: Value,
    retry_after: Option<u64>,
}

impl ApiError {
    pub fn new(status: StatusCode, error: &str, message: &str) -> Self {
        Self {
            status,
            body: json!({ "error": error, "message": message }),
            retry_after: None,
        }
    }

    /// Whether it is nobody's doing and passes.
    pub fn is_fault(&self) -> bool {
        self.status.is_server_error()
    }

    pub fn not_paired() -> Self {
        let message = "this browser is not paired: ask for a code and type it in";
        Self::new(StatusCode::UNAUTHORIZED, "not_paired", message)
    }

    pub fn no_clerk() -> Self {
        let message = "no clerk has signed in at this counter: open its page and give the PIN";
        Self::new(StatusCode::FORBIDDEN, "no_clerk", message)
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        // Names and numbers alone: there is nothing that JSON could not hold.
        let mut body = serde_json::to_value(&refused).unwrap_or_default();
        if let Value::Object(body) = &mut body {
            body.insert("message".to_owned(), refused.to_string().into());
        }
        Self {
            status: StatusCode::CONFLICT,
            body,
            retry_after: None,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refused) => refused.into(),
            StoreError::NoSuchVisit => {
                let message = "there is no visitor with that code: choose another";
                Self::new(StatusCode::NOT_FOUND, "no_such_visit", message)
            }
            StoreError::QueuePaused => {
                let message = "the queue is paused: staff resume it at a kiosk";
                Self::new(StatusCode::CONFLICT, cause::QUEUE_PAUSED, message)
            }
            StoreError::VisitOver => {
                let message = "nobody holds the ticket of that code any more: take a new one";
                Self::new(StatusCode::CONFLICT, "over", message)
            }
            fault => {
                tracing::warn!(%fault, "a counter, the board or a kiosk could not be served");
                let message = "the kiosk's database can't be used now: try again in a moment";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message)
            }
        }
    }
}

impl From<TooMany> for ApiError {
    fn from(TooMany(wait): TooMany) -> Self {
        let wait = seconds(wait);
        let message = format!("too many attempts: wait for {wait} seconds");
        Self {
            retry_after: Some(wait),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", &message)
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let wait = self.retry_after.map(|wait| [(RETRY_AFTER, wait.to_string())]);
        match wait {
            Some(wait) => (self.status, wait, Json(self.body)).into_response(),
            None => (self.status, Json(self.body)).into_response(),
        }
    }
}
