//! Whether the office is open, and the end of its day: after closing those present are served on, at most two hours
//! (Ordinance on administrative service, чл. 10, ал. 4), and then nobody waits for ever.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde::Serialize;

use super::app::App;
use crate::{
    content::calendar::opening::{Opening, Then, opening},
    queue::{CounterState, closing::day_end},
    store::{Store, StoreError},
};

/// That long before closing it is said.
const SOON: TimeDelta = TimeDelta::minutes(30);

/// What the office is at this moment; moments are the lobby's wall time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Office {
    /// No hours are published.
    Unknown,
    Open {
        until: NaiveDateTime,
    },
    /// Before long, for the day.
    Closing {
        at: NaiveDateTime,
    },
    /// Closed for those who come now; who was present is served until then, as the pack publishes it.
    Extended {
        until: NaiveDateTime,
    },
    Closed {
        opens: Option<NaiveDateTime>,
        /// When the lobby's day ends by itself, if that is still to come.
        ends: Option<NaiveDateTime>,
    },
}

pub fn at(app: &App, day: NaiveDate, now: DateTime<Utc>) -> Office {
    let Some(place) = &app.config.place else {
        return Office::Unknown;
    };
    let (hours, wall) = (&app.pack.hours, wall(app, day, now));
    match opening(hours, place, wall) {
        Opening::Unknown => Office::Unknown,
        Opening::Open {
            until,
            then: None | Some(Then::Extended { .. }),
        } if until - wall <= SOON => Office::Closing { at: until },
        Opening::Open { until, .. } => Office::Open { until },
        Opening::Extended { until, .. } => Office::Extended { until },
        Opening::Closed { opens, .. } => {
            let end = day_end(hours, place, day).filter(|end| (end.closes..end.ends).contains(&wall));
            Office::Closed {
                opens,
                ends: end.map(|end| end.ends),
            }
        }
    }
}

/// The wall time of the lobby, whose day is not always the clock's.
pub fn wall(app: &App, day: NaiveDate, now: DateTime<Utc>) -> NaiveDateTime {
    day.and_time(now.with_timezone(&app.pack.zone()).time())
}

/// What the clock shows at a moment of the lobby's wall time, near `now`.
pub fn clock_at(app: &App, day: NaiveDate, moment: NaiveDateTime, now: DateTime<Utc>) -> DateTime<Utc> {
    now + (moment - wall(app, day, now))
}

/// Ends the lobby's day once its time is up, or no counter calls any more after closing. Says how many were left.
pub fn end_day(store: &mut Store, app: &App, now: DateTime<Utc>) -> Result<Option<usize>, StoreError> {
    let day = store.today(now)?.day;
    let place = app.config.place.as_ref();
    let Some(end) = place.and_then(|place| day_end(&app.pack.hours, place, day)) else {
        return Ok(None);
    };
    let wall = wall(app, day, now);
    // Asked with every ticket: the whole lobby is looked at only when it may be over.
    if wall < end.closes {
        return Ok(None);
    }
    let lobby = store.lobby_now(now)?;
    let has_worked = !lobby.counters.is_empty();
    let is_quiet = lobby
        .counters
        .values()
        .all(|counter| counter.state == CounterState::Closed);
    let is_over = wall >= end.ends || wall >= end.closes && has_worked && is_quiet;
    if !is_over || is_quiet && lobby.present.is_empty() {
        return Ok(None);
    }
    store.close_day(now).map(Some)
}
