//! How many wait in each queue and for how long, as far as the store knows.

use std::{collections::BTreeMap, time::Duration};

use super::kiosk::Kiosk;
use crate::{
    queue::estimate::WaitEstimate,
    store::{QueueNow, StoreError},
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

    /// Asks the store for the counts, unless that is under way.
    pub fn refresh_waiting(&mut self) {
        if !self.has_tickets() || self.waiting.under_way {
            return;
        }
        self.waiting.under_way = true;
        self.waiting.asked = Some(self.clock.uptime());
        let now = self.clock.now();
        self.ask(
            move |store| store.queues_now(now),
            |kiosk, result| {
                kiosk.waiting.under_way = false;
                kiosk.know_waiting(result);
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

    pub(super) fn know_waiting(&mut self, result: Result<BTreeMap<String, QueueNow>, StoreError>) {
        // Staff hear of a store that fails from the store's own thread, once and not every few seconds.
        self.waiting.queues = result.ok();
    }
}
