//! Secrets on the wire. They are stored as hashes, and never logged: their debug form hides them.

use std::{fmt, str::FromStr};

use rand::{CryptoRng, RngExt};
use serde::{Deserialize, Serialize};

use super::record::Hash;
use crate::crockford;

/// What proves that a request is a device's: 256 random bits, in hexadecimal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", schema(value_type = String, pattern = "^[0-9a-f]{64}$"))]
pub struct Token(String);

impl Token {
    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let bytes: [u8; 32] = rng.random();
        Self(Hash(bytes).to_string())
    }

    /// What a bearer header carries.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(self.0.as_bytes())
    }
}

impl From<String> for Token {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What an administrator gives to a kiosk once: four characters that name the offer, then twelve (60 random bits) that
/// are the secret. Written in groups of four.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EnrolmentCode(String);

impl EnrolmentCode {
    const NAME: usize = 4;
    const LENGTH: usize = 16;

    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self(crockford::random(Self::LENGTH, rng))
    }

    /// Tells which offer is meant, so that wrong secrets can be counted against it.
    #[must_use]
    pub fn offer(&self) -> &str {
        &self.0[..Self::NAME]
    }

    /// What is stored of the code.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(self.0.as_bytes())
    }
}

impl fmt::Display for EnrolmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = &self.0;
        write!(f, "{}-{}-{}-{}", &code[..4], &code[4..8], &code[8..12], &code[12..])
    }
}

impl fmt::Debug for EnrolmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EnrolmentCode({}…)", self.offer())
    }
}

/// A text that is no enrolment code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no enrolment code: it has 16 letters and digits, as in K7QM-3X9P-2WD4-R0AB")]
pub struct BadEnrolmentCode;

/// Reads what people type, see [`crockford::read`].
impl FromStr for EnrolmentCode {
    type Err = BadEnrolmentCode;

    fn from_str(text: &str) -> Result<Self, BadEnrolmentCode> {
        crockford::read(text, Self::LENGTH).map(Self).ok_or(BadEnrolmentCode)
    }
}

impl TryFrom<String> for EnrolmentCode {
    type Error = BadEnrolmentCode;

    fn try_from(text: String) -> Result<Self, BadEnrolmentCode> {
        text.parse()
    }
}

impl From<EnrolmentCode> for String {
    fn from(code: EnrolmentCode) -> Self {
        code.to_string()
    }
}

/// What pairs a browser with a counter once, typed from a screen within minutes: 40 random bits, in two groups of four.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PairingCode(String);

impl PairingCode {
    const LENGTH: usize = 8;

    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self(crockford::random(Self::LENGTH, rng))
    }

    /// What is stored of the code.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(self.0.as_bytes())
    }
}

impl fmt::Display for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..4], &self.0[4..])
    }
}

impl fmt::Debug for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PairingCode(…)")
    }
}

/// A text that is no pairing code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no pairing code: it has 8 letters and digits, as in K7QM-3X9P")]
pub struct BadPairingCode;

/// Reads what people type, see [`crockford::read`].
impl FromStr for PairingCode {
    type Err = BadPairingCode;

    fn from_str(text: &str) -> Result<Self, BadPairingCode> {
        crockford::read(text, Self::LENGTH).map(Self).ok_or(BadPairingCode)
    }
}

impl TryFrom<String> for PairingCode {
    type Error = BadPairingCode;

    fn try_from(text: String) -> Result<Self, BadPairingCode> {
        text.parse()
    }
}

impl From<PairingCode> for String {
    fn from(code: PairingCode) -> Self {
        code.to_string()
    }
}
