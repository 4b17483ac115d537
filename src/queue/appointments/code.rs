//! What the visitor was given when the hour was arranged.

use std::{fmt, ops::RangeInclusive, str::FromStr};

use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::{crockford, queue::lookalikes};

/// Digits and letters that are the same to the eye in Bulgarian and in Latin writing are the same code: «К-17» is `K17`.
/// Kept in [Crockford's base32](crockford).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AppointmentCode(String);

impl AppointmentCode {
    /// Characters, without spaces and hyphens.
    pub const LENGTH: RangeInclusive<usize> = 2..=10;
    /// Of a code that the program makes.
    const MADE: usize = 4;

    /// One that nobody has asked for: a million are possible, so none is hit upon in a day.
    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self(crockford::random(Self::MADE, rng))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppointmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a code was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code has {least} to {most} digits and letters that look alike in Bulgarian and in Latin", least = AppointmentCode::LENGTH.start(), most = AppointmentCode::LENGTH.end())]
pub struct BadCode;

/// Reads what people type and what booking systems write: any case and alphabet, see [`crockford::read`].
impl FromStr for AppointmentCode {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let latin: String = text.chars().flat_map(char::to_uppercase).map(in_latin).collect();
        crockford::read_within(&latin, Self::LENGTH).map(Self).ok_or(BadCode)
    }
}

impl TryFrom<String> for AppointmentCode {
    type Error = BadCode;

    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

impl From<AppointmentCode> for String {
    fn from(code: AppointmentCode) -> Self {
        code.0
    }
}

/// The Latin capital that looks like this one; the capital itself where there is none.
pub(super) fn in_latin(capital: char) -> char {
    lookalikes::in_latin(capital).unwrap_or(capital)
}
