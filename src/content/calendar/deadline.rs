//! The last day of a deadline: ISO 8601 durations in calendar or working days.
//!
//! The day of the event is not counted. A term in months ends on the same day of the last month, or on that month's last
//! day. A deadline that ends on a free day ends on the next working day.

use std::str::FromStr;

use chrono::{Days, Months, NaiveDate};

use super::holidays::{is_working_day, next_working_day};
use crate::content::{
    promise::{Promise, TimeUnit},
    service::Tier,
};

/// `P7D`, `PT24H`, `P1M`, `P1Y6M`, `P0D`. What is shorter than a day (`PT2H`) ends on the same day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IsoDuration {
    pub months: u32,
    pub days: u32,
    pub seconds: u32,
}

/// Why a duration was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no ISO 8601 duration: write P7D for 7 days, P1M for a month, PT24H for 24 hours, P0D for the same day"
)]
pub struct BadDuration(String);

/// The longest count of one unit that a deadline may have: more is a slip of the pen.
const MOST: u32 = 10_000;

impl FromStr for IsoDuration {
    type Err = BadDuration;

    fn from_str(text: &str) -> Result<Self, BadDuration> {
        Self::parse(text.trim()).ok_or_else(|| BadDuration(text.to_owned()))
    }
}

impl IsoDuration {
    fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix('P')?;
        let (date, time) = body
            .split_once('T')
            .map_or((body, None), |(date, time)| (date, Some(time)));
        if (date.is_empty() && time.is_none()) || time == Some("") {
            return None;
        }
        let [years, months, weeks, days] = amounts(date, ['Y', 'M', 'W', 'D'])?;
        let [hours, minutes, seconds] = amounts(time.unwrap_or(""), ['H', 'M', 'S'])?;
        Some(Self {
            months: years * 12 + months,
            days: weeks * 7 + days,
            seconds: hours * 3600 + minutes * 60 + seconds,
        })
    }

    /// Whole days that the hours amount to; a day begun counts, once there is a whole one.
    fn days_of_hours(self) -> u32 {
        const DAY: u32 = 24 * 3600;
        if self.seconds < DAY {
            0
        } else {
            self.seconds.div_ceil(DAY)
        }
    }
}

/// «12H30M» as one number for each of `units`, which stand in that order, each at most once.
fn amounts<const N: usize>(text: &str, units: [char; N]) -> Option<[u32; N]> {
    let mut rest = text;
    let mut found = [0; N];
    for (amount, unit) in found.iter_mut().zip(units) {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, tail) = rest.split_at(digits);
        if let Some(tail) = tail.strip_prefix(unit) {
            *amount = number.parse().ok().filter(|&number| number <= MOST)?;
            rest = tail;
        }
    }
    rest.is_empty().then_some(found)
}

/// Which days a deadline counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    Calendar,
    Working,
}

/// The last day of a deadline that starts on `start`. None only outside chrono's years.
#[must_use]
pub fn last_day(start: NaiveDate, term: IsoDuration, counting: Counting) -> Option<NaiveDate> {
    let months_on = start.checked_add_months(Months::new(term.months))?;
    let days = term.days + term.days_of_hours();
    let end = match counting {
        Counting::Calendar => months_on.checked_add_days(Days::new(days.into()))?,
        Counting::Working => (0..days).fold(months_on, |day, _| next_working_day(day)),
    };
    Some(if is_working_day(end) {
        end
    } else {
        next_working_day(end)
    })
}

/// The last day on which a service asked for on `start` is due; None where the source gives no duration.
#[must_use]
pub fn service_due(start: NaiveDate, tier: &Tier) -> Option<NaiveDate> {
    let term = tier.duration.as_ref()?.parse().ok()?;
    last_day(
        start,
        term,
        if tier.working_days {
            Counting::Working
        } else {
            Counting::Calendar
        },
    )
}

/// The last day for the answer that `promise` promises to what was registered on `start`; None where it sets no number.
#[must_use]
pub fn answer_due(start: NaiveDate, promise: &Promise) -> Option<NaiveDate> {
    let amount = promise.threshold.filter(|&amount| amount <= MOST)?;
    let mut term = IsoDuration::default();
    let mut counting = Counting::Calendar;
    match promise.unit? {
        TimeUnit::Minutes => term.seconds = amount * 60,
        TimeUnit::Hours => term.seconds = amount * 3600,
        TimeUnit::Days => term.days = amount,
        TimeUnit::WorkingDays => {
            term.days = amount;
            counting = Counting::Working;
        }
        TimeUnit::Months => term.months = amount,
    }
    last_day(start, term, counting)
}
