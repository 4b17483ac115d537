//! Rules by which staff are alerted, and whether they hold. Each is about a lobby or a kiosk, never about a counter or a clerk.

use std::ops::RangeInclusive;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    DayFacts, Period, Satisfaction, Share,
    ledger::FEWEST,
    waits::{Waits, Whose},
};

const DAYS: RangeInclusive<u32> = 1..=92;
/// A kiosk says how it is every minute; so long may a restart take.
const SILENCE: RangeInclusive<u32> = 10..=7 * 24 * 60;
const WAIT: RangeInclusive<u32> = 1..=240;
const PERCENT: RangeInclusive<u32> = 1..=99;

/// What a municipality wants to be told of. A period's last day is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Rule {
    /// More than `percent` of a lobby's ratings of the last `days` days are the two worst faces, of at least `answers`.
    Unhappy { percent: u32, days: u32, answers: u32 },
    /// More than `percent` of a lobby's visitors of the last `days` days waited longer than `minutes`.
    Waiting { percent: u32, days: u32, minutes: u32 },
    /// A kiosk was not heard for `minutes` although its place was open.
    Silent { minutes: u32 },
}

/// A number of a rule that is out of its range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` is {number}: choose {} to {}", range.start(), range.end())]
pub struct BadRule {
    pub field: &'static str,
    pub number: u32,
    pub range: RangeInclusive<u32>,
}

/// Of what a rule holds, and by what was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// A lobby, or a kiosk's id.
    pub subject: String,
    pub measured: Measured,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "measured", rename_all = "snake_case")]
pub enum Measured {
    Unhappy { unhappy: u32, answers: u32 },
    Waiting { late: u32, visits: u32 },
    Silent { since: DateTime<Utc> },
}

/// A kiosk that is to be heard of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kiosk {
    pub id: String,
    pub heard: DateTime<Utc>,
    /// Since when its place has been open today; none while it is closed.
    pub open_since: Option<DateTime<Utc>>,
}

impl Rule {
    /// # Errors
    /// When a number is out of its range.
    pub fn check(&self) -> Result<(), BadRule> {
        let fields = match *self {
            Self::Unhappy { percent, days, answers } => vec![
                ("percent", percent, PERCENT),
                ("days", days, DAYS),
                ("answers", answers, FEWEST..=10_000),
            ],
            Self::Waiting { percent, days, minutes } => vec![
                ("percent", percent, PERCENT),
                ("days", days, DAYS),
                ("minutes", minutes, WAIT),
            ],
            Self::Silent { minutes } => vec![("minutes", minutes, SILENCE)],
        };
        let bad = fields.into_iter().find(|(_, number, range)| !range.contains(number));
        bad.map_or(Ok(()), |(field, number, range)| Err(BadRule { field, number, range }))
    }

    /// The days that it is about on `today`; none where it is about no days.
    #[must_use]
    pub fn period(&self, today: NaiveDate) -> Option<Period> {
        match self {
            Self::Unhappy { days, .. } | Self::Waiting { days, .. } => Some(Period {
                first: today.checked_sub_days(Days::new(u64::from(days.saturating_sub(1))))?,
                last: today,
            }),
            Self::Silent { .. } => None,
        }
    }

    /// What it says of a lobby's ratings, as far as they may be told.
    #[must_use]
    pub fn of_ratings(&self, ratings: &Satisfaction, today: NaiveDate) -> Option<Measured> {
        let Self::Unhappy { percent, answers, .. } = *self else {
            return None;
        };
        let unhappy = ratings.total(self.period(today)?).unhappy();
        let holds = unhappy.of >= answers.max(FEWEST) && is_more(unhappy, percent);
        holds.then_some(Measured::Unhappy {
            unhappy: unhappy.part,
            answers: unhappy.of,
        })
    }

    /// What it says of a lobby's visits. Who was never called waited too long; of whom it isn't known, nothing is said.
    #[must_use]
    pub fn of_visits<'a>(&self, days: impl IntoIterator<Item = &'a DayFacts>, today: NaiveDate) -> Option<Measured> {
        let Self::Waiting { percent, minutes, .. } = *self else {
            return None;
        };
        let within = Waits::of(days, self.period(today)?, Whose::All, |_| true).within(minutes.saturating_mul(60));
        let late = Share {
            part: within.of - within.part,
            ..within
        };
        let holds = late.of >= FEWEST && is_more(late, percent);
        holds.then_some(Measured::Waiting {
            late: late.part,
            visits: late.of,
        })
    }

    /// What it says of a kiosk at `now`. The night before does not count.
    #[must_use]
    pub fn of_kiosk(&self, kiosk: &Kiosk, now: DateTime<Utc>) -> Option<Measured> {
        let Self::Silent { minutes } = *self else {
            return None;
        };
        let missed_since = kiosk.heard.max(kiosk.open_since?);
        let holds = now - missed_since >= TimeDelta::minutes(minutes.into());
        holds.then_some(Measured::Silent { since: kiosk.heard })
    }
}

/// Whether it is more than so many of a hundred.
fn is_more(Share { part, of }: Share, percent: u32) -> bool {
    u64::from(part) * 100 > u64::from(of) * u64::from(percent)
}
