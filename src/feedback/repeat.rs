//! One person, many taps: those too soon after the one before are kept apart from the count.

use std::time::Duration;

/// Watches the taps of one kiosk. It lives in memory alone: a tap's time is written nowhere.
#[derive(Debug)]
pub struct RepeatFilter {
    window: Duration,
    last: Option<Duration>,
}

impl RepeatFilter {
    #[must_use]
    pub fn new(window: Duration) -> Self {
        Self { window, last: None }
    }

    /// Whether the tap at `touched` (on the monotonic clock) follows the last one too soon. Each tap starts the time
    /// anew, so a child who taps without end counts once.
    pub fn is_repeated(&mut self, touched: Duration) -> bool {
        let last = self.last.replace(touched);
        last.and_then(|last| touched.checked_sub(last))
            .is_some_and(|gap| gap < self.window)
    }
}
