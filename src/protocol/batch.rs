//! Records go up in batches, and each is answered by itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{image::ImageOffer, record::Record};

/// So many records at most.
pub const MAX_RECORDS: usize = 200;
/// So many bytes of body at most, unless one record alone is longer.
pub const MAX_BYTES: usize = 256 * 1024;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Batch {
    /// In the order of the kiosk's own counter; ratings among them are in random order.
    #[cfg_attr(feature = "server", schema(max_items = 200))]
    pub records: Vec<Record>,
}

/// A verdict for each record of the batch, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BatchAnswer {
    pub verdicts: Vec<VerdictOn>,
    /// The server's clock.
    pub now: DateTime<Utc>,
    /// The device should ask for a new token.
    pub rotate_token: bool,
    /// To a heartbeat of a kiosk that tells of its operating system: what it is to run in place of what it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageOffer>,
    /// To a heartbeat: the request under which staff want the kiosk's log, until it has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_wanted: Option<i64>,
}

/// What became of one record, named again so that an answer to another batch is never taken for this one's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct VerdictOn {
    pub kind: String,
    pub id: String,
    #[serde(flatten)]
    pub verdict: Verdict,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum Verdict {
    /// It is on the server's disk.
    Accepted,
    /// It was there already, the same to the byte.
    Duplicate,
    /// It moves aside: sending it again is of no use.
    Rejected { reason: Reason, detail: String },
}

impl Verdict {
    /// Whether the server has the record.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self, Self::Accepted | Self::Duplicate)
    }
}

/// Why a record was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum Reason {
    /// The same id was there with other bytes. Both are kept and shown to an administrator.
    Conflict,
    /// The hash is not the payload's.
    Hash,
    /// The payload is not what its kind says.
    Malformed,
    /// The payload is too long.
    TooLarge,
    /// It tells of another lobby than the device's.
    OtherLobby,
    /// A rating whose period is finer than anonymity allows.
    TooFine,
}

impl Reason {
    /// The name on the wire and in the databases.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Hash => "hash",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::OtherLobby => "other_lobby",
            Self::TooFine => "too_fine",
        }
    }
}
