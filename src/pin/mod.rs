//! PINs: of the staff's screen, and of clerks at their counters. What is kept of one is its argon2id hash.

pub mod attempts;

use std::fmt;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use serde::{Deserialize, Serialize};

pub const SHORTEST: usize = 6;
pub const LONGEST: usize = 12;

/// The hash in PHC form, as `parter kiosk pin` prints it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PinHash(String);

/// Digits that are no PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a PIN has from {SHORTEST} to {LONGEST} digits and nothing else")]
pub struct BadPin;

/// A text that is no hash of a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no hash of a PIN: write the line that `parter kiosk pin` prints")]
pub struct BadPinHash;

/// Whether a text is a PIN: from [`SHORTEST`] to [`LONGEST`] digits.
#[must_use]
pub fn is_one(text: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl PinHash {
    /// # Errors
    /// When it is too short, too long, or not all digits.
    pub fn of(pin: &str) -> Result<Self, BadPin> {
        if !is_one(pin) {
            return Err(BadPin);
        }
        let hash = Argon2::default().hash_password(pin.as_bytes());
        // Parameters and salt are the library's own: it has no reason to fail.
        hash.map(|hash| Self(hash.to_string())).map_err(|_| BadPin)
    }

    /// Whether this is the PIN. Takes some ten milliseconds: never on the screen's thread.
    #[must_use]
    pub fn fits(&self, pin: &str) -> bool {
        let stored = PasswordHash::new(&self.0);
        stored.is_ok_and(|stored| Argon2::default().verify_password(pin.as_bytes(), &stored).is_ok())
    }
}

impl TryFrom<String> for PinHash {
    type Error = BadPinHash;

    fn try_from(text: String) -> Result<Self, BadPinHash> {
        let is_one =
            PasswordHash::new(&text).is_ok_and(|hash| hash.algorithm.as_str() == "argon2id" && hash.hash.is_some());
        is_one.then_some(Self(text)).ok_or(BadPinHash)
    }
}

impl From<PinHash> for String {
    fn from(hash: PinHash) -> Self {
        hash.0
    }
}

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash(…)")
    }
}
