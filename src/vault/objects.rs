//! Manifests and files by their hashes, under `objects`; downloads that are under way, under `partial`.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::VaultError;
use crate::{bounded, durable, protocol::record::Hash};

#[derive(Debug)]
pub struct Objects {
    folder: PathBuf,
    objects: PathBuf,
    partial: PathBuf,
}

impl Objects {
    pub fn open(folder: &Path) -> Result<Self, VaultError> {
        let made = Self {
            folder: folder.to_owned(),
            objects: folder.join("objects"),
            partial: folder.join("partial"),
        };
        for folder in [&made.objects, &made.partial] {
            let made = fs::create_dir_all(folder).and_then(|()| folder.parent().map_or(Ok(()), durable::sync_dir));
            made.map_err(VaultError::disk(folder))?;
        }
        Ok(made)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether it is here. What it holds is checked whenever it is read for a screen.
    pub fn has(&self, hash: &Hash) -> bool {
        self.path(hash).exists()
    }

    /// Its bytes, of which there are no more than `most`. What is not what it is called is dropped.
    pub fn get(&self, hash: &Hash, most: u64) -> io::Result<Vec<u8>> {
        let path = self.path(hash);
        let bytes = bounded::read(&path, most);
        let is_whole = bytes.as_ref().is_ok_and(|bytes| Hash::of(bytes) == *hash);
        let is_missing = bytes
            .as_ref()
            .is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        if !is_whole && !is_missing {
            fs::remove_file(&path)?;
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the disk has spoilt it"));
        }
        bytes
    }

    pub fn put(&self, hash: &Hash, bytes: &[u8]) -> Result<(), VaultError> {
        let path = self.path(hash);
        durable::replace(&path, bytes, 0o644).map_err(VaultError::disk(&path))
    }

    /// How many bytes of it have come.
    pub fn come(&self, hash: &Hash) -> u64 {
        fs::metadata(self.partial(hash)).map_or(0, |file| file.len())
    }

    pub fn receive(&self, hash: &Hash, size: u64, bytes: &[u8]) -> Result<(), VaultError> {
        let path = self.partial(hash);
        let received = self.add(hash, size, bytes);
        if received.is_err() {
            // Neither room nor a wrong beginning is kept; that it can't be dropped says nothing new.
            let _ = fs::remove_file(&path);
        }
        received
    }

    fn add(&self, hash: &Hash, size: u64, bytes: &[u8]) -> Result<(), VaultError> {
        let path = self.partial(hash);
        let disk = VaultError::disk(&path);
        let mut file = File::options().append(true).create(true).open(&path).map_err(&disk)?;
        file.write_all(bytes).map_err(&disk)?;
        let come = file.metadata().map_err(&disk)?.len();
        if come < size {
            return Ok(());
        }
        let whole = bounded::read(&path, size);
        if !whole.is_ok_and(|whole| Hash::of(&whole) == *hash) {
            return Err(VaultError::NotSigned);
        }
        file.sync_all().map_err(&disk)?;
        fs::rename(&path, self.path(hash)).map_err(&disk)?;
        durable::sync_dir(&self.objects).map_err(disk)
    }

    /// Drops every object but these, and every download that is under way of others.
    pub fn keep_only(&self, kept: &BTreeSet<Hash>) -> Result<(), VaultError> {
        for folder in [&self.objects, &self.partial] {
            let disk = VaultError::disk(folder);
            for entry in fs::read_dir(folder).map_err(&disk)? {
                let entry = entry.map_err(&disk)?;
                let hash = entry.file_name().to_str().and_then(|name| name.parse().ok());
                if !hash.is_some_and(|hash| kept.contains(&hash)) {
                    fs::remove_file(entry.path()).map_err(&disk)?;
                }
            }
        }
        Ok(())
    }

    fn path(&self, hash: &Hash) -> PathBuf {
        self.objects.join(hash.to_string())
    }

    fn partial(&self, hash: &Hash) -> PathBuf {
        self.partial.join(hash.to_string())
    }
}
