//! Why a whole request was refused. Records are answered one by one instead, see [`Verdict`](super::batch::Verdict).

use serde::{Deserialize, Serialize};

/// The body of every answer that is no success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Refusal {
    pub error: Cause,
    /// The cause and the mend, for staff.
    pub message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum Cause {
    /// No version of the protocol in common (426).
    Protocol,
    /// The body is not what the call takes (400, 413, 415).
    Malformed,
    /// No token, or one that the server does not know (401).
    Token,
    /// The device was revoked by an administrator (403).
    Revoked,
    /// The enrolment code is wrong, used, too old or was tried too often (403).
    Code,
    /// The code is for a kiosk of another municipality (409).
    OtherMunicipality,
    /// Too many requests: wait for so long as `Retry-After` says (429).
    TooMany,
    /// There is no such thing (404).
    NotFound,
    /// The server can't do it now: try again later (503).
    Unavailable,
}
