//! How many wait in each queue and for how long, as far as that is known.

use std::time::Duration;

use super::kiosk::Kiosk;
pub use crate::queue::line::Ahead;
use crate::{
    queue::{
        appointments::Codes,
        line::{Lines, Paused},
    },
    store::Foresight,
};

/// Counters on other machines call people too: the counts are asked for anew this often.
pub const REFRESH: Duration = Duration::from_secs(5);

/// The counts that the screens show.
#[derive(Debug, Default)]
pub struct Waiting {
    /// None until the store, or the lobby's hub, has answered, and while it can't.
    queues: Option<Lines>,
    /// Of today's appointments; none where there are none, or that is not known.
    codes: Option<Codes>,
    /// Uptime of the last question.
    asked: Option<Duration>,
    under_way: bool,
}

impl Kiosk {
    /// Those who wait in `queue`; none while that is not known.
    #[must_use]
    pub fn ahead(&self, queue: &str) -> Option<Ahead> {
        let queues = self.waiting.queues.as_ref()?;
        Some(queues.get(queue).map(|line| line.ahead).unwrap_or_default())
    }

    /// Since when and why staff have paused `queue`, as far as is known; none while it issues tickets.
    #[must_use]
    pub fn paused(&self, queue: &str) -> Option<&Paused> {
        self.waiting.queues.as_ref()?.get(queue)?.paused.as_ref()
    }

    /// What the codes of today's appointments are made of; none where nobody is expected.
    pub(super) fn codes_today(&self) -> Option<Codes> {
        self.waiting.codes
    }

    /// Asks for the counts, unless that is under way.
    pub fn refresh_waiting(&mut self) {
        if !self.has_tickets() || self.waiting.under_way {
            return;
        }
        self.waiting.under_way = true;
        self.waiting.asked = Some(self.clock.uptime());
        self.look_at_lines(|kiosk, result| {
            kiosk.waiting.under_way = false;
            // Staff hear of a store that fails from its own thread, once and not every few seconds.
            let (today, now) = result.ok().unzip();
            let codes = now.as_ref().and_then(|now| now.codes);
            kiosk.clock_held = today.map_or(kiosk.clock_held, |today| today.is_held());
            kiosk.waiting.codes = codes;
            kiosk.know_waiting(now.map(|now| now.lines));
        });
    }

    /// What foretells the waits here.
    pub(super) fn foresight(&self) -> Foresight {
        Foresight {
            counters: self.config.lobby.staffed(),
            bound: self.pack.queues.priority_bound(),
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
    pub(super) fn know_waiting(&mut self, queues: Option<Lines>) {
        self.waiting.queues = queues;
    }
}
