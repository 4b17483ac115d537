//! `POST /api/v1/token`: a device renews its token.

use axum::{Extension, Json, extract::State, http::StatusCode};

use crate::{
    protocol::{enrolment::NewToken, refusal::Refusal, secret::Token},
    server::{error::ApiError, state::App, store::devices::Device},
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
    Extension(device): Extension<Device>,
) -> Result<(StatusCode, Json<NewToken>), ApiError> {
    let token = Token::random(&mut rand::rng());
    app.store.offer_token(&device.id, &token.hash(), app.now()).await?;
    Ok((StatusCode::CREATED, Json(NewToken { token })))
}
