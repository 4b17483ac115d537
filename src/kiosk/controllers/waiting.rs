//! How many wait in each queue and for how long, as far as the store knows.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use super::kiosk::Kiosk;
use crate::{
    queue::{closing::WaitRange, counter::Staffed, day::LobbyDay, estimate::WaitEstimate, forecast::Lobby},
    store::{Codes, Paused, QueueNow, Store, StoreError},
};

/// Counters on other machines call people too: the counts are asked for anew this often.
pub const REFRESH: Duration = Duration::from_secs(5);

/// The counts that the screens show.
#[derive(Debug, Default)]
pub struct Waiting {
    /// None until the store has answered, and while it can't.
    queues: Option<Counts>,
    /// Of today's appointments; none where there are none, or that is not known.
    codes: Option<Codes>,
    /// Uptime of the last question.
    asked: Option<Duration>,
    under_way: bool,
}

/// Every queue that had a visitor today or is paused.
pub(super) type Counts = BTreeMap<String, Count>;

#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    now: QueueNow,
    /// Of one who comes now.
    wait: Option<WaitEstimate>,
}

/// What the store is asked, on its own thread.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// The counters of this lobby. Without any the waits are those of the people called of late.
    counters: Vec<Staffed>,
    bound: TimeDelta,
    now: DateTime<Utc>,
}

impl Question {
    pub fn ask(&self, store: &mut Store) -> Result<Counts, StoreError> {
        let lobby = self.forecast(store)?;
        let count = |(queue, now): (String, QueueNow)| {
            let wait = match &lobby {
                Some(lobby) => lobby.wait_in(&queue, false),
                None => WaitEstimate::from_recent(&now.recent_waits),
            };
            (queue, Count { now, wait })
        };
        Ok(store.queues_now(self.now)?.into_iter().map(count).collect())
    }

    /// The same, of one who has just taken a ticket of `queue`: those before them.
    pub fn ask_for_newest(&self, store: &mut Store, queue: &str) -> Result<(Counts, Option<Ahead>), StoreError> {
        let counts = self.ask(store)?;
        let lobby = self.forecast(store)?;
        let ahead = counts.get(queue).map(|count| {
            let mut ahead = Ahead::of(count);
            ahead.people = ahead.people.saturating_sub(1);
            ahead.wait = lobby.map_or(ahead.wait, |lobby| lobby.wait_of_newest());
            ahead
        });
        Ok((counts, ahead))
    }

    fn forecast(&self, store: &mut Store) -> Result<Option<Lobby>, StoreError> {
        let has_counters = !self.counters.is_empty();
        has_counters
            .then(|| store.forecast(&self.counters, self.bound, self.now))
            .transpose()
    }
}

/// Those who wait in one queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    pub people: u32,
    /// Whether a counter has called anyone of this queue today. If not, nobody knows who still waits: the number is
    /// that of the tickets issued.
    pub called_today: bool,
    pub wait: Option<WaitEstimate>,
}

impl Ahead {
    fn of(count: &Count) -> Self {
        Self {
            people: count.now.waiting,
            called_today: !count.now.recent_waits.is_empty(),
            wait: count.wait,
        }
    }

    /// Several queues as one. Their wait is known when it is for each in which anyone waits: from the shortest to the
    /// longest.
    #[must_use]
    pub fn together(queues: &[Self]) -> Self {
        let busy = || queues.iter().filter(|queue| queue.people > 0);
        let waits: Option<Vec<WaitEstimate>> = busy().map(|queue| queue.wait).collect();
        let widen = |one: WaitEstimate, other: WaitEstimate| WaitEstimate {
            range: WaitRange {
                low: one.range.low.min(other.range.low),
                high: one.range.high.max(other.range.high),
            },
            based_on: one.based_on + other.based_on,
        };
        Self {
            people: queues.iter().map(|queue| queue.people).sum(),
            called_today: busy().all(|queue| queue.called_today),
            wait: waits.and_then(|waits| waits.into_iter().reduce(widen)),
        }
    }
}

impl Kiosk {
    /// Those who wait in `queue`; none while that is not known.
    #[must_use]
    pub fn ahead(&self, queue: &str) -> Option<Ahead> {
        let queues = self.waiting.queues.as_ref()?;
        Some(
            queues
                .get(queue)
                .map_or_else(|| Ahead::of(&Count::default()), Ahead::of),
        )
    }

    /// Since when and why staff have paused `queue`, as far as is known; none while it issues tickets.
    #[must_use]
    pub fn paused(&self, queue: &str) -> Option<&Paused> {
        self.waiting.queues.as_ref()?.get(queue)?.now.paused.as_ref()
    }

    /// What the codes of today's appointments are made of; none where nobody is expected.
    pub(super) fn codes_today(&self) -> Option<Codes> {
        self.waiting.codes
    }

    /// Asks the store for the counts, unless that is under way.
    pub fn refresh_waiting(&mut self) {
        if !self.has_tickets() || self.waiting.under_way {
            return;
        }
        self.waiting.under_way = true;
        self.waiting.asked = Some(self.clock.uptime());
        let question = self.question();
        self.ask(
            move |store| {
                let codes = store.codes_today(question.now)?;
                Ok((store.today(question.now)?, (question.ask(store)?, codes)))
            },
            |kiosk, result| {
                kiosk.waiting.under_way = false;
                // Staff hear of a store that fails from its own thread, once and not every few seconds.
                let (today, known) = result.ok().unzip();
                let (queues, codes) = known.unzip();
                kiosk.waiting.codes = codes.flatten();
                kiosk.clock_held = today.map_or(kiosk.clock_held, |today: LobbyDay| today.is_held());
                kiosk.know_waiting(queues);
            },
        );
    }

    /// What is to be asked at this moment.
    pub(super) fn question(&self) -> Question {
        Question {
            counters: self.config.lobby.staffed(),
            bound: self.pack.queues.priority_bound(),
            now: self.clock.now(),
        }
    }

    /// Asks for the counts when the last ones are old.
    pub(super) fn refresh_waiting_in_time(&mut self) {
        let uptime = self.clock.uptime();
        let age = self.waiting.asked.map(|asked| uptime.saturating_sub(asked));
        if age.is_none_or(|age| age >= REFRESH) {
            self.refresh_waiting();
        }
    }

    /// Takes in new counts, or that there are none.
    pub(super) fn know_waiting(&mut self, queues: Option<Counts>) {
        self.waiting.queues = queues;
    }
}
