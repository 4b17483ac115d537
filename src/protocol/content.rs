//! What a kiosk is to show: it asks every few seconds, and is answered in a few bytes while nothing has changed.
//!
//! It asks with the version that it has taken last, as `?version=7`, and with that publication's name in
//! `If-None-Match`: the SHA-256 of its manifest, in quotes. The answer is 304 while that is what it is to show, 204 where
//! nothing was published, else 200. Files are fetched by their own hashes, `Range: bytes=N-` from where it was cut.

use serde::{Deserialize, Serialize};

/// A publication: its files are named in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Published {
    /// A [`Manifest`](crate::bundle::Manifest) as JSON; these very bytes are signed.
    pub manifest: String,
    /// As in a minisign file.
    pub signature: String,
}
