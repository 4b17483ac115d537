//! `GET /t/CODE`: a ticket's page.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Redirect, Response},
};

use super::{address::Address, frame, knowledge::Knowledge};
use crate::{
    server::{auth::client::Client, pages::lang::Lang, state::App, store::StoreError},
    web::limit::{TooMany, seconds},
};

pub async fn get(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Response> {
    if !address.is_canonical {
        return Ok(Redirect::permanent(&address.page()).into_response());
    }
    let lang = Lang::of(&headers);
    let known = look_up(&app, client, &address, lang).await?;
    Ok(frame::ticket(&known, &address, lang).into_response())
}

/// What is known of the address, unless too much was asked.
///
/// Every code that no kiosk has told of gets the same answer, and it is no error: the page is the right one, it goes on
/// looking, and no proxy on the way puts a page of its own in its place. Those alone are limited strictly, so that a lobby
/// behind one address does not suffer from one who guesses there.
pub async fn look_up(app: &App, client: Client, address: &Address, lang: Lang) -> Result<Knowledge, Response> {
    let too_many = |many| too_many(lang, many);
    app.limits.phone.check(&client.0).map_err(too_many)?;
    let known = Knowledge::of(app, address).await;
    let known = known.map_err(|error| unavailable(lang, &error))?;
    if known.ticket.is_none() {
        app.limits.unknown_ticket.check(&client.0).map_err(too_many)?;
    }
    Ok(known)
}

fn too_many(lang: Lang, TooMany(wait): TooMany) -> Response {
    let headers = [(RETRY_AFTER, seconds(wait).to_string())];
    (StatusCode::TOO_MANY_REQUESTS, headers, frame::too_many(lang)).into_response()
}

fn unavailable(lang: Lang, error: &StoreError) -> Response {
    tracing::error!(%error, "the store");
    let headers = [(RETRY_AFTER, frame::REFRESH.to_string())];
    (StatusCode::SERVICE_UNAVAILABLE, headers, frame::unavailable(lang)).into_response()
}
