//! Pausing queues.

use tracing::{error, info};

use crate::kiosk::controllers::kiosk::Kiosk;

impl Kiosk {
    /// Pauses a queue that issues tickets, and lets a paused one issue them again.
    pub fn toggle_queue(&mut self, queue: &str) {
        let is_paused = self.paused(queue).is_some();
        self.set_paused(vec![queue.to_owned()], !is_paused);
    }

    /// All queues of this place.
    pub fn set_all_paused(&mut self, paused: bool) {
        let queues = self.queues().map(|queue| queue.id.clone()).collect();
        self.set_paused(queues, paused);
    }

    fn set_paused(&mut self, queues: Vec<String>, paused: bool) {
        if !self.session.staff.unlocked {
            return;
        }
        info!(?queues, paused, "staff pause or resume queues");
        let visitor = self.visitor;
        self.pause_queues(queues, paused, move |kiosk, result| {
            let failed = result.as_ref().err();
            if let Some(cause) = failed {
                error!(%cause, "the queues stay as they were");
            }
            if kiosk.visitor == visitor {
                kiosk.session.staff.queues_failed = failed.is_some();
            }
            kiosk.know_waiting(result.ok());
        });
    }
}
