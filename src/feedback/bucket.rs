//! The coarse period that a rating belongs to: all that is ever known of its time.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

/// How long a visitor may still add to a rating after its bucket's end.
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// How coarse.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BucketWidth {
    /// Up to noon, and from noon.
    #[default]
    HalfDay,
    Day,
    /// From Monday.
    Week,
}

/// A period of the lobby's wall time, written as an ISO 8601 interval: `2026-11-05T12:00/PT12H`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bucket {
    opens: NaiveDateTime,
    width: BucketWidth,
}

impl Bucket {
    /// The bucket that `wall` falls in.
    #[must_use]
    pub fn at(wall: NaiveDateTime, width: BucketWidth) -> Self {
        let midnight = wall.date().and_time(NaiveTime::MIN);
        let opens = match width {
            BucketWidth::HalfDay if wall.hour() < 12 => midnight,
            BucketWidth::HalfDay => midnight + TimeDelta::hours(12),
            BucketWidth::Day => midnight,
            BucketWidth::Week => midnight - Days::new(wall.weekday().num_days_from_monday().into()),
        };
        Self { opens, width }
    }

    #[must_use]
    pub fn opens(&self) -> NaiveDateTime {
        self.opens
    }

    #[must_use]
    pub fn closes(&self) -> NaiveDateTime {
        match self.width {
            BucketWidth::HalfDay => self.opens + TimeDelta::hours(12),
            BucketWidth::Day => self.opens + Days::new(1),
            BucketWidth::Week => self.opens + Days::new(7),
        }
    }

    /// Whether no more ratings fall in it at `wall`, and the last visitor has had time to finish. A bucket of a later
    /// day counts as closed too: only a clock that was wrong puts a rating there.
    #[must_use]
    pub fn is_closed(&self, wall: NaiveDateTime) -> bool {
        wall >= self.closes() + GRACE || wall.date() < self.opens.date()
    }
}

impl BucketWidth {
    const NAMES: [(Self, &str); 3] = [(Self::HalfDay, "PT12H"), (Self::Day, "P1D"), (Self::Week, "P7D")];
}

const OPENS: &str = "%Y-%m-%dT%H:%M";

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = BucketWidth::NAMES
            .iter()
            .find(|(width, _)| *width == self.width)
            .map_or("", |(_, name)| name);
        write!(f, "{}/{width}", self.opens.format(OPENS))
    }
}

/// A text that is no bucket.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no period of ratings: write it as in 2026-11-05T12:00/PT12H")]
pub struct BadBucket(String);

impl FromStr for Bucket {
    type Err = BadBucket;

    fn from_str(text: &str) -> Result<Self, BadBucket> {
        let parse = || {
            let (opens, name) = text.split_once('/')?;
            let opens = NaiveDateTime::parse_from_str(opens, OPENS).ok()?;
            let (width, _) = BucketWidth::NAMES.iter().find(|(_, known)| *known == name)?;
            Some(Self { opens, width: *width }).filter(|bucket| Self::at(opens, *width) == *bucket)
        };
        parse().ok_or_else(|| BadBucket(text.to_owned()))
    }
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
