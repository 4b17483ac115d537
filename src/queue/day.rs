//! Which day it is in the lobby, when the clock can be wrong.
//!
//! Numbers start at 001 every day, so a day must not come back while people of a later one may still stand in the
//! lobby: they would hold the same numbers. Therefore:
//!
//! - Forward, the clock is believed.
//! - A clock that has gone back to an earlier date holds the lobby at the day it had, until the clock itself passes
//!   the next midnight: by then everyone has gone home. So a clock that once stood far in the future harms one day.
//! - A clock before [`FIRST_YEAR`] tells nothing: the lobby stays at the day it had.
//!
//! Numbers always continue from the last one of the queue and day, so none is issued twice even when a day does come
//! back. Order never comes from here: it comes from the store's own counter.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// No kiosk ran this program before.
pub const FIRST_YEAR: i32 = 2026;

/// Whether a clock that shows the date `clock` was never set.
#[must_use]
pub fn tells_nothing(clock: NaiveDate) -> bool {
    clock.year() < FIRST_YEAR
}

/// A lobby's day, and the date that the clock showed when it was last asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LobbyDay {
    pub day: NaiveDate,
    pub clock: NaiveDate,
}

impl LobbyDay {
    /// The day when the clock shows the date `clock` and the lobby last knew `last`.
    #[must_use]
    pub fn next(last: Option<Self>, clock: NaiveDate) -> Self {
        let told_nothing = tells_nothing(clock);
        let day = match last {
            None if told_nothing => NaiveDate::from_yo_opt(FIRST_YEAR, 1).unwrap_or(clock),
            None => clock,
            Some(last) if told_nothing => last.day,
            Some(last) if clock >= last.day => clock,
            Some(last) if last.is_held() && last.clock.succ_opt() == Some(clock) => clock,
            Some(last) => last.day,
        };
        Self { day, clock }
    }

    /// Whether the lobby stays at its day against the clock.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.day != self.clock
    }
}

/// The wall time in the lobby: its day with the clock's time.
#[must_use]
pub fn wall_time(last: Option<LobbyDay>, zone: Tz, now: DateTime<Utc>) -> (LobbyDay, NaiveDateTime) {
    let local = now.with_timezone(&zone).naive_local();
    let today = LobbyDay::next(last, local.date());
    (today, today.day.and_time(local.time()))
}
