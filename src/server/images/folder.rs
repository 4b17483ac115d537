//! The folder of images: each version a folder of its own, as it is built.

use std::{
    collections::HashMap,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    bounded,
    protocol::{
        image::{ImageFile, ImageName, SIGNATURE, SUMS, sums},
        record::Hash,
    },
};

/// Of a file of sums and of its signature, in bytes.
const LONGEST_TEXT: u64 = 64 * 1024;

/// A folder's entry that is meant to be a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub version: String,
    /// What is offered of it, or why it is not.
    pub files: Result<Vec<ImageFile>, Fault>,
}

/// Why a version is not offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// What it is called is no name of a version.
    Name,
    NoSums,
    NoSignature,
    /// By the line's number, 0 where there is none.
    Sums(usize),
    /// It is named by the sums and is no plain file there.
    Missing(ImageName),
    /// Its content is not what the sums say.
    Differs(ImageName),
    Unreadable(String),
}

/// Sums that were reckoned before, of files that have not changed since.
pub type Known = HashMap<PathBuf, (u64, SystemTime, Hash)>;

/// All versions, the highest first.
///
/// # Errors
/// When the folder can't be read.
pub fn read(folder: &Path, known: &mut Known) -> io::Result<Vec<Listed>> {
    let mut versions = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A link may lead anywhere.
        if !entry.file_type()?.is_dir() {
            continue;
        }
        let version = entry.file_name().to_string_lossy().into_owned();
        let files = if version.parse::<ImageName>().is_ok() {
            files(&entry.path(), known)
        } else {
            Err(Fault::Name)
        };
        versions.push(Listed { version, files });
    }
    versions.sort_by_cached_key(|listed| std::cmp::Reverse((numbers(&listed.version), listed.version.clone())));
    known.retain(|path, _| path.exists());
    Ok(versions)
}

fn files(folder: &Path, known: &mut Known) -> Result<Vec<ImageFile>, Fault> {
    let text = text(folder, SUMS, Fault::NoSums)?;
    let signature = self::text(folder, SIGNATURE, Fault::NoSignature)?;
    let small = |name: &str, bytes: &[u8]| {
        let name = name.parse().map_err(|_| Fault::Name)?;
        let (size, sha256) = (bytes.len() as u64, Hash::of(bytes));
        Ok(ImageFile { name, size, sha256 })
    };
    let mut files = vec![small(SUMS, &text)?, small(SIGNATURE, &signature)?];
    let named = sums(&String::from_utf8_lossy(&text)).map_err(Fault::Sums)?;
    for (name, sha256) in named {
        let path = folder.join(name.as_str());
        let (size, sum) = sum(&path, known).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::InvalidInput => Fault::Missing(name.clone()),
            _ => Fault::Unreadable(error.to_string()),
        })?;
        if sum != sha256 {
            return Err(Fault::Differs(name));
        }
        files.push(ImageFile { name, size, sha256 });
    }
    Ok(files)
}

fn text(folder: &Path, name: &str, missing: Fault) -> Result<Vec<u8>, Fault> {
    bounded::read(&folder.join(name), LONGEST_TEXT).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => missing,
        _ => Fault::Unreadable(format!("{name}: {error}")),
    })
}

/// The size and sum of a plain file.
fn sum(path: &Path, known: &mut Known) -> io::Result<(u64, Hash)> {
    let about = fs::symlink_metadata(path)?;
    if !about.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let (size, changed) = (about.len(), about.modified()?);
    if let Some((before, at, hash)) = known.get(path)
        && (*before, *at) == (size, changed)
    {
        return Ok((size, *hash));
    }
    let hash = Hash::of_all(File::open(path)?)?;
    known.insert(path.to_owned(), (size, changed, hash));
    Ok((size, hash))
}

/// By which 1.10 comes after 1.9.
fn numbers(version: &str) -> Vec<u64> {
    let parts = version.split(|c: char| !c.is_ascii_digit());
    parts.filter_map(|part| part.parse().ok()).collect()
}
