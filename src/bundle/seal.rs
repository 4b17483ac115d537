//! A pack into a bundle.

use chrono::{DateTime, Utc};

use super::{
    Manifest, PublicKey, Signed, SigningKey,
    keys::KeyError,
    manifest::{BeyondLimits, MANIFEST_BYTES},
};
use crate::{
    content::files::Files,
    packs::{self, LoadError},
};

/// Why a pack can't be published.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error(transparent)]
    Pack(#[from] LoadError),
    #[error("{0}: take it out of the pack")]
    Limits(#[from] BeyondLimits),
    #[error("the manifest is longer than {} KiB: leave files out of the pack", MANIFEST_BYTES >> 10)]
    Manifest,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the manifest can't be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Checks the pack that these files are, and signs for it. `trust` are the keys trusted from then on; empty, those so far.
///
/// # Errors
/// When the pack is faulty or beyond a limit, or the key can't sign.
pub fn seal(
    files: &Files,
    key: &SigningKey,
    valid_from: DateTime<Utc>,
    trust: Vec<PublicKey>,
) -> Result<(Manifest, Signed), SealError> {
    let pack = packs::understand(files)?;
    let manifest = Manifest::of(files, &pack, valid_from, trust);
    manifest.check_limits()?;
    let bytes = manifest.to_bytes()?;
    if bytes.len() as u64 > MANIFEST_BYTES {
        return Err(SealError::Manifest);
    }
    let says = format!("{} version {}", manifest.municipality, manifest.version);
    let signature = key.sign(&bytes, &says)?;
    let signed = Signed {
        manifest: bytes,
        signature,
    };
    Ok((manifest, signed))
}
