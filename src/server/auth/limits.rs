//! Limits of rate, kept in memory by each server process.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};

/// Each for one client's address, signing in also for one name.
pub struct Limits {
    pub enrolment: Limit<IpAddr>,
    pub sign_in: Limit<IpAddr>,
    pub sign_in_name: Limit<String>,
    /// A whole lobby, or many customers of a mobile operator, may stand behind one address: this stops a flood alone.
    pub phone: Limit<IpAddr>,
    /// Codes that nobody has told of: who guesses is slowed down long before a guess can hit.
    pub unknown_ticket: Limit<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            enrolment: Limit::a_minute(10),
            sign_in: Limit::a_minute(10),
            sign_in_name: Limit::a_minute(5),
            phone: Limit::a_minute(6000),
            unknown_ticket: Limit::a_minute(120),
        }
    }
}

/// So many a minute, all at once or one by one.
pub struct Limit<K: std::hash::Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

/// Too many; try again after this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany(pub Duration);

impl<K: std::hash::Hash + Eq + Clone> Limit<K> {
    fn a_minute(many: u32) -> Self {
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

impl Limits {
    pub fn forget_quiet(&self) {
        self.enrolment.forget_quiet();
        self.sign_in.forget_quiet();
        self.sign_in_name.forget_quiet();
        self.phone.forget_quiet();
        self.unknown_ticket.forget_quiet();
    }
}
