//! How long the wait is likely to be, from the waits of those who were called lately.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::closing::WaitRange;

/// Fewer recent waits than this say nothing.
pub const ENOUGH: usize = 10;

/// How long three in five wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitEstimate {
    /// From the 20th to the 80th percentile, as far as they can be known.
    pub range: WaitRange,
    /// How many waits, or turns at a counter, this rests on.
    pub based_on: usize,
}

impl WaitEstimate {
    /// From recent waits (arrival to call), in any order. None: there is not enough data.
    #[must_use]
    pub fn from_recent(waits: &[TimeDelta]) -> Option<Self> {
        if waits.len() < ENOUGH {
            return None;
        }
        Some(Self {
            range: range(waits.to_vec(), 20),
            based_on: waits.len(),
        })
    }

    /// The range in whole minutes, rounded outwards.
    #[must_use]
    pub fn minutes(&self) -> (i64, i64) {
        let WaitRange { low, high } = self.range;
        (low.num_minutes(), (high + TimeDelta::seconds(59)).num_minutes())
    }
}

/// From this percentile of `waits`, which are in any order, to the one as far from the other end.
pub(super) fn range(mut waits: Vec<TimeDelta>, percent: usize) -> WaitRange {
    waits.sort_unstable();
    WaitRange {
        low: percentile(&waits, percent).unwrap_or_default(),
        high: percentile(&waits, 100 - percent).unwrap_or_default(),
    }
}

/// The smallest value with at least `percent` of all at or below it: the nearest rank, never a value between two. None
/// of nothing.
#[must_use]
pub fn percentile<T: Copy>(sorted: &[T], percent: usize) -> Option<T> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}
