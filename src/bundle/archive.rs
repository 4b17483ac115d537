//! A bundle as a zip file of its [`folder`], as pages take it.

use std::io;

use super::{
    Signed,
    folder::{FILES, MANIFEST, SIGNATURE},
    manifest::Entry,
};
use crate::content::{
    exchange::archive::{Refused, unpack},
    files::Files,
};

/// What was in it; nothing is believed yet.
pub struct Archive(Files);

impl Archive {
    /// # Errors
    /// When it is no zip file, breaks a limit of packs, or has no manifest.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        unpack(bytes, MANIFEST).map(Self)
    }

    /// The manifest and its signature.
    ///
    /// # Errors
    /// When one of them is missing.
    pub fn signed(&self) -> io::Result<Signed> {
        Ok(Signed {
            manifest: self.named(MANIFEST)?,
            signature: String::from_utf8_lossy(&self.named(SIGNATURE)?).into_owned(),
        })
    }

    /// One of its files.
    ///
    /// # Errors
    /// When it is missing.
    pub fn file(&self, entry: &Entry) -> io::Result<Vec<u8>> {
        self.named(&format!("{FILES}/{}", entry.sha256))
    }

    fn named(&self, name: &str) -> io::Result<Vec<u8>> {
        let missing = || io::Error::new(io::ErrorKind::NotFound, format!("{name} is not in the archive"));
        self.0.get(name).map(<[u8]>::to_vec).ok_or_else(missing)
    }
}
