//! Days and hours: holidays, opening, deadlines. All of it in the lobby's local time, with `now` given.

pub mod deadline;
pub mod holidays;
pub mod opening;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

/// What the clock on the lobby's wall shows at `now`; daylight saving is the zone's matter.
#[must_use]
pub fn local_time(now: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    now.with_timezone(&zone).naive_local()
}
