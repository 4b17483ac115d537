//! A moment as one types it: the time in Bulgaria.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Europe::Sofia;

pub(super) fn parse(text: &str) -> Result<NaiveDateTime, String> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .map_err(|_| "write the day and the time in Bulgaria as in 2026-11-23T10:30".to_owned())
}

/// The first such moment; an hour that daylight saving leaves out is taken as UTC.
pub(super) fn in_bulgaria(at: NaiveDateTime) -> DateTime<Utc> {
    at.and_local_timezone(Sofia)
        .earliest()
        .map_or_else(|| at.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{in_bulgaria, parse};

    #[test]
    fn a_moment_is_the_lobbys() {
        for (typed, moment) in [
            ("2026-11-23T10:30", "2026-11-23T08:30:00+00:00"),
            ("2026-07-01T10:30", "2026-07-01T07:30:00+00:00"),
            ("2026-10-25T03:30", "2026-10-25T00:30:00+00:00"),
        ] {
            assert_eq!(in_bulgaria(parse(typed).unwrap()).to_rfc3339(), moment);
        }
        let fault = parse("garbage").unwrap_err();
        assert!(fault.contains("2026-11-23T10:30"), "{fault}");
    }
}
