//! Whether the lobby was open in its announced hours.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::{day::DayFacts, period::Period, share::Share};
use crate::content::{
    calendar::opening::{Shift, day_off, shifts_on},
    hours::{Hours, Place},
};

/// So much later than announced still counts as in time.
const LATE: TimeDelta = TimeDelta::minutes(5);

/// How opening fared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenDays {
    /// Of the days on which the place should have been open and the counters told when they were.
    pub kept: Share,
    /// Days on which it should have been open, and no counter told anything.
    pub untold: u32,
}

impl OpenDays {
    /// Of the days in `period` before `today`, at a place whose hours are published. The hours and closures are those of
    /// the present pack: it keeps none of those that held before.
    #[must_use]
    pub fn of(days: &[DayFacts], hours: &Hours, place: &Place, period: Period, today: NaiveDate) -> Self {
        let mut open = Self::default();
        for day in period.days().take_while(|day| *day < today) {
            let shifts = match day_off(hours, place, day) {
                Some(_) => Vec::new(),
                None => shifts_on(&place.open, day.weekday()),
            };
            if shifts.is_empty() {
                continue;
            }
            let found = days.binary_search_by_key(&day, |facts| facts.day).ok();
            match found.and_then(|at| days.get(at)).filter(|facts| !facts.open.is_empty()) {
                Some(facts) => {
                    open.kept.of += 1;
                    open.kept.part += u32::from(shifts.iter().all(|shift| is_kept(facts, *shift)));
                }
                None => open.untold += 1,
            }
        }
        open
    }

    /// Of two lobbies together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            kept: Share {
                part: self.kept.part + other.kept.part,
                of: self.kept.of + other.kept.of,
            },
            untold: self.untold + other.untold,
        }
    }
}

/// Open without a break from five minutes after the announced hour at the latest until the announced closing. A counter
/// that nobody closed was open then.
fn is_kept(facts: &DayFacts, shift: Shift) -> bool {
    let (from, to) = (facts.day.and_time(shift.from), facts.day.and_time(shift.to));
    let covers = |(opened, closed): (_, Option<_>)| opened <= from + LATE && closed.is_none_or(|closed| closed >= to);
    facts.open.iter().any(|stretch| covers((stretch.from, stretch.to)))
}
