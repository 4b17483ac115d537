//! A lobby's day as its records tell it: what the hub's store and the central server must agree on.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CallReason, CounterBegan, PeriodBegan, PeriodKind, TicketCode, Visit};

/// All visits of a day and what its counters did. Two that know the same records are equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRecords {
    /// By queue and number.
    pub visits: Vec<VisitRecords>,
    /// By counter and ordinal.
    pub counters: Vec<CounterBegan>,
}

/// A visit with its timed states. Each lasts until the next one begins; the first is the wait that begins with the
/// ticket, and is not told again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRecords {
    #[serde(flatten)]
    pub visit: Visit,
    /// By ordinal, from 2. One that is missing has not come yet.
    pub periods: Vec<Period>,
}

/// A timed state of a visit, with the queue and service as they were in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub ordinal: u32,
    pub kind: PeriodKind,
    pub counter: Option<String>,
    pub queue: String,
    pub service: Option<String>,
    pub reason: Option<CallReason>,
    pub began_at: DateTime<Utc>,
}

impl DayRecords {
    /// The day of these records, in any order. What has [changed](super::Change) with a period holds until it changes
    /// again, and may be told again as well.
    #[must_use]
    pub fn of(visits: Vec<Visit>, periods: Vec<PeriodBegan>, mut counters: Vec<CounterBegan>) -> Self {
        let mut of_visits = BTreeMap::<TicketCode, Vec<PeriodBegan>>::new();
        for period in periods {
            of_visits.entry(period.visit.clone()).or_default().push(period);
        }
        let with_periods = |visit: Visit| {
            let periods = of_visits.remove(&visit.ticket.code).unwrap_or_default();
            VisitRecords::of(visit, periods)
        };
        let mut visits: Vec<VisitRecords> = visits.into_iter().map(with_periods).collect();
        visits.sort_by(|one, other| one.key().cmp(&other.key()));
        counters.sort_by(|one, other| {
            let key = |began: &CounterBegan| (began.ordinal, began.began_at);
            one.counter.cmp(&other.counter).then_with(|| key(one).cmp(&key(other)))
        });
        Self { visits, counters }
    }
}

impl VisitRecords {
    fn of(visit: Visit, mut periods: Vec<PeriodBegan>) -> Self {
        periods.sort_by_key(|period| period.ordinal);
        let (mut queue, mut service) = (visit.queue.clone(), visit.service.clone());
        let period = |began: PeriodBegan| {
            queue = began.change.queue.unwrap_or_else(|| queue.clone());
            service = began.change.service.or_else(|| service.clone());
            Period {
                ordinal: began.ordinal,
                kind: began.kind,
                counter: began.counter,
                queue: queue.clone(),
                service: service.clone(),
                reason: began.change.reason,
                began_at: began.began_at,
            }
        };
        let periods = periods.into_iter().map(period).collect();
        Self { visit, periods }
    }

    fn key(&self) -> (&str, u32, &TicketCode) {
        let ticket = &self.visit.ticket;
        (&self.visit.queue, ticket.number.seq, &ticket.code)
    }
}
