//! Time as the kiosk gets it, so that tests can give another.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

/// The wall clock, which may be wrong or jump, and the uptime, which never does.
pub trait Clock {
    fn now(&self) -> DateTime<Utc>;

    /// Time since the program started; only ever grows.
    fn uptime(&self) -> Duration;
}

/// The machine's clocks.
#[derive(Debug, Clone, Copy)]
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

impl<C: Clock + ?Sized> Clock for &C {
    fn now(&self) -> DateTime<Utc> {
        (**self).now()
    }

    fn uptime(&self) -> Duration {
        (**self).uptime()
    }
}

/// Whether the machine's clock was set since it started, which `file` stands for. Without one it is believed.
#[must_use]
pub fn was_set(file: Option<&Path>) -> bool {
    file.is_none_or(Path::exists)
}

/// Another clock, moved by a fixed time: a demonstration's Monday morning.
#[derive(Debug, Clone, Copy)]
pub struct Shifted<C> {
    clock: C,
    by: TimeDelta,
}

impl<C> Shifted<C> {
    #[must_use]
    pub fn new(clock: C, by: TimeDelta) -> Self {
        Self { clock, by }
    }
}

impl<C: Clock> Clock for Shifted<C> {
    fn now(&self) -> DateTime<Utc> {
        self.clock.now() + self.by
    }

    fn uptime(&self) -> Duration {
        self.clock.uptime()
    }
}
