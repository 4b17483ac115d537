//! Time as the kiosk gets it, so that tests can give another.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

/// The wall clock, which may be wrong or jump, and the uptime, which never does.
pub trait Clock {
    fn now(&self) -> DateTime<Utc>;

    /// Time since the program started; only ever grows.
    fn uptime(&self) -> Duration;
}

/// The machine's clocks.
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            started: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn uptime(&self) -> Duration {
        self.started.elapsed()
    }
}
