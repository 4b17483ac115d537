//! Files that may be hostile, or no files.

use std::{
    fs::File,
    io::{self, ErrorKind, Read as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use rustix::fs::OFlags;

/// The file's bytes. Never more than `most` gets into memory, whatever the file says of its size or however it grows.
///
/// # Errors
/// [`ErrorKind::FileTooLarge`] beyond `most`; a link, a device and a folder are no files.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // Opening a pipe waits for nobody.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = File::options()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is no plain file"));
    }
    let mut bytes = Vec::new();
    let size = file.take(most + 1).read_to_end(&mut bytes)?;
    if size as u64 > most {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}
