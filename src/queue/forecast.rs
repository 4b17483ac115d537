//! How long one who waits will wait, from how long people are served here, the counters that are open, and the order of
//! calling.
//!
//! The lobby is played on from this moment many times over: each time everyone's time at a counter is drawn from those
//! of late, and the counters call as [`calling`] says. Who comes later is not foreseen: with priority they can make a
//! wait longer, as a counter that closes can. So the range that is told holds some more of these futures than the three
//! in five of true waits that it is to hold; `tests/wait_forecast.rs` measures that.

use std::{collections::BTreeMap, ops::Range};

use chrono::{DateTime, TimeDelta, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{
    Counter,
    calling::{self, Waiting},
    estimate::{self, ENOUGH, WaitEstimate},
};

/// Futures that are played.
const FUTURES: usize = 100;
/// The percentile of the futures from which the range goes, to the one as far from the other end.
const PERCENT: usize = 16;
/// The same lobby gives the same range.
const SEED: u64 = 0;

/// The lobby as far as waits depend on it.
#[derive(Debug, Clone)]
pub struct Lobby {
    pub now: DateTime<Utc>,
    /// Those who wait, in any order.
    pub waiting: Vec<Waiting>,
    /// The counters that are open.
    pub desks: Vec<Desk>,
    pub turns: Turns,
    /// [`QueuePlan::priority_bound`](crate::content::queue_plan::QueuePlan::priority_bound)
    pub bound: TimeDelta,
}

/// How long those called of late were at a counter, from the call to the counter's being free again.
#[derive(Debug, Clone, Default)]
pub struct Turns {
    by_queue: BTreeMap<String, Vec<TimeDelta>>,
    all: Vec<TimeDelta>,
}

impl Turns {
    /// One more of this queue.
    pub fn add(&mut self, queue: &str, turn: TimeDelta) {
        self.by_queue.entry(queue.to_owned()).or_default().push(turn);
        self.all.push(turn);
    }

    /// The queue's own; where they are too few, all of the lobby's; none where those are too few as well.
    fn of(&self, queue: &str) -> Option<&[TimeDelta]> {
        let enough = |turns: &&[TimeDelta]| turns.len() >= ENOUGH;
        let own = self.by_queue.get(queue).map(Vec::as_slice).filter(enough);
        own.or_else(|| Some(self.all.as_slice()).filter(enough))
    }
}

/// A counter that is open, or in a break whose end is known.
#[derive(Debug, Clone)]
pub struct Desk {
    pub counter: Counter,
    pub busy: Option<Busy>,
    /// When it will call nobody, in order.
    pub breaks: Vec<Range<DateTime<Utc>>>,
}

impl Desk {
    /// When it calls, of one that is free from `at` on.
    fn calls_at(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let after = |at, pause: &Range<DateTime<Utc>>| if pause.contains(&at) { pause.end } else { at };
        self.breaks.iter().fold(at, after)
    }
}

/// With a visitor of this queue, since then.
#[derive(Debug, Clone)]
pub struct Busy {
    pub queue: String,
    pub since: DateTime<Utc>,
}

impl Lobby {
    /// How long the one of this [`order`](Waiting::order) will wait from now on. None: nobody like that waits, no counter
    /// that is open would call them, or of a queue on the way there are too few turns to go by.
    #[must_use]
    pub fn wait_of(&self, order: i64) -> Option<WaitEstimate> {
        let mine = self.waiting.iter().find(|one| one.order == order)?;
        let mut rng = StdRng::seed_from_u64(SEED);
        let waits: Option<Vec<TimeDelta>> = (0..FUTURES).map(|_| self.play(mine.order, &mut rng)).collect();
        Some(WaitEstimate {
            range: estimate::range(waits?, PERCENT),
            based_on: self.turns.of(&mine.queue)?.len(),
        })
    }

    fn newest(&self) -> Option<i64> {
        self.waiting.iter().map(|one| one.order).max()
    }

    /// How long one who takes a ticket of `queue` now will wait.
    #[must_use]
    pub fn wait_in(&self, queue: &str, is_priority: bool) -> Option<WaitEstimate> {
        let order = self.newest().unwrap_or_default() + 1;
        let newcomer = Waiting {
            order,
            arrived: self.now,
            queue: queue.to_owned(),
            counter: None,
            is_priority,
            arranged: None,
        };
        let mut with = self.clone();
        with.waiting.push(newcomer);
        with.wait_of(order)
    }

    /// One future: the wait until the one of this order is called.
    fn play(&self, order: i64, rng: &mut StdRng) -> Option<TimeDelta> {
        let mut waiting = self.waiting.clone();
        let mut free: Vec<(DateTime<Utc>, &Desk)> = Vec::new();
        for desk in &self.desks {
            let left = match &desk.busy {
                Some(busy) => self.rest_of_turn(busy, rng)?,
                None => TimeDelta::zero(),
            };
            free.push((desk.calls_at(self.now + left), desk));
        }
        while let Some(first) = (0..free.len()).min_by_key(|at| free[*at].0) {
            let (at, desk) = free[first];
            let Some(called) = calling::next(&waiting, &desk.counter, self.bound, at).cloned() else {
                free.swap_remove(first);
                continue;
            };
            if called.order == order {
                return Some(at - self.now);
            }
            waiting.retain(|one| one.order != called.order);
            free[first].0 = desk.calls_at(at + draw(self.turns.of(&called.queue)?, rng));
        }
        None
    }

    /// How long a turn that is under way still takes.
    fn rest_of_turn(&self, busy: &Busy, rng: &mut StdRng) -> Option<TimeDelta> {
        let turns = self.turns.of(&busy.queue)?;
        let gone = (self.now - busy.since).max(TimeDelta::zero());
        let longer: Vec<TimeDelta> = turns.iter().copied().filter(|turn| *turn > gone).collect();
        // Longer than any: nothing is known but that it may end at any time, as a new turn may.
        Some(if longer.is_empty() {
            draw(turns, rng)
        } else {
            draw(&longer, rng) - gone
        })
    }
}

/// Any of these, which are some.
fn draw(turns: &[TimeDelta], rng: &mut StdRng) -> TimeDelta {
    turns[rng.random_range(0..turns.len())]
}
