//! Limits of rate, kept in memory by each process.

use std::{hash::Hash, num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};

/// So many a minute, all at once or one by one.
pub struct Limit<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

/// Too many; try again after this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany(pub Duration);

/// Whole seconds, at least one.
#[must_use]
pub fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + 1
}

impl<K: Hash + Eq + Clone> Limit<K> {
    #[must_use]
    pub fn a_minute(many: u32) -> Self {
        let many = NonZeroU32::new(many).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::keyed(Quota::per_minute(many)))
    }

    /// Counts one.
    ///
    /// # Errors
    /// When it is one too many.
    pub fn check(&self, key: &K) -> Result<(), TooMany> {
        self.0.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.0.clock().now());
            TooMany(wait)
        })
    }

    /// Forgets who has been quiet. To be called now and then.
    pub fn forget_quiet(&self) {
        self.0.retain_recent();
        self.0.shrink_to_fit();
    }
}
