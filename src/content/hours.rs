//! Places and when they are open, as a pack writes it.

use std::{fmt, str::FromStr};

use chrono::{NaiveDate, NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

use super::{day, text::LocalText};

/// `hours.toml`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    #[serde(default, rename = "place")]
    pub places: Vec<Place>,
    #[serde(default, rename = "closure")]
    pub closures: Vec<Closure>,
}

/// A building where visitors are received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub id: String,
    pub name: LocalText,
    pub address: LocalText,
    /// Weekly hours; a weekday that is not named is closed. Empty: the hours are not known, which is not the same as closed.
    #[serde(default)]
    pub open: Vec<Span>,
    /// Those present at closing are served on until then.
    pub extended: Option<Extended>,
    #[serde(default, rename = "reception")]
    pub receptions: Vec<Reception>,
    /// Where the hours come from: «Харта, раздел …».
    pub source: Option<LocalText>,
}

/// `{ days = ["mon", "tue"], from = "8:30", to = "17.15" }`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    pub days: Vec<Weekday>,
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

/// Service after closing: `{ until = "19:15", basis = { bg = "чл. 10, ал. 4 …" } }`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extended {
    pub until: TimeOfDay,
    pub basis: LocalText,
}

/// When citizens are received by the leadership.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reception {
    pub who: LocalText,
    /// Absent where the source does not say when.
    pub span: Option<Span>,
    /// Where and how to book.
    pub note: Option<LocalText>,
}

/// Days on which a place is closed outside the weekly hours and holidays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// First day.
    #[serde(deserialize_with = "day::read")]
    pub from: NaiveDate,
    /// Last day, itself closed.
    #[serde(deserialize_with = "day::read")]
    pub to: NaiveDate,
    /// The place concerned; all where absent.
    pub place: Option<String>,
    pub text: LocalText,
}

/// A time of day in any spelling that the charters use: `8,00`, `8.30`, `17.15`, `19:15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(pub NaiveTime);

/// Why a time of day was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no time of day: write hours and minutes from 0:00 to 23:59, as in 8:30, 8.30 or 8,30")]
pub struct BadTime(String);

impl FromStr for TimeOfDay {
    type Err = BadTime;

    fn from_str(text: &str) -> Result<Self, BadTime> {
        let bad = || BadTime(text.to_owned());
        let (hours, minutes) = text.trim().split_once([':', '.', ',']).ok_or_else(bad)?;
        let digits = |part: &str, most: usize| {
            let fits = !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| part.parse::<u32>().ok()).flatten()
        };
        let hours = digits(hours, 2).ok_or_else(bad)?;
        let minutes = digits(minutes, 2).filter(|_| minutes.len() == 2).ok_or_else(bad)?;
        NaiveTime::from_hms_opt(hours, minutes, 0).map(Self).ok_or_else(bad)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = BadTime;

    fn try_from(text: String) -> Result<Self, BadTime> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}", self.0.hour(), self.0.minute())
    }
}
