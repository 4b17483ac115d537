//! What a counter sees, and what its clerk does.

use axum::{Extension, Json, extract::State};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    app::App,
    error::ApiError,
    guard::Post,
    office::{self, Office},
    paper,
};
use crate::{
    queue::{
        CallReason, Counter, CounterState, PeriodKind, TicketCode,
        appointments::measure::{Tally, promised_minutes, tally},
        calling::{Waiting, line},
        paper::PrintState,
        transitions::Refused,
    },
    store::{LobbyNow, Present, Store, StoreError, Target},
};

/// So many of those who are next are told.
const NEXT: usize = 8;

/// A counter at this moment.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct CounterView {
    pub counter: String,
    /// The lobby's.
    pub day: NaiveDate,
    pub office: Office,
    pub state: CounterState,
    /// None where the counter was not opened today.
    pub since: Option<DateTime<Utc>>,
    /// Who is called here, on the way or being served.
    pub visitor: Option<Present>,
    /// Whether the kiosk has a printer, so that any ticket can be had on paper here.
    pub prints: bool,
    /// What became of their ticket's paper, where this kiosk has printed it.
    pub paper: Option<PrintState>,
    /// How many wait for this counter, and the first of them.
    pub waiting: usize,
    pub next: Vec<Present>,
    /// Those on hold, by whichever counter.
    pub held: Vec<Present>,
    /// How the lobby's arranged visits of today fare.
    pub arranged: Tally,
}

/// What a clerk asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    Open,
    Pause,
    /// For the day.
    Close,
    CallNext,
    Call {
        code: TicketCode,
        reason: Option<CallReason>,
    },
    Recall {
        code: TicketCode,
    },
    Start {
        code: TicketCode,
    },
    NextService {
        code: TicketCode,
        service: String,
    },
    Finish {
        code: TicketCode,
    },
    NoShow {
        code: TicketCode,
    },
    Hold {
        code: TicketCode,
    },
    Resume {
        code: TicketCode,
    },
    /// To a queue or to a counter: one of the two.
    Transfer {
        code: TicketCode,
        queue: Option<String>,
        counter: Option<String>,
    },
    /// The visitor's ticket on paper once more: the same number.
    Reprint {
        code: TicketCode,
    },
}

pub async fn get(State(app): State<App>, Extension(post): Extension<Post>) -> Result<Json<CounterView>, ApiError> {
    let counter = at(post)?;
    let (now, parts) = (app.now(), app.clone());
    let view = app.store.ask(move |store| view(store, &parts, &counter, now)).await?;
    Ok(Json(view))
}

/// Does what was asked and tells how it is then.
pub async fn post(
    State(app): State<App>,
    Extension(post): Extension<Post>,
    Json(command): Json<Command>,
) -> Result<Json<CounterView>, ApiError> {
    let counter = at(post)?;
    let (now, parts) = (app.now(), app.clone());
    let work = move |store: &mut Store| {
        obey(store, &parts, &counter, command, now)?;
        view(store, &parts, &counter, now)
    };
    Ok(Json(app.store.ask(work).await?))
}

fn at(post: Post) -> Result<Counter, ApiError> {
    match post {
        Post::Counter(counter) => Ok(counter),
        Post::Board => Err(ApiError::not_paired()),
    }
}

pub(super) fn obey(
    store: &mut Store,
    app: &App,
    counter: &Counter,
    command: Command,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (id, bound) = (counter.id.as_str(), app.config.priority_bound);
    match command {
        Command::Open => store.set_counter(id, CounterState::Open, now),
        Command::Pause => store.set_counter(id, CounterState::Paused, now),
        Command::Close => store.set_counter(id, CounterState::Closed, now),
        Command::CallNext => store.call_next(counter, bound, now).map(drop),
        Command::Call { code, reason } => store.call_this(counter, &code, reason, bound, now).map(drop),
        Command::Recall { code } => store.recall(id, &code, now).map(drop),
        Command::Start { code } => store.start(id, &code, now).map(drop),
        Command::NextService { code, service } => {
            let is_known = app.pack.services.iter().any(|known| known.id == service);
            if !is_known {
                return Err(StoreError::Refused(Refused::NoSuchTarget));
            }
            store.change_service(id, &code, &service, now).map(drop)
        }
        Command::Finish { code } => store.finish(id, &code, now).map(drop),
        Command::NoShow { code } => store.no_show(id, &code, app.config.no_show, now).map(drop),
        Command::Hold { code } => store.hold(id, &code, now).map(drop),
        Command::Resume { code } => store.resume(id, &code, now).map(drop),
        Command::Transfer { code, queue, counter } => {
            let target = target(app, queue, counter).ok_or(StoreError::Refused(Refused::NoSuchTarget))?;
            store.transfer(id, &code, &target, now).map(drop)
        }
        Command::Reprint { code } => paper::reprint(store, app, id, &code, now),
    }
}

/// A queue or a counter that there is.
fn target(app: &App, queue: Option<String>, counter: Option<String>) -> Option<Target> {
    match (queue, counter) {
        (Some(queue), None) => app.pack.queues.queue(&queue).is_some().then_some(Target::Queue(queue)),
        (None, Some(id)) => {
            let is_known = app.config.counters.iter().any(|counter| counter.id == id);
            is_known.then_some(Target::Counter(id))
        }
        _ => None,
    }
}

pub(super) fn view(
    store: &mut Store,
    app: &App,
    counter: &Counter,
    now: DateTime<Utc>,
) -> Result<CounterView, StoreError> {
    let LobbyNow {
        day, present, counters, ..
    } = store.lobby_now(now)?;
    let state = counters.get(&counter.id);
    let is_here = |one: &&Present| one.kind.is_at_counter() && one.counter.as_ref() == Some(&counter.id);
    let mine = |one: &Waiting| counter.serves(&one.queue, one.counter.as_deref());
    let waiting: Vec<Waiting> = present.iter().filter_map(Present::waiting).filter(mine).collect();
    let in_line = line(waiting, app.config.priority_bound, now);
    let visitor = present.iter().find(is_here).cloned();
    let paper = match &visitor {
        Some(visitor) => paper::state(store, app, &visitor.code)?,
        None => None,
    };
    let arranged = store.arranged_visits(day)?;
    let person = |order| present.iter().find(|one| one.order == order).cloned();
    Ok(CounterView {
        counter: counter.id.clone(),
        day,
        office: office::at(app, day, now),
        state: state.map(|now| now.state).unwrap_or_default(),
        since: state.map(|now| now.since),
        visitor,
        prints: app.config.printer.is_some(),
        paper,
        waiting: in_line.len(),
        next: in_line.iter().take(NEXT).filter_map(|one| person(one.order)).collect(),
        held: present
            .iter()
            .filter(|one| one.kind == PeriodKind::Held)
            .cloned()
            .collect(),
        arranged: tally(&arranged, promised_minutes(&app.pack), now),
    })
}
