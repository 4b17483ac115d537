//! One record on the wire: what it tells of, its id and hash, and its own bytes.

use std::{
    fmt,
    io::{self, Read},
    str::FromStr,
};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// A record's payload is no longer than this, in bytes.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The kinds that this version knows. A newer kiosk may send others: they are kept as they are.
pub mod kind {
    /// A [`Visit`](crate::queue::Visit); its id is the ticket's code.
    pub const VISIT: &str = "visit";
    /// A [`PeriodBegan`](crate::queue::PeriodBegan); its id is the code, a dot and the ordinal.
    pub const PERIOD: &str = "period";
    /// A [`CounterBegan`](crate::queue::CounterBegan); its id is a hash of all that makes it unique.
    pub const COUNTER: &str = "counter";
    /// A [`Rating`](crate::feedback::Rating), sent after its bucket has closed; its id is its own.
    pub const RATING: &str = "rating";
    /// A [`Heartbeat`](super::super::heartbeat::Heartbeat); the newest of each device counts.
    pub const HEARTBEAT: &str = "heartbeat";
}

/// A record as it travels. Its payload's bytes are what its hash is of, so they are kept as they are.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Record {
    /// `visit`, `period`, `counter`, `rating`, `heartbeat`, or what a newer kiosk knows.
    #[cfg_attr(feature = "server", schema(max_length = 32, pattern = "^[a-z][a-z0-9_]*$"))]
    pub kind: String,
    /// Unique among the records of its kind.
    #[cfg_attr(feature = "server", schema(max_length = 128))]
    pub id: String,
    /// Of the payload's bytes, in hexadecimal.
    #[cfg_attr(feature = "server", schema(value_type = String, pattern = "^[0-9a-f]{64}$"))]
    pub sha256: Hash,
    #[cfg_attr(feature = "server", schema(value_type = Object))]
    pub payload: Box<RawValue>,
}

impl Record {
    /// A record of these bytes, which are JSON.
    ///
    /// # Errors
    /// When they are not.
    pub fn new(kind: &str, id: String, payload: String) -> serde_json::Result<Self> {
        let payload = RawValue::from_string(payload)?;
        Ok(Self {
            kind: kind.to_owned(),
            id,
            sha256: Hash::of(payload.get().as_bytes()),
            payload,
        })
    }
}

/// A SHA-256 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(pub [u8; 32]);

impl Hash {
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Of all that `source` gives, of which a part at a time is in memory.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn of_all(mut source: impl Read) -> io::Result<Self> {
        let mut hash = Sha256::new();
        let mut part = vec![0; 64 * 1024];
        loop {
            match source.read(&mut part)? {
                0 => return Ok(Self(hash.finalize().into())),
                read => hash.update(&part[..read]),
            }
        }
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A text that is no hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no SHA-256 hash: it has 64 hexadecimal digits")]
pub struct BadHash(String);

impl FromStr for Hash {
    type Err = BadHash;

    fn from_str(text: &str) -> Result<Self, BadHash> {
        let bad = || BadHash(text.to_owned());
        if text.len() != 64 || !text.is_ascii() {
            return Err(bad());
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| bad())?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Hash {
    type Error = BadHash;

    fn try_from(text: String) -> Result<Self, BadHash> {
        text.parse()
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}
