//! How long visitors waited.

use super::{
    day::{DayFacts, LineFacts, WaitFacts},
    period::Period,
    share::Share,
};
use crate::queue::estimate::percentile;

/// Whose waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// From the ticket on.
    WalkIn,
    /// Those who came by appointment: from their hour on, or from the ticket where that was later.
    Arranged,
    All,
}

/// The waits of many visits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waits {
    /// Seconds to the first call, the shortest first.
    called: Vec<u32>,
    never_called: u32,
    unknown: u32,
}

impl Waits {
    /// Of `period`'s visits; `line` chooses among queues and services.
    #[must_use]
    pub fn of<'a>(
        days: impl IntoIterator<Item = &'a DayFacts>,
        period: Period,
        whose: Whose,
        line: impl Fn(&LineFacts) -> bool,
    ) -> Self {
        let mut waits = Self::default();
        let of_period = days.into_iter().filter(|day| period.contains(day.day));
        for facts in of_period.flat_map(|day| &day.lines).filter(|facts| line(facts)) {
            if whose != Whose::Arranged {
                waits.add(&facts.walk_in);
            }
            if whose != Whose::WalkIn {
                waits.add(&facts.arranged);
            }
        }
        waits.called.sort_unstable();
        waits
    }

    fn add(&mut self, facts: &WaitFacts) {
        self.called.extend_from_slice(&facts.called);
        self.never_called += facts.never_called;
        self.unknown += facts.unknown;
    }

    /// How many were called within `seconds`. Who was never called waited longer.
    #[must_use]
    pub fn within(&self, seconds: u32) -> Share {
        let called = self.called.partition_point(|wait| *wait <= seconds);
        Share {
            part: u32::try_from(called).unwrap_or(u32::MAX),
            of: self.cases(),
        }
    }

    /// So many percent of those who were called waited no longer: seconds, by the nearest rank.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Option<u32> {
        percentile(&self.called, percent)
    }

    /// The visits that count.
    #[must_use]
    pub fn cases(&self) -> u32 {
        self.called() + self.never_called
    }

    #[must_use]
    pub fn called(&self) -> u32 {
        u32::try_from(self.called.len()).unwrap_or(u32::MAX)
    }

    #[must_use]
    pub fn never_called(&self) -> u32 {
        self.never_called
    }

    /// Those of whom it isn't known how long they waited.
    #[must_use]
    pub fn unknown(&self) -> u32 {
        self.unknown
    }
}
