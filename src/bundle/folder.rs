//! A bundle in a folder, as it is carried from the machine with the key: `manifest.json`, `manifest.json.minisig`, and
//! under `files` every file by its hash.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Signed,
    keys::KEY_BYTES,
    manifest::{Entry, MANIFEST_BYTES},
};
use crate::{bounded, content::files::Files, durable, protocol::record::Hash};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SIGNATURE: &str = "manifest.json.minisig";
pub(super) const FILES: &str = "files";

/// Writes a bundle into a folder that is not there yet, or is empty.
///
/// # Errors
/// When it can't be written, or there is something already.
pub fn write(folder: &Path, signed: &Signed, files: &Files) -> io::Result<()> {
    durable::new_folder(folder)?;
    fs::create_dir(folder.join(FILES))?;
    for (_, bytes) in files.iter() {
        durable::replace(&object(folder, &Hash::of(bytes)), bytes, 0o644)?;
    }
    durable::replace(&folder.join(SIGNATURE), signed.signature.as_bytes(), 0o644)?;
    durable::replace(&folder.join(MANIFEST), &signed.manifest, 0o644)
}

/// Whether it looks like a bundle's folder, not a pack's.
#[must_use]
pub fn is_bundle(folder: &Path) -> bool {
    folder.join(MANIFEST).exists()
}

/// The manifest and its signature; nothing is believed yet.
///
/// # Errors
/// When one of them is missing, or too long to be what it is called.
pub fn read(folder: &Path) -> io::Result<Signed> {
    let named = |name: &str, most: u64| {
        let path = folder.join(name);
        bounded::read(&path, most).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    };
    Ok(Signed {
        manifest: named(MANIFEST, MANIFEST_BYTES)?,
        signature: String::from_utf8_lossy(&named(SIGNATURE, KEY_BYTES)?).into_owned(),
    })
}

/// One of its files; no longer than the manifest says.
///
/// # Errors
/// When it is missing, longer, or no plain file.
pub fn file(folder: &Path, entry: &Entry) -> io::Result<Vec<u8>> {
    bounded::read(&object(folder, &entry.sha256), entry.size)
}

fn object(folder: &Path, hash: &Hash) -> PathBuf {
    folder.join(FILES).join(hash.to_string())
}
