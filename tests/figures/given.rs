//! What the tests begin with: records as kiosks send them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::{Europe::Sofia, Tz};
use parter::{
    feedback::{Face, Rating, RatingId, Remarks},
    queue::{
        Change, CounterBegan, CounterState, PeriodBegan, PeriodKind, Ticket, TicketCode, TicketNumber, Visit,
        records::DayRecords,
    },
};

pub const ZONE: Tz = Sofia;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Of the lobby's wall, as in `2026-03-03 09:00:00`.
pub fn wall(text: &str) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
    wall.and_local_timezone(ZONE).unwrap().to_utc()
}

/// A day's records in the making.
#[derive(Default)]
pub struct Records {
    visits: Vec<Visit>,
    periods: Vec<PeriodBegan>,
    counters: Vec<CounterBegan>,
}

impl Records {
    /// One who takes a ticket, and the states after that.
    pub fn visit(
        &mut self,
        queue: &str,
        issued: DateTime<Utc>,
        arranged: Option<DateTime<Utc>>,
        then: &[(PeriodKind, DateTime<Utc>, Change)],
    ) {
        let seq = u32::try_from(self.visits.len()).unwrap() + 1;
        let code: TicketCode = format!("{seq:012}").parse().unwrap();
        self.visits.push(Visit {
            ticket: Ticket {
                number: TicketNumber { letter: 'А', seq },
                code: code.clone(),
            },
            lobby: "kyustendil/hall".to_owned(),
            day: issued.with_timezone(&ZONE).date_naive(),
            queue: queue.to_owned(),
            service: None,
            priority: None,
            issued_at: issued,
            arranged_at: arranged,
        });
        for (ordinal, (kind, at, change)) in (2..).zip(then) {
            self.periods.push(PeriodBegan {
                visit: code.clone(),
                ordinal,
                kind: *kind,
                counter: None,
                change: change.clone(),
                began_at: *at,
            });
        }
    }

    pub fn called(&mut self, queue: &str, issued: &str, called: &str) {
        let call = (PeriodKind::Called, wall(called), Change::default());
        self.visit(queue, wall(issued), None, &[call]);
    }

    pub fn counter(&mut self, counter: &str, day: NaiveDate, state: CounterState, at: &str) {
        let of_counter = self.counters.iter().filter(|began| began.counter == counter);
        let ordinal = u32::try_from(of_counter.count()).unwrap() + 1;
        self.counters.push(CounterBegan {
            lobby: "kyustendil/hall".to_owned(),
            day,
            counter: counter.to_owned(),
            ordinal,
            state,
            began_at: wall(at),
        });
    }

    /// In an order in which they may well come.
    pub fn told(mut self) -> DayRecords {
        self.visits.reverse();
        self.periods.reverse();
        self.counters.reverse();
        DayRecords::of(self.visits, self.periods, self.counters)
    }
}

pub fn rating(bucket: &str, face: u8, queue: Option<&str>, reasons: &[&str], answers: &[(&str, &str)]) -> Rating {
    let owned = |text: &&str| (*text).to_owned();
    Rating {
        id: RatingId::random(&mut rand::rng()),
        bucket: bucket.parse().unwrap(),
        face: Face::try_from(face).unwrap(),
        repeated: false,
        remarks: Remarks {
            queue: queue.map(str::to_owned),
            reasons: reasons.iter().map(owned).collect::<BTreeSet<_>>(),
            answers: answers
                .iter()
                .map(|(question, answer)| ((*question).to_owned(), (*answer).to_owned()))
                .collect::<BTreeMap<_, _>>(),
        },
    }
}
