//! `POST /api/v1/token`: a device renews its token.

use axum::{Extension, Json, extract::State, http::StatusCode};

use super::refusals::{OfADevice, OfAnyCall};
use crate::{
    protocol::{enrolment::NewToken, secret::Token},
    server::{auth::bearer::Shown, error::ApiError, state::App, store::devices::Changed},
};

/// Gives the next token. The present one stays good until the next is first used, so a lost answer locks nobody out.
#[utoipa::path(
    post, path = "/api/v1/token", tag = "kiosks", security(("device" = [])),
    params(("parter-protocol" = String, Header, description = "Versions that the kiosk knows, as in 1 or 1-2")),
    responses(
        (status = 201, description = "The next token", body = NewToken),
        OfADevice, OfAnyCall,
    )
)]
pub async fn post(
    State(app): State<App>,
    Extension(Shown(present)): Extension<Shown>,
) -> Result<(StatusCode, Json<NewToken>), ApiError> {
    let token = Token::random(&mut rand::rng());
    match app.store.offer_token(&present, &token.hash(), app.now()).await? {
        Changed::Done => Ok((StatusCode::CREATED, Json(NewToken { token }))),
        // Meanwhile another has enrolled as this device, or it was revoked.
        Changed::NotFound | Changed::NameTaken => Err(ApiError::unknown_token()),
    }
}
