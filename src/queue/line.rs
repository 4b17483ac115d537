//! The lobby's queues as one sees them who thinks of joining: how many wait, for how long, and whether tickets are issued.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{closing::WaitRange, estimate::WaitEstimate};

/// Every queue that had a visitor today or is paused, by its id. One that is missing is empty and issues tickets.
pub type Lines = BTreeMap<String, Line>;

/// One queue at this moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub ahead: Ahead,
    /// Issues no tickets.
    pub paused: Option<Paused>,
}

/// A queue that staff have paused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    pub since: DateTime<Utc>,
    /// What visitors are told, where staff have said anything.
    pub reason: Option<String>,
}

/// Those who wait in one queue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    pub people: u32,
    /// Whether a counter has called anyone of this queue today. If not, nobody knows who still waits: the number is
    /// that of the tickets issued.
    pub called_today: bool,
    pub wait: Option<WaitEstimate>,
}

impl Ahead {
    /// Several queues as one. Their wait is known when it is for each in which anyone waits: from the shortest to the
    /// longest.
    #[must_use]
    pub fn together(queues: &[Self]) -> Self {
        let busy = || queues.iter().filter(|queue| queue.people > 0);
        let waits: Option<Vec<WaitEstimate>> = busy().map(|queue| queue.wait).collect();
        let widen = |one: WaitEstimate, other: WaitEstimate| WaitEstimate {
            range: WaitRange {
                low: one.range.low.min(other.range.low),
                high: one.range.high.max(other.range.high),
            },
            based_on: one.based_on + other.based_on,
        };
        Self {
            people: queues.iter().map(|queue| queue.people).sum(),
            called_today: busy().all(|queue| queue.called_today),
            wait: waits.and_then(|waits| waits.into_iter().reduce(widen)),
        }
    }
}
