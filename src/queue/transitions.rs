//! What can be done with a visit in which state, and in a clerk's words why not.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{AppointmentCode, PeriodKind, TicketNumber};

/// What a clerk does, and the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Call,
    /// The board has shown and spoken the call.
    Announce,
    Recall,
    Start,
    /// Another service within the same visit.
    NextService,
    Finish,
    NoShow(NoShowRule),
    Hold,
    /// Back into the line, at the old place.
    Resume,
    /// To another queue or counter, with the wait so far.
    Transfer,
}

impl Action {
    /// The state that it leads to.
    #[must_use]
    pub fn leads_to(self) -> PeriodKind {
        match self {
            Self::Call | Self::Recall => PeriodKind::Called,
            Self::Announce => PeriodKind::Walking,
            Self::Start | Self::NextService => PeriodKind::Serving,
            Self::Finish => PeriodKind::Served,
            Self::NoShow(_) => PeriodKind::NoShow,
            Self::Hold => PeriodKind::Held,
            Self::Resume | Self::Transfer => PeriodKind::Waiting,
        }
    }
}

/// How it stands with a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub kind: PeriodKind,
    /// Whose visitor it is.
    pub counter: Option<String>,
    /// How often the visitor was called since they last waited.
    pub calls: u32,
    /// When the last of these calls was.
    pub called_at: Option<DateTime<Utc>>,
}

/// A visitor is called so often, and given so long after the last call, before they count as gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoShowRule {
    pub calls: u32,
    pub patience: TimeDelta,
}

/// Why something can't be done, and what can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "error", content = "detail", rename_all = "snake_case")]
pub enum Refused {
    #[error("the visit is over: choose another")]
    Over,
    #[error("the visitor was called already: recall them instead")]
    AlreadyCalled,
    #[error("the visitor is being served: finish first")]
    BeingServed,
    #[error("the visitor has not been called: call them first")]
    NotCalled,
    #[error("the service has not begun: start it first")]
    NotServing,
    #[error("the visitor is not on hold: nothing is to be resumed")]
    NotHeld,
    #[error("the visitor is on hold already")]
    AlreadyHeld,
    #[error("the visitor is at counter {0}: agree with the clerk there")]
    AtCounter(String),
    #[error("called {made} times where {least} are the least: call once more")]
    TooFewCalls { made: u32, least: u32 },
    #[error("the visitor may still be on the way: wait for {seconds} more seconds")]
    TooSoon { seconds: i64 },
    #[error("{0} is at this counter: finish with them first")]
    CounterBusy(TicketNumber),
    #[error("this counter is not open: open it first")]
    CounterNotOpen,
    #[error("the visitor would be called out of turn: say why")]
    ReasonNeeded,
    #[error("there is no such queue or counter: choose another")]
    NoSuchTarget,
    #[error("there is no appointment with that code today: check the code, or take a ticket")]
    NoSuchAppointment,
    #[error("the code {0} is given already on that day: choose another, or leave it out")]
    CodeTaken(AppointmentCode),
    #[error("the visitor has come already, with number {0}: the appointment stays")]
    HasCome(TicketNumber),
    #[error("this ticket can't be printed here: the kiosk has no printer")]
    NoPaper,
}

/// The state after `action` by `counter`, or why not; the board, which is no counter, announces.
pub fn step(
    action: Action,
    standing: &Standing,
    counter: Option<&str>,
    now: DateTime<Utc>,
) -> Result<PeriodKind, Refused> {
    if standing.kind.is_final() {
        return Err(Refused::Over);
    }
    if let Some(other) = other_counter(standing, counter) {
        return Err(Refused::AtCounter(other.to_owned()));
    }
    match action {
        Action::Call => callable(standing.kind),
        Action::Announce => (standing.kind == PeriodKind::Called)
            .then_some(())
            .ok_or(Refused::NotCalled),
        Action::Recall | Action::Start => called(standing.kind),
        Action::NoShow(rule) => called(standing.kind).and_then(|()| called_enough(standing, rule, now)),
        Action::NextService | Action::Finish => serving(standing.kind),
        Action::Hold => (standing.kind != PeriodKind::Held)
            .then_some(())
            .ok_or(Refused::AlreadyHeld),
        Action::Resume => (standing.kind == PeriodKind::Held)
            .then_some(())
            .ok_or(Refused::NotHeld),
        Action::Transfer => Ok(()),
    }?;
    Ok(action.leads_to())
}

/// The counter whose visitor this is, where it is not `counter`.
fn other_counter<'a>(standing: &'a Standing, counter: Option<&str>) -> Option<&'a str> {
    let holder = standing.counter.as_deref().filter(|_| standing.kind.is_at_counter());
    holder.filter(|holder| counter.is_some_and(|counter| counter != *holder))
}

fn callable(kind: PeriodKind) -> Result<(), Refused> {
    match kind {
        PeriodKind::Called | PeriodKind::Walking => Err(Refused::AlreadyCalled),
        PeriodKind::Serving => Err(Refused::BeingServed),
        _ => Ok(()),
    }
}

fn called(kind: PeriodKind) -> Result<(), Refused> {
    match kind {
        PeriodKind::Called | PeriodKind::Walking => Ok(()),
        PeriodKind::Serving => Err(Refused::BeingServed),
        _ => Err(Refused::NotCalled),
    }
}

fn serving(kind: PeriodKind) -> Result<(), Refused> {
    match kind {
        PeriodKind::Serving => Ok(()),
        PeriodKind::Called | PeriodKind::Walking => Err(Refused::NotServing),
        _ => Err(Refused::NotCalled),
    }
}

fn called_enough(standing: &Standing, rule: NoShowRule, now: DateTime<Utc>) -> Result<(), Refused> {
    if standing.calls < rule.calls {
        return Err(Refused::TooFewCalls {
            made: standing.calls,
            least: rule.calls,
        });
    }
    let passed = standing.called_at.map(|at| now - at);
    match passed {
        // A clock that was set back tells nothing of how long it was.
        Some(passed) if passed >= TimeDelta::zero() && passed < rule.patience => Err(Refused::TooSoon {
            seconds: (rule.patience - passed).num_seconds().max(1),
        }),
        _ => Ok(()),
    }
}
