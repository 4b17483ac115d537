//! The coarse period that a rating belongs to: all that is ever known of its time.

use std::{fmt, str::FromStr};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

/// How long a visitor may still add to a rating after its bucket's end.
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// A period of the lobby's wall time, written as an ISO 8601 interval: `2026-11-05T12:00/PT12H`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bucket {
    opens: NaiveDateTime,
    hours: u32,
}

impl Bucket {
    /// The bucket that `wall` falls in, where buckets are that many `hours` from midnight on: 1 to 24.
    #[must_use]
    pub fn at(wall: NaiveDateTime, hours: u32) -> Self {
        let hours = hours.clamp(1, 24);
        let from_midnight = wall.hour() / hours * hours;
        let opens = wall.date().and_time(NaiveTime::MIN) + TimeDelta::hours(from_midnight.into());
        Self { opens, hours }
    }

    #[must_use]
    pub fn opens(&self) -> NaiveDateTime {
        self.opens
    }

    #[must_use]
    pub fn closes(&self) -> NaiveDateTime {
        self.opens + TimeDelta::hours(self.hours.into())
    }

    /// Whether no more ratings fall in it at `wall`, and the last visitor has had time to finish. A bucket of a later
    /// day counts as closed too: only a clock that was wrong puts a rating there.
    #[must_use]
    pub fn is_closed(&self, wall: NaiveDateTime) -> bool {
        wall >= self.closes() + GRACE || wall.date() < self.opens.date()
    }
}

const OPENS: &str = "%Y-%m-%dT%H:%M";

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/PT{}H", self.opens.format(OPENS), self.hours)
    }
}

/// A text that is no bucket.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no period of ratings: write it as in 2026-11-05T12:00/PT12H")]
pub struct BadBucket(String);

impl FromStr for Bucket {
    type Err = BadBucket;

    fn from_str(text: &str) -> Result<Self, BadBucket> {
        // By hand: the ratings of a municipality's years have some hundred thousand of these.
        let parse = || {
            let (opens, hours) = text.split_once("/PT")?;
            let [
                y1,
                y2,
                y3,
                y4,
                b'-',
                m1,
                m2,
                b'-',
                d1,
                d2,
                b'T',
                h1,
                h2,
                b':',
                b'0',
                b'0',
            ] = *opens.as_bytes()
            else {
                return None;
            };
            let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
            let day = NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)?;
            let opens = day.and_hms_opt(number(&[h1, h2])?, 0, 0)?;
            let hours = number(hours.strip_suffix('H')?.as_bytes())?;
            let bucket = Self { opens, hours };
            (Self::at(opens, hours) == bucket).then_some(bucket)
        };
        parse().ok_or_else(|| BadBucket(text.to_owned()))
    }
}

/// None where there is anything but digits, or too many of them.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

impl TryFrom<String> for Bucket {
    type Error = BadBucket;

    fn try_from(text: String) -> Result<Self, BadBucket> {
        text.parse()
    }
}

impl From<Bucket> for String {
    fn from(bucket: Bucket) -> Self {
        bucket.to_string()
    }
}
