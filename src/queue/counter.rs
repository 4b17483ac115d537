//! Where people are served.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A counter and the queues that it serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// What the visitors see and hear: «3», «Каса 1».
    pub id: String,
    /// Ids of queues.
    pub queues: Vec<String>,
}

impl Counter {
    /// Whether one who waits in `queue`, or for the counter `sent_to` alone, is this counter's to call.
    #[must_use]
    pub fn serves(&self, queue: &str, sent_to: Option<&str>) -> bool {
        match sent_to {
            Some(counter) => counter == self.id,
            None => self.queues.iter().any(|served| served == queue),
        }
    }
}

/// Whether a counter calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CounterState {
    Open,
    Paused,
    /// For the day.
    #[default]
    Closed,
}

impl CounterState {
    const NAMES: [(Self, &str); 3] = [(Self::Open, "open"), (Self::Paused, "paused"), (Self::Closed, "closed")];

    /// The name in the database and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(state, _)| *state == self)
            .map_or("", |(_, name)| name)
    }
}

impl fmt::Display for CounterState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no [`CounterState`]'s.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no state of a counter")]
pub struct BadCounterState(String);

impl FromStr for CounterState {
    type Err = BadCounterState;

    fn from_str(text: &str) -> Result<Self, BadCounterState> {
        let found = Self::NAMES.iter().find(|(_, name)| *name == text);
        found
            .map(|(state, _)| *state)
            .ok_or_else(|| BadCounterState(text.to_owned()))
    }
}
