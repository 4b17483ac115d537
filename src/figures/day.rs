//! A lobby's day, condensed to what figures are made of: no visit, visitor, counter or clerk is left in it.
//!
//! The hub and the central server make it of the same records by the same rule, so that both tell the same figures.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    content::calendar::local_time,
    feedback::{Bucket, Rating},
    queue::{
        CounterBegan, CounterState, PeriodKind,
        appointments::measure,
        records::{DayRecords, VisitRecords},
    },
};

/// A longer wait within one day is a clock that was set in between.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(24);

/// All that figures are made of, for one lobby and one of its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFacts {
    /// The lobby's day, see [`queue::day`](crate::queue::day).
    pub day: NaiveDate,
    /// By queue and service.
    pub lines: Vec<LineFacts>,
    /// When at least one counter was open, in order and apart from each other. Empty where no counter told anything.
    pub open: Vec<Stretch>,
    /// By bucket and queue.
    pub ratings: Vec<RatingFacts>,
}

/// The visits of one queue and service, as they were when first called; of one who never was, as the ticket said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFacts {
    /// [`Queue::id`](crate::content::queue_plan::Queue::id)
    pub queue: String,
    /// [`Service::id`](crate::content::service::Service::id); none where it never was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Of those who came without appointment: from the ticket to the first call.
    #[serde(default, skip_serializing_if = "WaitFacts::is_empty")]
    pub walk_in: WaitFacts,
    /// Of those who came by appointment: from their hour, or from the ticket where that was later, to the first call.
    #[serde(default, skip_serializing_if = "WaitFacts::is_empty")]
    pub arranged: WaitFacts,
}

/// How long visitors waited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitFacts {
    /// Seconds, the shortest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<u32>,
    /// Those whom the day's end found still waiting.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub never_called: u32,
    /// Those of whom it isn't known: they may still wait, or a clock was set in between.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unknown: u32,
}

/// A stretch of the lobby's wall time in which a counter was open, or in its break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub from: NaiveDateTime,
    /// None where none told on that day that it closed: the hub closes those counters before the next one.
    pub to: Option<NaiveDateTime>,
}

/// The ratings of one bucket about one queue, counted. Only those that are [not repeated](Rating::repeated) count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingFacts {
    pub bucket: Bucket,
    /// None where the visitor did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// From the worst face to the best.
    pub faces: [u32; 5],
    /// Kept, and not counted.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub repeated: u32,
    /// How many gave each reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, u32>,
    /// For each question, how many gave each answer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, BTreeMap<String, u32>>,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl DayFacts {
    /// What `records` and `ratings` of `day` come to; a rating's day is the one on which its bucket opens. Both may be
    /// in any order. `zone` is the lobby's.
    #[must_use]
    pub fn of(day: NaiveDate, zone: Tz, records: &DayRecords, ratings: &[Rating]) -> Self {
        Self {
            day,
            lines: lines(&records.visits),
            open: open(day, &records.counters, zone),
            ratings: cells(ratings),
        }
    }

    /// All who took a ticket.
    #[must_use]
    pub fn visits(&self) -> u32 {
        self.lines.iter().map(LineFacts::visits).sum()
    }

    /// Whether nothing is known of the day.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.open.is_empty() && self.ratings.is_empty()
    }
}

impl LineFacts {
    #[must_use]
    pub fn visits(&self) -> u32 {
        self.walk_in.visits() + self.arranged.visits()
    }
}

impl WaitFacts {
    #[must_use]
    pub fn visits(&self) -> u32 {
        count(self.called.len()) + self.never_called + self.unknown
    }

    fn is_empty(&self) -> bool {
        self.visits() == 0
    }

    fn add(&mut self, waited: Waited) {
        match waited {
            Waited::Called(seconds) => self.called.push(seconds),
            Waited::NeverCalled => self.never_called += 1,
            Waited::Unknown => self.unknown += 1,
        }
    }
}

impl RatingFacts {
    /// The ratings that count.
    #[must_use]
    pub fn counted(&self) -> u32 {
        self.faces.iter().sum()
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

#[derive(Clone, Copy)]
enum Waited {
    Called(u32),
    NeverCalled,
    Unknown,
}

fn lines(visits: &[VisitRecords]) -> Vec<LineFacts> {
    let mut lines = BTreeMap::<(String, Option<String>), LineFacts>::new();
    for records in visits {
        let key = place(records);
        let line = lines.entry(key.clone()).or_insert_with(|| LineFacts {
            queue: key.0,
            service: key.1,
            walk_in: WaitFacts::default(),
            arranged: WaitFacts::default(),
        });
        let waits = match records.visit.arranged_at {
            Some(_) => &mut line.arranged,
            None => &mut line.walk_in,
        };
        waits.add(waited(records));
    }
    let sorted = |mut line: LineFacts| {
        line.walk_in.called.sort_unstable();
        line.arranged.called.sort_unstable();
        line
    };
    lines.into_values().map(sorted).collect()
}

/// The queue and service of a visit.
fn place(records: &VisitRecords) -> (String, Option<String>) {
    let called = records.periods.iter().find(|period| period.kind.is_at_counter());
    called.map_or_else(
        || (records.visit.queue.clone(), records.visit.service.clone()),
        |period| (period.queue.clone(), period.service.clone()),
    )
}

fn waited(VisitRecords { visit, periods }: &VisitRecords) -> Waited {
    match periods.iter().find(|period| period.kind.is_at_counter()) {
        Some(call) => {
            let began = measure::wait_begins(visit.issued_at, visit.arranged_at);
            let is_told = call.began_at >= visit.issued_at && call.began_at - visit.issued_at < LONGEST_WAIT;
            let seconds = (call.began_at - began).num_seconds().max(0);
            match u32::try_from(seconds) {
                Ok(seconds) if is_told => Waited::Called(seconds),
                _ => Waited::Unknown,
            }
        }
        None if periods.last().map(|last| last.kind) == Some(PeriodKind::Unserved) => Waited::NeverCalled,
        None => Waited::Unknown,
    }
}

/// The stretches in which any of these counters was not closed.
fn open(day: NaiveDate, counters: &[CounterBegan], zone: Tz) -> Vec<Stretch> {
    let mut changes: Vec<&CounterBegan> = counters.iter().collect();
    changes.sort_by_key(|began| (began.began_at, began.ordinal));
    let mut states = BTreeMap::<&str, CounterState>::new();
    let mut stretches = Vec::<Stretch>::new();
    for change in changes {
        states.insert(&change.counter, change.state);
        let is_open = states.values().any(|state| *state != CounterState::Closed);
        let at = local_time(change.began_at, zone);
        match stretches.last_mut().filter(|last| last.to.is_none()) {
            Some(last) if !is_open && at.date() <= day => last.to = Some(at),
            None if is_open => stretches.push(Stretch { from: at, to: None }),
            _ => {}
        }
    }
    stretches
}

fn cells(ratings: &[Rating]) -> Vec<RatingFacts> {
    let mut cells = BTreeMap::<(NaiveDateTime, NaiveDateTime, Option<&str>), RatingFacts>::new();
    for rating in ratings {
        let queue = rating.remarks.queue.as_deref();
        let key = (rating.bucket.opens(), rating.bucket.closes(), queue);
        let cell = cells.entry(key).or_insert_with(|| RatingFacts {
            bucket: rating.bucket,
            queue: queue.map(str::to_owned),
            faces: [0; 5],
            repeated: 0,
            reasons: BTreeMap::new(),
            answers: BTreeMap::new(),
        });
        if rating.repeated {
            cell.repeated += 1;
            continue;
        }
        let face = usize::from(u8::from(rating.face)) - 1;
        cell.faces.iter_mut().skip(face).take(1).for_each(|count| *count += 1);
        for reason in &rating.remarks.reasons {
            *cell.reasons.entry(reason.clone()).or_default() += 1;
        }
        for (question, answer) in &rating.remarks.answers {
            let answers = cell.answers.entry(question.clone()).or_default();
            *answers.entry(answer.clone()).or_default() += 1;
        }
    }
    cells.into_values().collect()
}
