//! What the lobby's further kiosks ask of its hub: tickets, how the queues are, numbers for when the hub can't be reached,
//! and what they did without it. The calls are those of [`protocol::hub`](crate::protocol::hub).

use std::net::SocketAddr;

use axum::{
    Json,
    extract::{ConnectInfo, Query, State},
    http::StatusCode,
};
use serde::Deserialize;

use super::{app::App, error::ApiError, pair};
use crate::{
    protocol::{
        hub::{
            Block, BlockWish, CheckIn, HandIn, HandedIn, LinesNow, MOST_HAND_INS, Pair, Paired, Pause, TicketWish,
            cause,
        },
        secret::Token,
    },
    queue::{IssueRequest, TicketCode, Visit},
    store::{Asked, Store},
};

/// A kiosk becomes one of this lobby's.
pub async fn pair(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Json(Pair { code, kiosk }): Json<Pair>,
) -> Result<Json<Paired>, ApiError> {
    app.attempts.check(&client.ip().to_canonical())?;
    let (token, now) = (Token::random(&mut rand::rng()), app.now());
    let kept = token.clone();
    let work = move |store: &mut Store| Ok((store.pair_kiosk(&code, &kept, now)?, store.lobby().to_owned()));
    let (pairing, lobby) = app.store.ask(work).await?;
    let pairing = pairing.ok_or_else(pair::wrong_code)?;
    let kiosk: String = kiosk.chars().filter(|c| !c.is_control()).take(32).collect();
    tracing::info!(pairing = pairing.id, kiosk, "a further kiosk belongs to this lobby");
    Ok(Json(Paired { token, lobby }))
}

pub async fn ticket(State(app): State<App>, Json(wish): Json<TicketWish>) -> Result<Json<Visit>, ApiError> {
    let queue = app.pack.queues.queue(&wish.queue).ok_or_else(no_such_queue)?;
    let request = IssueRequest {
        queue: queue.id.clone(),
        letter: queue.letter,
        service: wish.service,
        priority: wish.priority,
        touched: std::time::Duration::ZERO,
    };
    let (code, now) = (wish.code, app.now());
    Ok(Json(app.store.issue(Asked { code, request, now }).await?))
}

/// One who comes by appointment has a ticket.
pub async fn check_in(State(app): State<App>, Json(CheckIn { code }): Json<CheckIn>) -> Result<Json<Visit>, ApiError> {
    let now = app.now();
    Ok(Json(app.store.ask(move |store| store.check_in(&code, now)).await?))
}

#[derive(Deserialize)]
pub struct Whose {
    ticket: Option<TicketCode>,
}

pub async fn lines(State(app): State<App>, Query(whose): Query<Whose>) -> Result<Json<LinesNow>, ApiError> {
    let (now, by) = (app.now(), app.config.foresight.clone());
    let look = move |store: &mut Store| store.lines_now(whose.ticket.as_ref(), &by, now);
    Ok(Json(app.store.ask(look).await?))
}

pub async fn block(State(app): State<App>, Json(wish): Json<BlockWish>) -> Result<Json<Block>, ApiError> {
    if app.pack.queues.queue(&wish.queue).is_none() {
        return Err(no_such_queue());
    }
    let now = app.now();
    let work = move |store: &mut Store| store.give_block(&wish.key, &wish.queue, now);
    Ok(Json(app.store.ask(work).await?))
}

pub async fn visits(State(app): State<App>, Json(handed): Json<Vec<HandIn>>) -> Result<Json<Vec<HandedIn>>, ApiError> {
    if handed.len() > MOST_HAND_INS {
        let message = format!("{} at once, where {MOST_HAND_INS} are the most", handed.len());
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many", &message));
    }
    let now = app.now();
    let answers = app.store.ask(move |store| store.take_in(&handed, now)).await?;
    Ok(Json(answers))
}

pub async fn pause(State(app): State<App>, Json(wish): Json<Pause>) -> Result<Json<LinesNow>, ApiError> {
    if wish.queues.iter().any(|queue| app.pack.queues.queue(queue).is_none()) {
        return Err(no_such_queue());
    }
    let (now, by) = (app.now(), app.config.foresight.clone());
    tracing::info!(queues = ?wish.queues, paused = wish.paused, "staff at a further kiosk pause or resume queues");
    let work = move |store: &mut Store| {
        store.set_paused(&wish.queues, wish.paused, now)?;
        store.lines_now(None, &by, now)
    };
    Ok(Json(app.store.ask(work).await?))
}

fn no_such_queue() -> ApiError {
    let message = "this lobby's pack has no such queue: give all its kiosks the same pack";
    ApiError::new(StatusCode::CONFLICT, cause::NO_SUCH_QUEUE, message)
}
