//! How many wait in each queue and for how long, as far as the store knows.

use std::{collections::BTreeMap, time::Duration};

use super::kiosk::Kiosk;
use crate::{
    queue::{closing::WaitRange, day::LobbyDay, estimate::WaitEstimate},
    store::{Paused, QueueNow},
};

/// Counters on other machines call people too: the counts are asked for anew this often.
pub const REFRESH: Duration = Duration::from_secs(5);

/// The counts that the screens show.
#[derive(Debug, Default)]
pub struct Waiting {
    /// None until the store has answered, and while it can't.
    queues: Option<BTreeMap<String, QueueNow>>,
    /// Uptime of the last question.
    asked: Option<Duration>,
    under_way: bool,
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
    #[must_use]
    pub fn of(queue: &QueueNow) -> Self {
        Self {
            people: queue.waiting,
            called_today: !queue.recent_waits.is_empty(),
            wait: WaitEstimate::from_recent(&queue.recent_waits),
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
                .map_or_else(|| Ahead::of(&QueueNow::default()), Ahead::of),
        )
    }

    /// Since when and why staff have paused `queue`, as far as is known; none while it issues tickets.
    #[must_use]
    pub fn paused(&self, queue: &str) -> Option<&Paused> {
        self.waiting.queues.as_ref()?.get(queue)?.paused.as_ref()
    }

    /// Asks the store for the counts, unless that is under way.
    pub fn refresh_waiting(&mut self) {
        if !self.has_tickets() || self.waiting.under_way {
            return;
        }
        self.waiting.under_way = true;
        self.waiting.asked = Some(self.clock.uptime());
        let now = self.clock.now();
        self.ask(
            move |store| Ok((store.today(now)?, store.queues_now(now)?)),
            |kiosk, result| {
                kiosk.waiting.under_way = false;
                // Staff hear of a store that fails from its own thread, once and not every few seconds.
                let (today, queues) = result.ok().unzip();
                kiosk.clock_held = today.map_or(kiosk.clock_held, |today: LobbyDay| today.is_held());
                kiosk.know_waiting(queues);
            },
        );
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
    pub(super) fn know_waiting(&mut self, queues: Option<BTreeMap<String, QueueNow>>) {
        self.waiting.queues = queues;
    }
}
