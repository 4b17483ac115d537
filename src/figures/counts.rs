//! Ratings summed, face by face.

use std::{iter::Sum, ops::AddAssign};

use serde::Serialize;

use super::{day::RatingFacts, share::Share};

/// Ratings, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// From the worst face to the best.
    pub faces: [u32; 5],
    /// Taps too soon after the one before: kept, and not counted among the faces.
    pub repeated: u32,
}

impl Counts {
    /// The ratings of one bucket and queue.
    #[must_use]
    pub fn of(cell: &RatingFacts) -> Self {
        Self {
            faces: cell.faces,
            repeated: cell.repeated,
        }
    }

    #[must_use]
    pub fn counted(&self) -> u32 {
        self.faces.iter().sum()
    }

    /// Those who chose one of the two best faces.
    #[must_use]
    pub fn satisfied(&self) -> Share {
        let [_, _, _, good, best] = self.faces;
        Share {
            part: good + best,
            of: self.counted(),
        }
    }

    /// Those who chose one of the two worst.
    #[must_use]
    pub fn unhappy(&self) -> Share {
        let [worst, bad, ..] = self.faces;
        Share {
            part: worst + bad,
            of: self.counted(),
        }
    }

    /// From 1 to 5; none of nothing.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let sum: u32 = (1..).zip(self.faces).map(|(face, count)| face * count).sum();
        Share {
            part: sum,
            of: self.counted(),
        }
        .ratio()
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        for (sum, count) in self.faces.iter_mut().zip(more.faces) {
            *sum += count;
        }
        self.repeated += more.repeated;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, counts| {
            sum += counts;
            sum
        })
    }
}
