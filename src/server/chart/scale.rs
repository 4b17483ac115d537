//! From values to lengths.

/// A line has so many parts at most.
const PARTS: f64 = 5.0;

/// Linear, from zero to a round number that nothing shown exceeds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    step: f64,
    top: f64,
}

impl Scale {
    /// For values up to `most`; without any, up to one.
    #[must_use]
    pub fn up_to(most: f64) -> Self {
        let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let step = round_step(most / PARTS);
        Self {
            step,
            // A hair less, so that a whole number of steps that came out a hair too long gets no step more.
            top: (most / step - 1e-9).ceil().max(1.0) * step,
        }
    }

    /// For shares: 0 to 1, in quarters.
    #[must_use]
    pub fn whole() -> Self {
        Self { step: 0.25, top: 1.0 }
    }

    /// The part of the whole length that `value` takes: 0 to 1.
    #[must_use]
    pub fn part(&self, value: f64) -> f64 {
        (value / self.top).clamp(0.0, 1.0)
    }

    /// The values that get a line, from zero to the top.
    #[must_use]
    pub fn marks(&self) -> Vec<f64> {
        let mut marks = Vec::new();
        let mut mark = 0.0;
        while mark < self.top + self.step / 2.0 {
            marks.push(mark);
            mark += self.step;
        }
        marks
    }
}

/// The least of 1, 2, 2.5 and 5 times a power of ten that is no less than `step`.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let rounded = [1.0, 2.0, 2.5, 5.0].map(|times| times * power);
    let fits = rounded.into_iter().find(|rounded| *rounded >= step * (1.0 - 1e-9));
    fits.unwrap_or(10.0 * power)
}
