//! Who is called next, and what priority may and may not do.
//!
//! 1. Those who come by appointment are called at their hour.
//! 2. Of the others who came earlier is called earlier, except that a priority class goes first.
//! 3. Once someone has waited for the bound that the pack states, nobody who came later goes before them on account of a
//!    class: so a class can delay others, but never beyond the bound.
//!
//! Earlier is who has the smaller [`Waiting::order`], whatever the clock said; the clock only tells how long one has waited.

use chrono::{DateTime, TimeDelta, Utc};

use super::Counter;

/// Someone who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Greater for each who comes later; kept through transfers and holds.
    pub order: i64,
    pub arrived: DateTime<Utc>,
    pub queue: String,
    /// The only counter that may call, where the visitor was sent to one.
    pub counter: Option<String>,
    /// Whether a priority class was asked for.
    pub is_priority: bool,
    /// The hour that was arranged.
    pub arranged: Option<DateTime<Utc>>,
}

impl Waiting {
    /// Whether the arranged hour has come.
    fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.arranged.is_some_and(|hour| hour <= now)
    }
}

/// Whom `counter` calls next of all who wait, in any order.
#[must_use]
pub fn next<'a>(
    waiting: &'a [Waiting],
    counter: &Counter,
    bound: TimeDelta,
    now: DateTime<Utc>,
) -> Option<&'a Waiting> {
    let served = |one: &&Waiting| counter.serves(&one.queue, one.counter.as_deref());
    first_of(waiting.iter().filter(served), bound, now)
}

/// All who wait, in the order in which they would be called if that were now.
#[must_use]
pub fn line(mut waiting: Vec<Waiting>, bound: TimeDelta, now: DateTime<Utc>) -> Vec<Waiting> {
    let mut line = Vec::with_capacity(waiting.len());
    while let Some(first) = first_of(waiting.iter(), bound, now).map(|first| first.order) {
        line.extend(waiting.extract_if(.., |one| one.order == first));
    }
    line
}

fn first_of<'a>(
    waiting: impl Iterator<Item = &'a Waiting> + Clone,
    bound: TimeDelta,
    now: DateTime<Utc>,
) -> Option<&'a Waiting> {
    let due = waiting.clone().filter(|one| one.is_due(now));
    let walk_in = waiting.clone().filter(|one| one.arranged.is_none());
    let early = waiting.filter(|one| !one.is_due(now) && one.arranged.is_some());
    due.min_by_key(|one| (one.arranged, one.order))
        .or_else(|| first_walk_in(walk_in, bound, now))
        // A counter does not stand idle until the hour strikes.
        .or_else(|| early.min_by_key(|one| (one.arranged, one.order)))
}

fn first_walk_in<'a>(
    waiting: impl Iterator<Item = &'a Waiting> + Clone,
    bound: TimeDelta,
    now: DateTime<Utc>,
) -> Option<&'a Waiting> {
    let waited_enough = |one: &&Waiting| now - one.arrived >= bound;
    let overdue = waiting.clone().filter(waited_enough).map(|one| one.order).min();
    waiting
        .filter(|one| overdue.is_none_or(|overdue| one.order <= overdue))
        .min_by_key(|one| (!one.is_priority, one.order))
}
