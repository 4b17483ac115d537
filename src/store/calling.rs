//! What clerks do with visitors: each one transaction, by the rules of [`transitions`](crate::queue::transitions), with
//! its record.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::{Store, StoreConfig, StoreError, counters, db::Refusal, lobby, outbox, periods};
use crate::queue::{
    CallReason, Change, Counter, CounterState, PeriodBegan, PeriodKind, TicketCode, TicketNumber,
    calling::{Waiting, next},
    transitions::{Action, NoShowRule, Refused, step},
};

/// Someone was called to a counter.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Call {
    /// Greater for each call that comes later.
    pub id: i64,
    pub code: TicketCode,
    #[serde(flatten)]
    pub number: TicketNumber,
    pub counter: String,
    pub at: DateTime<Utc>,
}

/// Where a visitor is sent. Whether there is such a queue or counter is for the caller to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Queue(String),
    Counter(String),
}

impl Store {
    /// Calls who is next for `counter`, if anybody waits there.
    pub fn call_next(
        &mut self,
        counter: &Counter,
        bound: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Option<Call>, StoreError> {
        let call = self.db.transaction(|tx, config| {
            let waiting = lobby::waiting(tx, config, now)?;
            let Some(code) = next_code(&waiting, counter, bound, now) else {
                ready(tx, config, &counter.id, now)?;
                return Ok(None);
            };
            call(tx, config, &code, &counter.id, None, now).map(Some)
        })?;
        self.wrote(usize::from(call.is_some()));
        Ok(call)
    }

    /// Calls the visitor of that code. One who waits and is not next is called out of turn, which takes a `reason`.
    pub fn call_this(
        &mut self,
        counter: &Counter,
        code: &TicketCode,
        reason: Option<CallReason>,
        bound: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Call, StoreError> {
        let call = self.db.transaction(|tx, config| {
            let waiting = lobby::waiting(tx, config, now)?;
            let is_waiting = waiting.iter().any(|(other, _)| other == code);
            let is_next = next_code(&waiting, counter, bound, now).as_ref() == Some(code);
            let out_of_turn = is_waiting && !is_next;
            if out_of_turn && reason.is_none() {
                return Err(Refused::ReasonNeeded.into());
            }
            call(tx, config, code, &counter.id, reason.filter(|_| out_of_turn), now)
        })?;
        self.wrote(1);
        Ok(call)
    }

    /// Calls the counter's visitor once more.
    pub fn recall(&mut self, counter: &str, code: &TicketCode, now: DateTime<Utc>) -> Result<Call, StoreError> {
        let call = self.db.transaction(|tx, config| {
            take_step(tx, config, code, Action::Recall, counter, Change::default(), now)?;
            Ok(last_call(tx, code)?)
        })?;
        self.wrote(1);
        Ok(call)
    }

    /// The board has announced this call: from now on the visitor is on the way. Says whether it was still of use.
    pub fn announced(&mut self, call: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let announced = self.db.transaction(|tx, _| {
            let mut query = tx.prepare_cached(
                "SELECT code FROM calls JOIN visits ON visits.id = calls.visit
                 JOIN periods USING (visit, ordinal)
                 WHERE calls.id = ?1 AND ended_at IS NULL",
            )?;
            let code = query
                .query_row([call], |row| super::visits::parsed(row, 0))
                .optional()?;
            let Some(code) = code else { return Ok(false) };
            let current = periods::current(tx, &code)?;
            let kind = step(Action::Announce, &current.standing(tx)?, None, now)?;
            current.begin(tx, kind, current.counter.as_deref(), Change::default(), now)?;
            Ok(true)
        })?;
        self.wrote(usize::from(announced));
        Ok(announced)
    }

    pub fn start(&mut self, counter: &str, code: &TicketCode, now: DateTime<Utc>) -> Result<PeriodBegan, StoreError> {
        self.act(counter, code, Action::Start, Change::default(), now)
    }

    /// Another service within the same visit.
    pub fn change_service(
        &mut self,
        counter: &str,
        code: &TicketCode,
        service: &str,
        now: DateTime<Utc>,
    ) -> Result<PeriodBegan, StoreError> {
        let change = Change {
            service: Some(service.to_owned()),
            ..Change::default()
        };
        self.act(counter, code, Action::NextService, change, now)
    }

    pub fn finish(&mut self, counter: &str, code: &TicketCode, now: DateTime<Utc>) -> Result<PeriodBegan, StoreError> {
        self.act(counter, code, Action::Finish, Change::default(), now)
    }

    pub fn no_show(
        &mut self,
        counter: &str,
        code: &TicketCode,
        rule: NoShowRule,
        now: DateTime<Utc>,
    ) -> Result<PeriodBegan, StoreError> {
        self.act(counter, code, Action::NoShow(rule), Change::default(), now)
    }

    pub fn hold(&mut self, counter: &str, code: &TicketCode, now: DateTime<Utc>) -> Result<PeriodBegan, StoreError> {
        self.act(counter, code, Action::Hold, Change::default(), now)
    }

    /// Back into the line where the visitor was, at the old place in it.
    pub fn resume(&mut self, counter: &str, code: &TicketCode, now: DateTime<Utc>) -> Result<PeriodBegan, StoreError> {
        self.act(counter, code, Action::Resume, Change::default(), now)
    }

    /// Sends the visitor to another queue or counter, where they wait as if they had come there at once.
    pub fn transfer(
        &mut self,
        counter: &str,
        code: &TicketCode,
        target: &Target,
        now: DateTime<Utc>,
    ) -> Result<PeriodBegan, StoreError> {
        let period = self.db.transaction(|tx, config| {
            let current = allowed(tx, config, code, Action::Transfer, counter, now)?;
            let (sent_to, queue) = match target {
                Target::Queue(queue) => (None, Some(queue.clone())),
                Target::Counter(other) => (Some(other.as_str()), None),
            };
            let change = Change {
                queue,
                ..Change::default()
            };
            Ok(current.begin(tx, PeriodKind::Waiting, sent_to, change, now)?)
        })?;
        self.wrote(1);
        Ok(period)
    }

    fn act(
        &mut self,
        counter: &str,
        code: &TicketCode,
        action: Action,
        change: Change,
        now: DateTime<Utc>,
    ) -> Result<PeriodBegan, StoreError> {
        let period = self
            .db
            .transaction(|tx, config| take_step(tx, config, code, action, counter, change, now))?;
        self.wrote(1);
        Ok(period)
    }
}

fn next_code(
    waiting: &[(TicketCode, Waiting)],
    counter: &Counter,
    bound: TimeDelta,
    now: DateTime<Utc>,
) -> Option<TicketCode> {
    let lobby: Vec<Waiting> = waiting.iter().map(|(_, one)| one.clone()).collect();
    let order = next(&lobby, counter, bound, now)?.order;
    let found = waiting.iter().find(|(_, one)| one.order == order);
    found.map(|(code, _)| code.clone())
}

fn call(
    tx: &Connection,
    config: &StoreConfig,
    code: &TicketCode,
    counter: &str,
    reason: Option<CallReason>,
    now: DateTime<Utc>,
) -> Result<Call, Refusal> {
    ready(tx, config, counter, now)?;
    let change = Change {
        reason,
        ..Change::default()
    };
    take_step(tx, config, code, Action::Call, counter, change, now)?;
    Ok(last_call(tx, code)?)
}

/// Whether the counter may call: it is open, and nobody is there.
fn ready(tx: &Connection, config: &StoreConfig, counter: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
    if counters::state(tx, config, counter, now)? != CounterState::Open {
        return Err(Refused::CounterNotOpen.into());
    }
    match counters::visitor(tx, config, counter, now)? {
        Some(number) => Err(Refused::CounterBusy(number).into()),
        None => Ok(()),
    }
}

fn take_step(
    tx: &Connection,
    config: &StoreConfig,
    code: &TicketCode,
    action: Action,
    counter: &str,
    change: Change,
    now: DateTime<Utc>,
) -> Result<PeriodBegan, Refusal> {
    let current = allowed(tx, config, code, action, counter, now)?;
    let counter = match action {
        Action::Resume => current.sent_to(tx)?,
        _ => Some(counter.to_owned()),
    };
    Ok(current.begin(tx, action.leads_to(), counter.as_deref(), change, now)?)
}

/// The visit, where the rules allow the action. Those of another day are gone.
fn allowed(
    tx: &Connection,
    config: &StoreConfig,
    code: &TicketCode,
    action: Action,
    counter: &str,
    now: DateTime<Utc>,
) -> Result<periods::Current, Refusal> {
    let current = periods::current(tx, code)?;
    if current.day != outbox::today(tx, config, now)? || current.lobby != config.lobby {
        return Err(Refused::Over.into());
    }
    step(action, &current.standing(tx)?, Some(counter), now)?;
    Ok(current)
}

fn last_call(tx: &Connection, code: &TicketCode) -> rusqlite::Result<Call> {
    let mut query = tx.prepare_cached(&format!(
        "{} WHERE code = ?1 ORDER BY calls.id DESC LIMIT 1",
        lobby::CALLS
    ))?;
    query.query_row([code.as_str()], lobby::call)
}
