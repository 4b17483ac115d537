//! What the television in the lobby shows: numbers and counters, nothing by which a visit could be found elsewhere.

use std::collections::BTreeMap;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    announcer::Announcer,
    app::App,
    error::ApiError,
    office::{self, Office},
};
use crate::{
    queue::{
        CounterState, PeriodKind, TicketNumber,
        calling::{Waiting, line},
    },
    store::{LobbyNow, Present, Store, StoreError},
};

/// So many of each queue are told.
const NEXT: usize = 5;

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct BoardView {
    /// The lobby's.
    pub day: NaiveDate,
    pub office: Office,
    /// The last calls, the latest first.
    pub calls: Vec<CallView>,
    /// Who is next in each queue that somebody waits in, and how many that are.
    pub queues: BTreeMap<String, QueueView>,
    /// The counters that were opened today.
    pub counters: BTreeMap<String, CounterState>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct CallView {
    pub id: i64,
    #[serde(flatten)]
    pub number: TicketNumber,
    pub counter: String,
    pub at: DateTime<Utc>,
    /// The visitor is still to be announced, or on the way.
    pub stage: Stage,
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    ToAnnounce,
    OnTheWay,
    Over,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct QueueView {
    pub waiting: usize,
    pub next: Vec<TicketNumber>,
}

/// What the board has done.
#[derive(Debug, Deserialize)]
pub struct Done {
    announced: i64,
}

pub async fn get(State(app): State<App>) -> Result<Json<BoardView>, ApiError> {
    let (now, parts) = (app.now(), app.clone());
    Ok(Json(app.store.ask(move |store| view(store, &parts, now)).await?))
}

/// A call was announced. Twice is no fault: there may be two boards.
pub async fn post(State(app): State<App>, Json(done): Json<Done>) -> Result<Json<serde_json::Value>, ApiError> {
    let now = app.now();
    let announced = app.store.ask(move |store| store.announced(done.announced, now)).await?;
    Ok(Json(json!({ "announced": announced })))
}

/// By which the page sees whether its browser lets it be heard.
pub async fn chime() -> Response {
    wav(Announcer::chime().into())
}

/// `ID.wav`: the chime, and the call in words.
pub async fn sound(State(app): State<App>, Path(file): Path<String>) -> Result<Response, ApiError> {
    let now = app.now();
    let id = file.strip_suffix(".wav").and_then(|id| id.parse::<i64>().ok());
    let calls = app.store.ask(move |store| store.lobby_now(now)).await?.calls;
    let call = calls.into_iter().find(|call| Some(call.id) == id).ok_or_else(|| {
        let message = "this is none of the last calls: see `/api/board` for those";
        ApiError::new(StatusCode::NOT_FOUND, "no_such_call", message)
    })?;
    Ok(wav(app.announcer.announcement(call.number, &call.counter).await))
}

fn wav(sound: Bytes) -> Response {
    ([(CONTENT_TYPE, "audio/wav")], sound).into_response()
}

pub(super) fn view(store: &mut Store, app: &App, now: DateTime<Utc>) -> Result<BoardView, StoreError> {
    let LobbyNow {
        day,
        present,
        counters,
        calls,
    } = store.lobby_now(now)?;
    let mut seen = Vec::new();
    let mut views = Vec::new();
    for call in calls {
        // Of a visitor who was called again only the last call still stands.
        let is_last = !seen.contains(&call.code);
        let visitor = present.iter().find(|one| one.code == call.code).filter(|_| is_last);
        let stage = match visitor.map(|visitor| visitor.kind) {
            Some(PeriodKind::Called) => Stage::ToAnnounce,
            Some(PeriodKind::Walking) => Stage::OnTheWay,
            _ => Stage::Over,
        };
        seen.push(call.code);
        views.push(CallView {
            id: call.id,
            number: call.number,
            counter: call.counter,
            at: call.at,
            stage,
        });
    }
    let waiting: Vec<Waiting> = present.iter().filter_map(Present::waiting).collect();
    let mut queues = BTreeMap::<String, QueueView>::new();
    for one in line(waiting, app.config.priority_bound, now) {
        let queue = queues.entry(one.queue).or_default();
        queue.waiting += 1;
        let person = present.iter().find(|present| present.order == one.order);
        if queue.next.len() < NEXT {
            queue.next.extend(person.map(|person| person.number));
        }
    }
    Ok(BoardView {
        day,
        office: office::at(app, day, now),
        calls: views,
        queues,
        counters: counters.into_iter().map(|(id, now)| (id, now.state)).collect(),
    })
}
