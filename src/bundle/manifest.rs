//! What one publication is: whose, which version, and every file of it by size and hash.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use semver::Version;
use serde::{Deserialize, Serialize};

use super::keys::PublicKey;
use crate::{
    content::{
        Pack,
        files::Files,
        limits::{FILE_BYTES, FILE_COUNT, PACK_BYTES, is_path},
    },
    protocol::record::Hash,
};

/// The manifest format that this program reads and writes.
pub const FORMAT: u32 = 1;
/// The first program that reads [packs of today's format](crate::content::pack::FORMAT).
pub const LEAST_PROGRAM: Version = Version::new(0, 1, 0);
/// No manifest is longer: so many files with the longest names take two thirds of it.
pub const MANIFEST_BYTES: u64 = 1 << 20;
/// No manifest trusts more keys.
pub const KEY_COUNT: usize = 16;

/// What a signature vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`]
    pub format: u32,
    /// Short Latin name: `kyustendil`.
    pub municipality: String,
    /// That of the pack; grows with every publication.
    pub version: u64,
    /// An older program can't show it.
    pub program: Version,
    /// The server tells no kiosk of it before. A kiosk itself, whose clock may be wrong, does not judge by it.
    pub valid_from: DateTime<Utc>,
    /// The keys trusted from now on, instead of those so far: new ones are in it, and those that are missing are trusted
    /// no more. Empty: as before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<PublicKey>,
    /// Sorted by name, each once.
    pub files: Vec<Entry>,
}

/// One file of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its path within the pack.
    pub name: String,
    /// In bytes.
    pub size: u64,
    pub sha256: Hash,
}

/// Why a text is no manifest that this program could follow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadManifest {
    #[error("it is no manifest ({0})")]
    Malformed(String),
    #[error("it is of format {0}, which a newer program reads; this one reads {FORMAT}")]
    Format(u32),
}

/// What is beyond a bundle's limits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BeyondLimits {
    #[error("it has {0} files, where {FILE_COUNT} are the most")]
    Files(usize),
    #[error("it trusts {0} keys, where {KEY_COUNT} are the most")]
    Keys(usize),
    #[error("“{0}” is no name of a pack's file")]
    Name(String),
    #[error("its files are not sorted, or “{0}” is in it twice")]
    Order(String),
    #[error("“{name}” is larger than {} MiB", FILE_BYTES >> 20)]
    File { name: String },
    #[error("it is larger than {} MiB", PACK_BYTES >> 20)]
    Pack,
}

impl Manifest {
    /// The manifest of these files, which are `pack`.
    #[must_use]
    pub fn of(files: &Files, pack: &Pack, valid_from: DateTime<Utc>, keys: Vec<PublicKey>) -> Self {
        let entry = |(name, bytes): (&str, &[u8])| Entry {
            name: name.to_owned(),
            size: bytes.len() as u64,
            sha256: Hash::of(bytes),
        };
        Self {
            format: FORMAT,
            municipality: pack.info.municipality.id.clone(),
            version: pack.info.version,
            program: LEAST_PROGRAM,
            valid_from,
            keys,
            files: files.iter().map(entry).collect(),
        }
    }

    /// What is signed.
    ///
    /// # Errors
    /// Of the serializer's own.
    pub fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        Ok(text)
    }

    /// Reads what was signed. The format is judged before anything else: of another one nothing more is known.
    ///
    /// # Errors
    /// When it is of another format, or no manifest at all.
    pub fn read(bytes: &[u8]) -> Result<Self, BadManifest> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        let malformed = |error: serde_json::Error| BadManifest::Malformed(error.to_string());
        let Form { format } = serde_json::from_slice(bytes).map_err(malformed)?;
        if format != FORMAT {
            return Err(BadManifest::Format(format));
        }
        serde_json::from_slice(bytes).map_err(malformed)
    }

    /// Whether a kiosk will take so much, by these names.
    ///
    /// # Errors
    /// Names the first thing that is beyond a limit.
    pub fn check_limits(&self) -> Result<(), BeyondLimits> {
        if self.files.len() > FILE_COUNT {
            return Err(BeyondLimits::Files(self.files.len()));
        }
        if self.keys.len() > KEY_COUNT {
            return Err(BeyondLimits::Keys(self.keys.len()));
        }
        let mut before: Option<&str> = None;
        let mut bytes = 0;
        for Entry { name, size, .. } in &self.files {
            if !is_path(name) {
                return Err(BeyondLimits::Name(shown(name)));
            }
            if before.is_some_and(|before| before >= name.as_str()) {
                return Err(BeyondLimits::Order(name.clone()));
            }
            if *size > FILE_BYTES {
                return Err(BeyondLimits::File { name: name.clone() });
            }
            bytes += size;
            if bytes > PACK_BYTES {
                return Err(BeyondLimits::Pack);
            }
            before = Some(name);
        }
        Ok(())
    }

    /// Every file's content once, by its hash: two names may have the same.
    #[must_use]
    pub fn objects(&self) -> BTreeMap<Hash, u64> {
        self.files.iter().map(|entry| (entry.sha256, entry.size)).collect()
    }
}

/// A hostile name as staff may read it.
fn shown(name: &str) -> String {
    name.escape_debug().take(60).collect()
}
