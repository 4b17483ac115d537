//! Who comes when and for what, and when each counter is open.

use std::env;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::{RngExt, rngs::StdRng};

/// As many as an office of Sofia has on its busiest days, in the long form; a quiet Monday's in the short one.
pub fn visitors() -> usize {
    if env::var_os("TEST_FULL").is_some() { 300 } else { 60 }
}

/// The counters whose clerks sit before a real browser.
pub const BROWSERS: [usize; 2] = [4, 9];

/// Queue, its letter, its part of the visitors, and the minutes that a service takes on average.
const QUEUES: [(&str, char, f64, f64); 5] = [
    ("grazhdansko-sastoyanie", 'А', 0.35, 12.0),
    ("kasa", 'К', 0.25, 6.0),
    ("ustroystvo", 'Т', 0.12, 18.0),
    ("sobstvenost", 'С', 0.08, 16.0),
    ("delovodstvo", 'Р', 0.20, 8.0),
];
/// What each of the counters serves, by place in [`QUEUES`].
const COUNTERS: [&[usize]; 12] = [
    &[0],
    &[0],
    &[0],
    &[0, 4],
    &[1],
    &[1],
    &[2],
    &[2],
    &[3],
    &[4],
    &[4, 0],
    &[1, 2, 3],
];

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// 8:30 in Kyustendil.
pub fn opening() -> DateTime<Utc> {
    "2026-11-23T06:30:00Z".parse().unwrap()
}

/// 17:00 there.
pub fn closing() -> DateTime<Utc> {
    opening() + TimeDelta::minutes(510)
}

/// What becomes of a visitor besides being served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Served,
    /// Has gone before the call.
    Gone,
    SentTo(&'static str),
    /// Fetches a document meanwhile.
    Held,
    /// Asks for another service.
    Another,
}

#[derive(Debug, Clone)]
pub struct Visitor {
    pub number: u64,
    pub at: DateTime<Utc>,
    pub queue: &'static str,
    pub letter: char,
    pub is_priority: bool,
    pub turn: Turn,
    pub service: TimeDelta,
}

#[derive(Debug, Clone)]
pub struct Shift {
    pub counter: String,
    pub queues: Vec<&'static str>,
    pub lunch: [DateTime<Utc>; 2],
    /// When its clerk goes home before the others.
    pub until: Option<DateTime<Utc>>,
}

pub struct Plan {
    pub visitors: Vec<Visitor>,
    pub shifts: Vec<Shift>,
}

/// The lobby's counters, as a configuration says them.
pub fn counters() -> String {
    let queues = |shift: &Shift| {
        shift
            .queues
            .iter()
            .map(|queue| format!("{queue:?}"))
            .collect::<Vec<_>>()
    };
    shifts()
        .iter()
        .map(|shift| {
            format!(
                "[[lobby.counter]]\nid = {:?}\nqueues = [{}]\n",
                shift.counter,
                queues(shift).join(", ")
            )
        })
        .collect()
}

fn shifts() -> Vec<Shift> {
    let shift = |(at, queues): (usize, &&[usize])| {
        let noon = opening() + TimeDelta::minutes(if at.is_multiple_of(2) { 210 } else { 240 });
        Shift {
            counter: (at + 1).to_string(),
            queues: queues.iter().map(|queue| QUEUES[*queue].0).collect(),
            lunch: [noon, noon + TimeDelta::minutes(30)],
            until: (at == 1).then(|| opening() + TimeDelta::hours(6)),
        }
    };
    COUNTERS.iter().enumerate().map(shift).collect()
}

impl Plan {
    pub fn draw(rng: &mut StdRng) -> Self {
        let mut visitors: Vec<_> = (0..visitors()).map(|_| visitor(rng)).collect();
        visitors.sort_by_key(|visitor| visitor.at);
        for (number, visitor) in (0..).zip(&mut visitors) {
            visitor.number = number;
        }
        Self {
            visitors,
            shifts: shifts(),
        }
    }
}

fn visitor(rng: &mut StdRng) -> Visitor {
    let mut drawn: f64 = rng.random();
    let of = QUEUES.iter().find(|(.., part, _)| {
        drawn -= part;
        drawn < 0.0
    });
    let (queue, letter, _, minutes) = *of.unwrap_or(&QUEUES[0]);
    let turn = match rng.random_range(0..100) {
        0..5 => Turn::Gone,
        5..12 => Turn::SentTo(QUEUES[rng.random_range(0..QUEUES.len())].0),
        12..17 => Turn::Held,
        17..22 => Turn::Another,
        _ => Turn::Served,
    };
    // More in the morning, the last an hour before the office closes.
    let hours = rng.random::<f64>().max(rng.random::<f64>() * 0.5) * 7.0;
    Visitor {
        number: 0,
        at: opening() + TimeDelta::seconds((hours * 3600.0) as i64 + 60),
        queue,
        letter,
        is_priority: rng.random_bool(0.08),
        turn,
        service: TimeDelta::seconds((minutes * 60.0 * rng.random_range(0.4..1.6)) as i64),
    }
}
