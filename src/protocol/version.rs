//! Which version of the protocol two programs speak: the newest that both know.
//!
//! A program knows its own version and the one before it, so kiosks and server may be updated one after the other.

use std::{fmt, str::FromStr};

/// On requests: the versions that the kiosk knows, as in `1` or `1-2`. On answers: the one that is spoken.
pub const HEADER: &str = "parter-protocol";

/// What this program knows.
pub const KNOWN: Versions = Versions { oldest: 1, newest: 1 };

/// A range of versions, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    oldest: u16,
    newest: u16,
}

impl Versions {
    /// None unless `oldest` is at least 1 and not above `newest`.
    #[must_use]
    pub fn new(oldest: u16, newest: u16) -> Option<Self> {
        (1 <= oldest && oldest <= newest).then_some(Self { oldest, newest })
    }

    /// The newest version in both; none where they have none in common.
    #[must_use]
    pub fn common(self, other: Self) -> Option<u16> {
        let newest = self.newest.min(other.newest);
        (newest >= self.oldest.max(other.oldest)).then_some(newest)
    }

    #[must_use]
    pub fn contains(self, version: u16) -> bool {
        (self.oldest..=self.newest).contains(&version)
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.oldest == self.newest {
            write!(f, "{}", self.oldest)
        } else {
            write!(f, "{}-{}", self.oldest, self.newest)
        }
    }
}

/// A text that is no range of versions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” names no protocol versions: write them as in 1 or 1-2")]
pub struct BadVersions(String);

impl FromStr for Versions {
    type Err = BadVersions;

    fn from_str(text: &str) -> Result<Self, BadVersions> {
        let (oldest, newest) = text.split_once('-').unwrap_or((text, text));
        let parsed = oldest.trim().parse().ok().zip(newest.trim().parse().ok());
        parsed
            .and_then(|(oldest, newest)| Self::new(oldest, newest))
            .ok_or_else(|| BadVersions(text.to_owned()))
    }
}
