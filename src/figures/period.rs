//! Days together: weeks, months, quarters and years of the lobby's calendar.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Days from the first to the last, both among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// What a calendar is divided into, the shortest first. Weeks are ISO's, from Monday on, and hold days of two months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Period {
    /// One day.
    #[must_use]
    pub fn day(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Whether all of `other` lies in it.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether it is one day.
    #[must_use]
    pub fn is_day(&self) -> bool {
        self.first == self.last
    }

    /// The shortest period that holds both.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }

    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let last = self.last;
        self.first.iter_days().take_while(move |day| *day <= last)
    }
}

impl Unit {
    /// The one that `day` lies in.
    #[must_use]
    pub fn of(self, day: NaiveDate) -> Period {
        match self {
            Self::Day => Period::day(day),
            Self::Week => {
                let week = day.week(Weekday::Mon);
                Period {
                    first: week.first_day(),
                    last: week.last_day(),
                }
            }
            Self::Month => months(day, 1),
            Self::Quarter => months(day, 3),
            Self::Year => months(day, 12),
        }
    }

    /// The one that holds all of `period`.
    #[must_use]
    pub fn holding(self, period: &Period) -> Option<Period> {
        Some(self.of(period.first)).filter(|unit| unit.holds(period))
    }

    /// Those that meet `period`, in order.
    pub fn within(self, period: Period) -> impl Iterator<Item = Period> {
        let next = move |unit: &Period| Some(self.of(unit.last.succ_opt()?));
        std::iter::successors(Some(self.of(period.first)), next).take_while(move |unit| unit.meets(&period))
    }
}

/// The one of so many months, counted from January, that `day` lies in.
fn months(day: NaiveDate, count: u32) -> Period {
    let first = day.with_day(1).unwrap_or(day);
    let first = first
        .checked_sub_months(Months::new(day.month0() % count))
        .unwrap_or(first);
    let last = first
        .checked_add_months(Months::new(count))
        .and_then(|next| next.checked_sub_days(Days::new(1)))
        .unwrap_or(day);
    Period { first, last }
}
