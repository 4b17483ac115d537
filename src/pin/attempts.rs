//! How often a PIN may be tried.

use std::time::Duration;

/// So many wrong ones are answered at once. Each further one is followed by a pause, twice as long as the one before.
const FORGIVEN: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(60);
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);

/// The wrong PINs since the last right one, whoever gave them.
#[derive(Debug, Default)]
pub struct Attempts {
    pub checking: bool,
    wrong: u32,
    /// Uptime until which no PIN is taken.
    closed_until: Duration,
}

impl Attempts {
    pub fn right(&mut self) {
        *self = Self::default();
    }

    pub fn wrong(&mut self, uptime: Duration) {
        self.wrong += 1;
        if let Some(over) = self.wrong.checked_sub(FORGIVEN) {
            let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(over));
            self.closed_until = uptime + pause.min(LONGEST_PAUSE);
        }
    }

    /// How many may still be wrong before the next pause.
    pub fn left(&self) -> u32 {
        FORGIVEN.saturating_sub(self.wrong).max(1)
    }

    pub fn pause(&self, uptime: Duration) -> Option<Duration> {
        self.closed_until.checked_sub(uptime).filter(|left| !left.is_zero())
    }
}
