//! A rating: what is stored of it, and no more.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use rand::{CryptoRng, RngExt};
use serde::{Deserialize, Serialize};

use super::bucket::Bucket;

/// A rating exactly as it is stored and, once its bucket has closed, sent: each field is a column of its table.
/// There is no ticket, counter or clerk in it, no order, and no time but the bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    pub id: RatingId,
    pub bucket: Bucket,
    pub face: Face,
    /// Tapped too soon after the one before on the same kiosk: kept, but not counted.
    pub repeated: bool,
    #[serde(flatten)]
    pub remarks: Remarks,
}

/// What a visitor may add to a face. Sets and maps, so that not even the order of taps is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remarks {
    /// What they came for, as coarsely as the queues tell it apart: [`Queue::id`](crate::content::queue_plan::Queue::id)
    pub queue: Option<String>,
    /// [`Reason::id`](crate::content::survey::Reason::id)
    pub reasons: BTreeSet<String>,
    /// The answer's id for each question's id.
    pub answers: BTreeMap<String, String>,
}

/// From 1, the worst, to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Face(u8);

/// A number that is no face's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no rating: the faces are 1 to 5")]
pub struct BadFace(u8);

impl TryFrom<u8> for Face {
    type Error = BadFace;

    fn try_from(number: u8) -> Result<Self, BadFace> {
        if (1..=5).contains(&number) {
            Ok(Self(number))
        } else {
            Err(BadFace(number))
        }
    }
}

impl From<Face> for u8 {
    fn from(face: Face) -> Self {
        face.0
    }
}

/// 128 random bits; nothing of time or order in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RatingId(u128);

impl RatingId {
    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self(rng.random())
    }
}

impl fmt::Display for RatingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A text that is no id of a rating.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no rating's id: it has 32 hexadecimal digits")]
pub struct BadRatingId(String);

impl FromStr for RatingId {
    type Err = BadRatingId;

    fn from_str(text: &str) -> Result<Self, BadRatingId> {
        let bad = || BadRatingId(text.to_owned());
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = digits.then(|| u128::from_str_radix(text, 16).ok()).flatten();
        number.map(Self).ok_or_else(bad)
    }
}

impl TryFrom<String> for RatingId {
    type Error = BadRatingId;

    fn try_from(text: String) -> Result<Self, BadRatingId> {
        text.parse()
    }
}

impl From<RatingId> for String {
    fn from(id: RatingId) -> Self {
        id.to_string()
    }
}
