//! A moment as one types it: the time in Bulgaria.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Europe::Sofia;

/// # Errors
/// With the mend, where it is no moment.
pub fn parse(text: &str) -> Result<NaiveDateTime, String> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .map_err(|_| "write the day and the time in Bulgaria as in 2026-11-23T10:30".to_owned())
}

/// The first such moment; an hour that daylight saving leaves out is taken as UTC.
#[must_use]
pub fn in_bulgaria(at: NaiveDateTime) -> DateTime<Utc> {
    at.and_local_timezone(Sofia)
        .earliest()
        .map_or_else(|| at.and_utc(), |at| at.to_utc())
}
