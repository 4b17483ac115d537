//! Ratings whose bucket has closed are made ready to leave, whether or not anybody touches the screen.

use std::time::Duration;

use tracing::error;

use super::kiosk::Kiosk;

/// A bucket lasts for hours; a few minutes more or less tell nothing.
const EVERY: Duration = Duration::from_secs(5 * 60);

impl Kiosk {
    /// Lets the store close its buckets, at once and then every few minutes.
    pub(super) fn close_buckets_in_time(&mut self) {
        let uptime = self.clock.uptime();
        if self
            .buckets_closed
            .is_some_and(|closed| uptime.saturating_sub(closed) < EVERY)
        {
            return;
        }
        self.buckets_closed = Some(uptime);
        let now = self.clock.now();
        self.ask(
            move |store| store.close_buckets(now),
            |_, result| {
                if let Err(error) = result {
                    error!(%error, "ratings of closed buckets stay where they are; tried again in a few minutes");
                }
            },
        );
    }
}
