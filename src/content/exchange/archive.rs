//! A whole pack as one zip file. What comes in keeps the limits of a pack before anything of it is unpacked, and while it is.

use std::io::{Cursor, Read as _, Write as _};

use zip::{
    CompressionMethod, DateTime, ZipArchive, ZipWriter,
    result::{ZipError, ZipResult},
    write::SimpleFileOptions,
};

use crate::content::{
    files::Files,
    limits::{FILE_BYTES, FILE_COUNT, PACK_BYTES, is_path},
    read::PACK,
};

/// No archive is longer: a pack that can't be pressed at all, with every name twice.
pub const LONGEST: u64 = PACK_BYTES + (1 << 20);

/// Why an archive was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the file is larger than {} MB, so it is no archive of a pack", LONGEST >> 20)]
    TooLong,
    #[error("it is no zip file, or it is cut off or damaged ({0}): make it anew")]
    Unreadable(#[from] ZipError),
    #[error("the archive has more than {FILE_COUNT} files: take away what is no part of the pack")]
    TooMany,
    #[error(
        "“{0}” has no name that a file of a pack may have: small Latin letters, digits, . _ -, in at most one folder"
    )]
    Name(String),
    #[error("“{0}” is a link or a locked file; a pack holds plain files only")]
    NotAFile(String),
    #[error("two files of the archive have the same name: make it anew")]
    Twice,
    #[error("“{name}” is larger than {} MB, or than the archive says it is", FILE_BYTES >> 20)]
    FileTooLarge { name: String },
    #[error("the files are larger than {} MB together: take away what is no part of the pack", PACK_BYTES >> 20)]
    PackTooLarge,
    #[error("there is no {0} in it, neither at the top nor in one folder: make the archive of the folder that has it")]
    Without(&'static str),
}

/// The same files make the same bytes, whenever they are packed.
///
/// # Errors
/// When the pack is longer than zip files can be.
pub fn write(files: &Files) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in files.iter() {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A pack's files.
///
/// # Errors
/// When it is no zip file, breaks a limit of packs, or is no pack's.
pub fn read(bytes: &[u8]) -> Result<Files, Refused> {
    unpack(bytes, PACK)
}

/// The files of an archive of a folder that has the file `mark`; where all of them lie in one folder, without it.
///
/// # Errors
/// When it is no zip file, breaks a limit of packs, or is of another folder.
pub fn unpack(bytes: &[u8], mark: &'static str) -> Result<Files, Refused> {
    if bytes.len() as u64 > LONGEST {
        return Err(Refused::TooLong);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.has_duplicate_names() {
        return Err(Refused::Twice);
    }
    // With folders of their own, which are entries too.
    if archive.len() > 2 * FILE_COUNT {
        return Err(Refused::TooMany);
    }
    let top = top(&archive, mark)?;
    let mut files = Files::default();
    let mut left = PACK_BYTES;
    let mut count = 0;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at)?;
        let whole = entry.name()?.into_owned();
        if entry.is_dir() {
            continue;
        }
        if entry.is_symlink() || entry.encrypted() || !entry.is_file() {
            return Err(Refused::NotAFile(shown(&whole)));
        }
        let name = whole.strip_prefix(&top).filter(|name| is_path(name));
        let name = name.ok_or_else(|| Refused::Name(shown(&whole)))?;
        count += 1;
        if count > FILE_COUNT {
            return Err(Refused::TooMany);
        }
        let size = entry.size();
        if size > FILE_BYTES {
            return Err(Refused::FileTooLarge { name: shown(&whole) });
        }
        left = left.checked_sub(size).ok_or(Refused::PackTooLarge)?;
        let mut content = Vec::new();
        // What an archive says of a size binds nobody who wrote it.
        let read = entry
            .by_ref()
            .take(size + 1)
            .read_to_end(&mut content)
            .map_err(ZipError::Io)?;
        if read as u64 != size {
            return Err(Refused::FileTooLarge { name: shown(&whole) });
        }
        files.insert(name, content);
    }
    Ok(files)
}

/// The folder, with its slash, in which `mark` lies; empty where it lies at the top.
fn top(archive: &ZipArchive<Cursor<&[u8]>>, mark: &'static str) -> Result<String, Refused> {
    let names = archive.file_names().collect::<ZipResult<Vec<_>>>()?;
    if names.iter().any(|name| name == mark) {
        return Ok(String::new());
    }
    let mut tops = names.iter().filter_map(|name| {
        let top = name.strip_suffix(mark)?;
        (top.ends_with('/') && top.matches('/').count() == 1).then(|| top.to_owned())
    });
    tops.next()
        .filter(|_| tops.next().is_none())
        .ok_or(Refused::Without(mark))
}

/// A name out of a hostile file, for people.
fn shown(name: &str) -> String {
    const MOST: usize = 100;
    let harmless = name
        .chars()
        .map(|letter| if letter.is_control() { '?' } else { letter });
    harmless.take(MOST).collect()
}
