//! What stands between a bundle and a screen. Always in this order: a signature by a trusted key, the format, the
//! municipality, the least program, the version, the limits; then each file's size and hash; then the pack itself, which
//! must read and be sound. No clock is asked.

use std::io;

use semver::Version;

use super::{
    Signed,
    keys::PublicKey,
    manifest::{BadManifest, BeyondLimits, Entry, MANIFEST_BYTES, Manifest},
};
use crate::{
    content::{Pack, files::Files},
    packs::{self, LoadError},
    protocol::record::Hash,
};

/// What a kiosk takes.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    pub keys: &'a [PublicKey],
    pub municipality: &'a str,
    /// This program's own version.
    pub program: &'a Version,
    pub shown: Shown,
}

/// What is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub version: u64,
    /// Of its manifest; none where it came without one.
    pub manifest: Option<Hash>,
}

/// Why a bundle is not taken, for staff.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("no key that is trusted here signed it")]
    Signature,
    #[error(transparent)]
    Manifest(#[from] BadManifest),
    #[error("it is the content of “{0}”, another municipality")]
    Municipality(String),
    #[error("it needs Parter {0} or newer")]
    Program(Version),
    #[error("it is version {version}, and {shown} is here already")]
    Older { version: u64, shown: u64 },
    #[error(transparent)]
    Limits(#[from] BeyondLimits),
    #[error("“{0}” is missing ({1})")]
    Missing(String, io::Error),
    #[error("“{0}” is not the file that was signed")]
    Tampered(String),
    #[error("the pack in it is “{municipality}” of version {version}, which the manifest does not say")]
    Disagrees { municipality: String, version: u64 },
    #[error(transparent)]
    Pack(#[from] LoadError),
}

/// Checks all that can be told before the files are there.
///
/// # Errors
/// Says the first that stands against it.
pub fn manifest(signed: &Signed, expected: &Expected) -> Result<Manifest, Refused> {
    let Signed { manifest, signature } = signed;
    let is_trusted = |key: &PublicKey| key.signed(manifest, signature);
    if manifest.len() as u64 > MANIFEST_BYTES || !expected.keys.iter().any(is_trusted) {
        return Err(Refused::Signature);
    }
    let manifest = Manifest::read(manifest)?;
    if manifest.municipality != expected.municipality {
        return Err(Refused::Municipality(manifest.municipality));
    }
    if manifest.program > *expected.program {
        return Err(Refused::Program(manifest.program));
    }
    let Shown {
        version: shown,
        manifest: hash,
    } = expected.shown;
    let is_another_of_the_same = manifest.version == shown && hash.is_some_and(|hash| hash != signed.hash());
    if manifest.version < shown || is_another_of_the_same {
        return Err(Refused::Older {
            version: manifest.version,
            shown,
        });
    }
    manifest.check_limits()?;
    Ok(manifest)
}

/// The pack that the manifest vouches for, from files that `object` gives.
///
/// # Errors
/// When a file is not the one that was signed, or they make no sound pack, or another one.
pub fn pack(
    manifest: &Manifest,
    mut object: impl FnMut(&Entry) -> io::Result<Vec<u8>>,
) -> Result<(Files, Pack), Refused> {
    let mut files = Files::default();
    for entry in &manifest.files {
        let bytes = object(entry).map_err(|error| Refused::Missing(entry.name.clone(), error))?;
        if bytes.len() as u64 != entry.size || Hash::of(&bytes) != entry.sha256 {
            return Err(Refused::Tampered(entry.name.clone()));
        }
        files.insert(entry.name.clone(), bytes);
    }
    let pack = packs::understand(&files)?;
    let municipality = &pack.info.municipality.id;
    if *municipality != manifest.municipality || pack.info.version != manifest.version {
        return Err(Refused::Disagrees {
            municipality: municipality.clone(),
            version: pack.info.version,
        });
    }
    Ok((files, pack))
}
