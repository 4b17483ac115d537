//! `POST /api/v1/token`: a device renews its token.

use axum::{Extension, Json, extract::State, http::StatusCode};

use crate::{
    protocol::{enrolment::NewToken, refusal::Refusal, secret::Token},
    server::{auth::bearer::Shown, error::ApiError, state::App, store::devices::Changed},
};

/// Gives the next token. The present one stays good until the next is first used, so a lost answer locks nobody out.
#[utoipa::path(
    post, path = "/api/v1/token", tag = "kiosks", security(("device" = [])),
    params(("parter-protocol" = String, Header, description = "Versions that the kiosk knows, as in 1 or 1-2")),
    responses(
        (status = 201, description = "The next token", body = NewToken),
        (status = 401, description = "No token, or an unknown one", body = Refusal),
        (status = 403, description = "The kiosk was revoked", body = Refusal),
        (status = 426, description = "No version of the protocol in common", body = Refusal),
        (status = 503, description = "Try again later", body = Refusal),
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
