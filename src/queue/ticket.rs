//! A ticket: the number that is called and the code that is the visitor's own.

use std::{fmt, str::FromStr};

use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::crockford;

/// What a visitor holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    #[serde(flatten)]
    pub number: TicketNumber,
    pub code: TicketCode,
}

/// What is called: «А 012».
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TicketNumber {
    pub letter: char,
    /// From 1 for each queue and day.
    pub seq: u32,
}

/// The letter, a no-break space (the typeface has no narrow one), and at least three digits.
impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\u{a0}{:03}", self.letter, self.seq)
    }
}

/// The secret that stands for a visit on the visitor's phone: 60 random bits in [Crockford's base32](crockford).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketCode(String);

impl TicketCode {
    /// Characters, five bits each.
    pub const LENGTH: usize = 12;

    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self(crockford::random(Self::LENGTH, rng))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TicketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a code was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no ticket code: it has {length} letters and digits, as under the ticket's QR code",
    length = TicketCode::LENGTH
)]
pub struct BadCode(String);

/// Reads what people type, see [`crockford::read`].
impl FromStr for TicketCode {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let code = crockford::read(text, Self::LENGTH);
        code.map(Self).ok_or_else(|| BadCode(text.to_owned()))
    }
}

impl TryFrom<String> for TicketCode {
    type Error = BadCode;

    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

impl From<TicketCode> for String {
    fn from(code: TicketCode) -> Self {
        code.0
    }
}
