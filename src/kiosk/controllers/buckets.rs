//! Ratings whose bucket has closed are made ready to leave, whether or not anybody touches the screen.

use std::time::Duration;

use tracing::error;

use super::kiosk::Kiosk;

/// A bucket lasts for hours; a few minutes more or less tell nothing.
const EVERY: Duration = Duration::from_secs(5 * 60);

/// What became of the last attempts.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    /// Uptime of the last one.
    tried: Option<Duration>,
    /// Staff have been told: once, for as long as it goes on failing.
    failing: bool,
}

impl Kiosk {
    /// Lets the store close its buckets, at once and then every few minutes.
    pub(super) fn close_buckets_in_time(&mut self) {
        let uptime = self.clock.uptime();
        let tried = self.buckets.tried;
        if tried.is_some_and(|tried| uptime.saturating_sub(tried) < EVERY) {
            return;
        }
        self.buckets.tried = Some(uptime);
        let now = self.clock.now();
        self.ask(
            move |store| store.close_buckets(now),
            |kiosk, result| {
                let told = std::mem::replace(&mut kiosk.buckets.failing, result.is_err());
                if let Err(error) = result
                    && !told
                {
                    error!(%error, "ratings of closed buckets stay where they are; tried again every few minutes");
                }
            },
        );
    }
}
