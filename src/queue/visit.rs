//! One person's stay in the lobby, and the timed states it goes through.

use std::{fmt, str::FromStr, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ticket::{Ticket, TicketCode};

/// A second tap for the same thing within this time is the same ticket.
pub const DOUBLE_TAP: Duration = Duration::from_secs(2);

/// What a visitor asks for when a ticket is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRequest {
    /// [`Queue::id`](crate::content::queue_plan::Queue::id)
    pub queue: String,
    /// That queue's letter.
    pub letter: char,
    pub service: Option<String>,
    /// [`PriorityClass::id`](crate::content::queue_plan::PriorityClass::id)
    pub priority: Option<String>,
    /// When the screen was touched, on the kiosk's monotonic clock (from any fixed start).
    pub touched: Duration,
}

impl IssueRequest {
    /// Whether this is the same finger, twice: the same wish, within [`DOUBLE_TAP`] of `first`.
    #[must_use]
    pub fn repeats(&self, first: &Self) -> bool {
        let same_wish = Self {
            touched: first.touched,
            ..self.clone()
        } == *first;
        same_wish
            && self
                .touched
                .checked_sub(first.touched)
                .is_some_and(|gap| gap < DOUBLE_TAP)
    }
}

/// A person's stay; also the record that says so to the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub lobby: String,
    /// The lobby's day, see [`day`](super::day).
    pub day: NaiveDate,
    pub queue: String,
    pub service: Option<String>,
    pub priority: Option<String>,
    /// What the clock said, right or wrong.
    pub issued_at: DateTime<Utc>,
    /// The hour that was arranged, of one who came by appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arranged_at: Option<DateTime<Utc>>,
}

/// The record that says to the server that a visit has entered a new state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodBegan {
    pub visit: TicketCode,
    /// From 1, which is the wait that begins with the ticket.
    pub ordinal: u32,
    pub kind: PeriodKind,
    /// The counter that calls or serves, where one does; of a wait, the only one that may call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<String>,
    #[serde(flatten)]
    pub change: Change,
    pub began_at: DateTime<Utc>,
}

impl PeriodBegan {
    /// The record's id.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}.{}", self.visit, self.ordinal)
    }
}

/// What else changes with a visit's state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The queue from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// The service from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Why the visitor is called out of turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<CallReason>,
}

/// Why a visitor is called out of turn. A choice, not a text: nothing of a person is to be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallReason {
    /// Was here before and comes back with what was missing.
    Returned,
    /// Can't wait, for health or a small child.
    Need,
    /// Was passed over, or sent to a wrong queue.
    Mistake,
    Other,
}

impl CallReason {
    const NAMES: [(Self, &str); 4] = [
        (Self::Returned, "returned"),
        (Self::Need, "need"),
        (Self::Mistake, "mistake"),
        (Self::Other, "other"),
    ];

    /// The name in the database and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(reason, _)| *reason == self);
        found.map_or("", |(_, name)| name)
    }
}

/// A name that is no [`CallReason`]'s.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no reason for a call out of turn")]
pub struct BadReason(String);

impl FromStr for CallReason {
    type Err = BadReason;

    fn from_str(text: &str) -> Result<Self, BadReason> {
        let found = Self::NAMES.iter().find(|(_, name)| *name == text);
        found
            .map(|(reason, _)| *reason)
            .ok_or_else(|| BadReason(text.to_owned()))
    }
}

/// The state that a visit is in for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    Waiting,
    Called,
    /// From the announcement of the call until the service begins.
    Walking,
    Serving,
    Held,
    Served,
    NoShow,
    /// The day ended before the visitor was served.
    Unserved,
}

impl PeriodKind {
    const NAMES: [(Self, &str); 8] = [
        (Self::Waiting, "waiting"),
        (Self::Called, "called"),
        (Self::Walking, "walking"),
        (Self::Serving, "serving"),
        (Self::Held, "held"),
        (Self::Served, "served"),
        (Self::NoShow, "no_show"),
        (Self::Unserved, "unserved"),
    ];

    /// Whether the visit is over: nothing comes after.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Served | Self::NoShow | Self::Unserved)
    }

    /// Whether the visitor is a counter's at this time, which then has no other.
    #[must_use]
    pub fn is_at_counter(self) -> bool {
        matches!(self, Self::Called | Self::Walking | Self::Serving)
    }

    /// The name in the database and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }
}

impl fmt::Display for PeriodKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no [`PeriodKind`]'s.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no state of a visit")]
pub struct BadPeriod(String);

impl FromStr for PeriodKind {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        let found = Self::NAMES.iter().find(|(_, name)| *name == text);
        found.map(|(kind, _)| *kind).ok_or_else(|| BadPeriod(text.to_owned()))
    }
}
