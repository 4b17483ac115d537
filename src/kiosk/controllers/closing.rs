//! After closing: those who are present are served on, and the screens say until when.

use chrono::{NaiveDateTime, TimeDelta};

use super::kiosk::Kiosk;
use crate::{
    content::{
        calendar::opening::{ClosedReason, Opening},
        queue_plan::Queue,
    },
    queue::closing::{NoTickets, Tickets, day_end},
};

impl Kiosk {
    /// Until when those who are present are served, now that nobody else is received; none while the office is open. As
    /// the pack publishes it; where it publishes nothing, those who wait for this lobby's counters are served as long as the
    /// ordinance lets it go on (чл. 10, ал. 4), and the lobby's day ends then.
    #[must_use]
    pub fn serves_on_until(&self) -> Option<NaiveDateTime> {
        match self.opening() {
            Opening::Extended { until, .. } => Some(until),
            Opening::Closed {
                reason: ClosedReason::OutsideHours,
                ..
            } if self.somebody_waits_for_counters() => {
                let (place, now) = (self.place()?, self.local_now()?);
                let end = day_end(&self.pack.hours, place, now.date())?;
                (end.closes..end.ends).contains(&now).then_some(end.ends)
            }
            _ => None,
        }
    }

    /// How long it still is until then, in whole minutes that have begun.
    #[must_use]
    pub fn minutes_until(&self, moment: NaiveDateTime) -> i64 {
        let left = self.local_now().map_or(TimeDelta::zero(), |now| moment - now);
        (left.max(TimeDelta::zero()) + TimeDelta::seconds(59)).num_minutes()
    }

    /// Says of a queue that keeps the place's own hours that those present are served on.
    pub(super) fn with_serving_on(&self, queue: &Queue, tickets: Tickets) -> Tickets {
        match (tickets, self.serves_on_until()) {
            (
                Tickets::Closed {
                    reason: NoTickets::Closed(ClosedReason::OutsideHours),
                    opens,
                },
                Some(until),
            ) if queue.open.is_empty() => Tickets::Closed {
                reason: NoTickets::Extended { until },
                opens,
            },
            (tickets, _) => tickets,
        }
    }

    fn somebody_waits_for_counters(&self) -> bool {
        let has_counters = !self.config.lobby.staffed().is_empty();
        let mut waiting = self.queues().filter_map(|queue| self.ahead(&queue.id));
        has_counters && waiting.any(|ahead| ahead.people > 0)
    }
}
