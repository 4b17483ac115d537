//! Where people are served.

use std::{fmt, ops::Range, str::FromStr};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{content::hours::TimeOfDay, protocol::record::Hash};

/// What the board goes by where a counter's id would stand. No counter has it.
pub const BOARD: &str = "board";

/// What the lobby's further kiosks go by there. No counter has it either.
pub const KIOSK: &str = "kiosk";

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

/// A counter as the lobby plans it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staffed {
    pub counter: Counter,
    /// Every working day's.
    pub breaks: Vec<Break>,
}

/// While nobody is called: «12:00 – 12:30».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

impl Staffed {
    /// The breaks of `day`, in order.
    #[must_use]
    pub fn breaks_on(&self, day: NaiveDate, zone: Tz) -> Vec<Range<DateTime<Utc>>> {
        let moment = |time: TimeOfDay| {
            let local = day.and_time(time.0).and_local_timezone(zone);
            local.earliest().map(|moment| moment.to_utc())
        };
        let on_day = |pause: &Break| Some(moment(pause.from)?..moment(pause.to)?);
        let mut breaks: Vec<_> = self.breaks.iter().filter_map(on_day).collect();
        breaks.sort_by_key(|pause| pause.start);
        breaks
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

/// The record that says to the server that a counter has entered a new state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterBegan {
    pub lobby: String,
    /// The lobby's day, see [`day`](super::day).
    pub day: NaiveDate,
    /// [`Counter::id`]
    pub counter: String,
    /// From 1 for each counter and day; before it the counter is closed.
    pub ordinal: u32,
    pub state: CounterState,
    pub began_at: DateTime<Utc>,
}

impl CounterBegan {
    /// The record's id: a hash, since a counter's name may be long. The time is in it because a kiosk that takes another's
    /// place counts from 1 again.
    #[must_use]
    pub fn id(&self) -> String {
        let Self {
            lobby,
            day,
            counter,
            ordinal,
            began_at,
            ..
        } = self;
        let key = format!("{lobby}\n{day}\n{ordinal}\n{}\n{counter}", began_at.timestamp());
        Hash::of(key.as_bytes()).to_string()
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
