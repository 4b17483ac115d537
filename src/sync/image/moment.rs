//! When an update may be applied.

use std::ops::Range;

use chrono::{DateTime, Timelike as _, Utc};
use chrono_tz::Tz;

use crate::content::calendar::local_time;

/// Hours of the lobby's night.
const NIGHT: Range<u32> = 2..5;

/// Whether it is now: by night, or at once where staff said so, and never while somebody is before the screen. `now` is none
/// while the hour is not known.
#[must_use]
pub fn is_now(now: Option<DateTime<Utc>>, zone: Tz, is_told: bool, is_visited: bool) -> bool {
    let is_night = now.is_some_and(|now| NIGHT.contains(&local_time(now, zone).hour()));
    !is_visited && (is_told || is_night)
}
