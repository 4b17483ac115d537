//! A bundle: a pack as it is published, with a signed manifest that vouches for every byte of it.
//!
//! | file | what it is |
//! |---|---|
//! | [`manifest`] | what a publication is: whose, which version, which files |
//! | [`keys`] | minisign's keys: who may publish |
//! | [`check`] | what stands between a bundle and a screen, in one order |
//! | [`seal`] | a pack into a bundle |
//! | [`folder`] | a bundle in a folder, as it is carried from one machine to another |
//! | [`archive`] | that folder as one file, as it is sent from a browser |
//!
//! The signature is of the manifest's bytes and in minisign's format, so other tools verify it too:
//! `minisign -Vm manifest.json -P KEY`. Files are named by their hashes, so that a change moves only what has changed.

pub mod archive;
pub mod check;
pub mod folder;
pub mod keys;
pub mod manifest;
pub mod seal;

pub use check::{Expected, Refused, Shown};
pub use keys::{KeyError, PublicKey, SigningKey};
pub use manifest::{Entry, Manifest};

use crate::protocol::record::Hash;

/// A manifest's bytes and their signature: what a publication is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// A [`Manifest`] as JSON.
    pub manifest: Vec<u8>,
    /// As in a `.minisig` file.
    pub signature: String,
}

impl Signed {
    /// The publication's name: of the manifest, which names all the rest.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(&self.manifest)
    }
}

/// This program's version, as manifests name the least that they need.
#[must_use]
pub fn program() -> semver::Version {
    // cargo takes no other.
    env!("CARGO_PKG_VERSION").parse().unwrap_or(manifest::LEAST_PROGRAM)
}
