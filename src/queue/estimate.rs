//! How long the wait is likely to be, from the waits of those who were called lately.

use chrono::TimeDelta;

use super::closing::WaitRange;

/// Fewer recent waits than this say nothing.
pub const ENOUGH: usize = 10;

/// How long three in five of those called lately had waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitEstimate {
    /// From the 20th to the 80th percentile.
    pub range: WaitRange,
    /// How many waits this rests on.
    pub based_on: usize,
}

impl WaitEstimate {
    /// From recent waits (arrival to call), in any order. None: there is not enough data.
    #[must_use]
    pub fn from_recent(waits: &[TimeDelta]) -> Option<Self> {
        if waits.len() < ENOUGH {
            return None;
        }
        let mut sorted = waits.to_vec();
        sorted.sort_unstable();
        let range = WaitRange {
            low: percentile(&sorted, 20),
            high: percentile(&sorted, 80),
        };
        Some(Self {
            range,
            based_on: sorted.len(),
        })
    }

    /// The range in whole minutes, rounded outwards.
    #[must_use]
    pub fn minutes(&self) -> (i64, i64) {
        let WaitRange { low, high } = self.range;
        (low.num_minutes(), (high + TimeDelta::seconds(59)).num_minutes())
    }
}

/// The smallest value with at least `percent` of all at or below it.
fn percentile(sorted: &[TimeDelta], percent: usize) -> TimeDelta {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}
