//! A part of a whole, and how sure it is.

use serde::Serialize;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    pub part: u32,
    pub of: u32,
}

/// Of the standard normal distribution: 95 % lie within so many standard deviations.
const Z: f64 = 1.959_963_984_540_054;

impl Share {
    /// From 0 to 1; none of nothing.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.part) / f64::from(self.of))
    }

    /// Wilson's interval, 95 %: between which shares the true one lies, were these the answers of a random sample of many.
    /// It stays between 0 and 1 and holds for few answers and for shares near either end, where the usual «± 2 σ» fails
    /// (E. B. Wilson, 1927; the NIST/SEMATECH handbook, 7.2.4.1). From 0 to 1; none of nothing.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        let share = self.ratio()?;
        let of = f64::from(self.of);
        let spread = Z * Z / of;
        let middle = (share + spread / 2.0) / (1.0 + spread);
        let half = Z / (1.0 + spread) * (share * (1.0 - share) / of + spread / (4.0 * of)).sqrt();
        let low = if self.part == 0 { 0.0 } else { middle - half };
        let high = if self.part == self.of { 1.0 } else { middle + half };
        Some((low, high))
    }
}
