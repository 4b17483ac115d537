//! How long the wait is likely to be, from the waits of those who were called lately.

use std::time::Duration;

/// Fewer recent waits than this say nothing.
pub const ENOUGH: usize = 10;

/// What can be said of the wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitEstimate {
    /// Three in five waited so long: from the 20th to the 80th percentile.
    Range {
        from: Duration,
        to: Duration,
        /// How many waits this rests on.
        based_on: usize,
    },
    NotEnoughData,
}

impl WaitEstimate {
    /// From recent waits (arrival to call), in any order.
    #[must_use]
    pub fn from_recent(waits: &[Duration]) -> Self {
        if waits.len() < ENOUGH {
            return Self::NotEnoughData;
        }
        let mut sorted = waits.to_vec();
        sorted.sort_unstable();
        Self::Range {
            from: percentile(&sorted, 20),
            to: percentile(&sorted, 80),
            based_on: sorted.len(),
        }
    }

    /// The range in whole minutes, rounded outwards.
    #[must_use]
    pub fn minutes(&self) -> Option<(u64, u64)> {
        match self {
            Self::Range { from, to, .. } => Some((from.as_secs() / 60, to.as_secs().div_ceil(60))),
            Self::NotEnoughData => None,
        }
    }
}

/// The smallest value with at least `percent` of all at or below it.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}
