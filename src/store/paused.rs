//! Queues that staff have paused: they issue no tickets, and those who have one are called as before.

use chrono::{DateTime, SubsecRound, Utc};

use super::{Store, StoreError, settings};
use crate::queue::line::Paused;

impl Store {
    /// Pauses all these queues, without a word to visitors, or resumes them.
    pub fn set_paused(&mut self, queues: &[String], paused: bool, now: DateTime<Utc>) -> Result<(), StoreError> {
        queues.iter().try_for_each(|queue| {
            if paused {
                self.pause_queue(queue, None, now)
            } else {
                self.resume_queue(queue)
            }
        })
    }

    /// From now on `queue` issues no tickets, also after a restart. One that is paused already stays so since it was.
    pub fn pause_queue(&mut self, queue: &str, reason: Option<&str>, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.db.transaction(|tx, _| {
            let mut queues = settings::paused_queues(tx)?;
            let since = queues.get(queue).map_or(now.trunc_subsecs(0), |paused| paused.since);
            let reason = reason.map(str::to_owned);
            queues.insert(queue.to_owned(), Paused { since, reason });
            Ok(settings::set_paused_queues(tx, &queues)?)
        })
    }

    /// `queue` issues tickets again.
    pub fn resume_queue(&mut self, queue: &str) -> Result<(), StoreError> {
        self.db.transaction(|tx, _| {
            let mut queues = settings::paused_queues(tx)?;
            if queues.remove(queue).is_some() {
                settings::set_paused_queues(tx, &queues)?;
            }
            Ok(())
        })
    }
}
