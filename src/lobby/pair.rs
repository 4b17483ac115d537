//! A browser becomes a counter's, or the board's, by a short code that is shown elsewhere, and stays so until that is
//! revoked. Of the secret that its cookie holds the database has the hash.

use std::net::SocketAddr;

use axum::{
    Extension, Json,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::{app::App, error::ApiError};
use crate::{
    protocol::{
        record::Hash,
        secret::{PairingCode, Token},
    },
    store::{Pairing, StoreError},
    web::cookies,
};

/// `__Host-` makes browsers refuse it unless it is secure, for the whole site and for this host alone.
pub const COOKIE_NAME: &str = "__Host-parter-lobby";
const A_YEAR: u32 = 365 * 24 * 60 * 60;

/// The hash of the secret that the request's cookie holds.
#[must_use]
pub fn token(headers: &HeaderMap) -> Option<Hash> {
    cookies::value(headers, COOKIE_NAME).map(|secret| Hash::of(secret.as_bytes()))
}

#[derive(Deserialize)]
pub struct Typed {
    code: String,
}

pub async fn post(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Json(typed): Json<Typed>,
) -> Result<Response, ApiError> {
    app.attempts.check(&client.ip().to_canonical())?;
    let (pairing, cookie) = pair(&app, &typed).await?.ok_or_else(wrong_code)?;
    Ok(([(SET_COOKIE, cookie)], Json(json!({ "post": pairing.counter }))).into_response())
}

pub fn wrong_code() -> ApiError {
    let message = "this is no code that is good now: ask for a new one, it lasts ten minutes";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_code", message)
}

/// Pairs the browser where the code is good, and gives it its cookie.
pub async fn pair(app: &App, typed: &Typed) -> Result<Option<(Pairing, String)>, StoreError> {
    let Ok(code) = typed.code.parse::<PairingCode>() else {
        return Ok(None);
    };
    let token = Token::random(&mut rand::rng());
    let cookie = cookie(token.reveal(), A_YEAR);
    let now = app.now();
    let pairing = app.store.ask(move |store| store.pair(&code, &token, now)).await?;
    if let Some(pairing) = &pairing {
        tracing::info!(pairing = pairing.id, counter = pairing.counter, "a browser was paired");
    }
    Ok(pairing.map(|pairing| (pairing, cookie)))
}

/// The browser gives its pairing up.
pub async fn end(State(app): State<App>, Extension(pairing): Extension<Pairing>) -> Result<Response, ApiError> {
    app.store.ask(move |store| store.revoke_pairing(pairing.id)).await?;
    tracing::info!(
        pairing = pairing.id,
        counter = pairing.counter,
        "a pairing was given up"
    );
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie("", 0))]).into_response())
}

fn cookie(secret: &str, seconds: u32) -> String {
    format!("{COOKIE_NAME}={secret}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}")
}
