//! What came of the promises, by this lobby's own records: no network is needed for it.

use std::{collections::BTreeMap, time::Duration};

use chrono::{Months, NaiveDate};

use super::{kiosk::Kiosk, session::Screen};
use crate::{
    content::promise::{Metric, Promise},
    figures::{
        DayFacts, Period, Unit,
        ledger::{self, Known, LobbyFacts, Measured, Unmeasured},
    },
};

/// Today's records are read anew this often.
const REFRESH: Duration = Duration::from_secs(300);

/// The days that are told of: this month's and the last one's.
#[derive(Debug, Default)]
pub struct Days {
    /// In order.
    facts: Vec<DayFacts>,
    /// On which day each was read: today's grow still.
    read_on: BTreeMap<NaiveDate, NaiveDate>,
    /// Uptime at which today's are read next.
    today_due: Duration,
    /// Uptime before which nothing is read, after a store that did not answer. Staff hear of that from its own thread.
    rests_until: Duration,
    under_way: bool,
}

/// What this kiosk can tell of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Its lobby's records do not say; the municipality may know.
    NotHere,
    TooFew,
    /// It is being read, which takes a moment.
    Reading,
    /// Of this month, or where that is too young of the last one.
    Measured {
        measured: Measured,
        last_month: bool,
    },
}

impl Kiosk {
    /// What came of `promise`.
    #[must_use]
    pub fn told_of(&self, promise: &Promise) -> Told {
        let is_recorded = matches!(
            promise.metric,
            Metric::ArrangedVisitWait | Metric::QueueWait | Metric::OpeningHours
        );
        if !is_recorded || !self.records_visits() {
            return Told::NotHere;
        }
        self.told(|known, period| ledger::measure(&self.pack, promise, known, period))
    }

    /// What came of the ordinance's own bound on waiting.
    #[must_use]
    pub fn told_of_ordinance(&self) -> Told {
        if self.records_visits() {
            self.told(ledger::ordinance)
        } else {
            Told::NotHere
        }
    }

    fn told(&self, measure: impl Fn(Known<'_>, Period) -> Result<Measured, Unmeasured>) -> Told {
        let Some(today) = self.local_now().map(|now| now.date()) else {
            return Told::NotHere;
        };
        if self.days.missing(today).is_some() {
            let is_under_way = self.clock.uptime() >= self.days.rests_until;
            return if is_under_way { Told::Reading } else { Told::NotHere };
        }
        let lobby = LobbyFacts {
            days: &self.days.facts,
            place: self.place(),
        };
        let known = Known {
            lobbies: &[lobby],
            matters: &[],
            today,
        };
        let of = |period, last_month| measure(known, period).map(|measured| Told::Measured { measured, last_month });
        let told = of(Unit::Month.of(today), false);
        match told.or_else(|_| of(last_month(today), true)) {
            Ok(told) => told,
            Err(Unmeasured::TooFew) => Told::TooFew,
            Err(Unmeasured::NoMeans | Unmeasured::NoMeasure) => Told::NotHere,
        }
    }

    /// Whether the visits of the lobby are in this kiosk's own store.
    fn records_visits(&self) -> bool {
        self.has_tickets() && self.hub.is_none()
    }

    /// Reads what is missing while somebody looks at the charter, and today's records anew.
    pub(super) fn read_days_in_time(&mut self) {
        if matches!(self.session.screen(), Screen::Charter | Screen::Promises) {
            self.read_next_day();
        }
    }

    /// One day after the other, so that nobody who takes a ticket meanwhile waits for more than one.
    fn read_next_day(&mut self) {
        let Some(today) = self.local_now().map(|now| now.date()) else {
            return;
        };
        let uptime = self.clock.uptime();
        if !self.records_visits() || self.days.under_way || uptime < self.days.rests_until {
            return;
        }
        let Some(day) = self.days.next(today, uptime) else {
            return;
        };
        if day == today {
            self.days.today_due = uptime + REFRESH;
        }
        self.days.under_way = true;
        let zone = self.pack.zone();
        self.ask(
            move |store| Ok(DayFacts::of(day, zone, &store.day_records(day)?, &[])),
            move |kiosk, facts| {
                kiosk.days.under_way = false;
                match facts {
                    Ok(facts) => kiosk.days.keep(facts, today),
                    Err(_) => kiosk.days.rests_until = uptime + REFRESH,
                }
                kiosk.read_next_day();
            },
        );
    }
}

impl Days {
    /// The day to read next.
    fn next(&mut self, today: NaiveDate, uptime: Duration) -> Option<NaiveDate> {
        let first = last_month(today).first;
        self.read_on.retain(|day, _| *day >= first);
        self.facts.retain(|facts| facts.day >= first);
        let is_old = self.today_due <= uptime;
        is_old.then_some(today).or_else(|| self.missing(today))
    }

    fn keep(&mut self, facts: DayFacts, today: NaiveDate) {
        self.read_on.insert(facts.day, today);
        self.facts.retain(|known| known.day != facts.day);
        let at = self.facts.partition_point(|known| known.day < facts.day);
        self.facts.insert(at, facts);
    }

    /// The latest day that was not read since it was over; of today, since it began.
    fn missing(&self, today: NaiveDate) -> Option<NaiveDate> {
        let is_read = |day: &NaiveDate| {
            self.read_on
                .get(day)
                .is_some_and(|read_on| read_on > day || *day == today)
        };
        let days = last_month(today).first.iter_days().take_while(|day| *day <= today);
        days.filter(|day| !is_read(day)).last()
    }
}

/// The month before the one of `today`.
fn last_month(today: NaiveDate) -> Period {
    Unit::Month.of(today.checked_sub_months(Months::new(1)).unwrap_or(today))
}
