//! Small files that outlive a power cut.

use std::{
    fs::{self, File},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Replaces the file at `path` by `content`: after a power cut it is the old one or the new one, whole. `mode` says who
/// may read it, from its first byte on.
pub fn replace(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    let new = beside(path, content, mode)?;
    fs::rename(&new, path)?;
    sync_parent(path)
}

/// Makes the file at `path`, which must not be there yet: after a power cut it is there whole, or not at all.
pub fn create(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    let new = beside(path, content, mode)?;
    let made = fs::hard_link(&new, path);
    fs::remove_file(&new)?;
    made?;
    sync_parent(path)
}

/// The content on the disk, under a name that nobody looks for.
fn beside(path: &Path, content: &[u8], mode: u32) -> io::Result<PathBuf> {
    let new = path.with_added_extension("new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = File::options().write(true).create_new(true).mode(mode).open(&new)?;
    file.write_all(content)?;
    file.sync_all()?;
    Ok(new)
}

fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        // A bare name lies in the working directory.
        Some(parent) if parent.as_os_str().is_empty() => sync_dir(Path::new(".")),
        Some(parent) => sync_dir(parent),
        None => Ok(()),
    }
}

/// Makes the folder, or takes it over where it is empty.
pub fn new_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    if fs::read_dir(folder)?.next().is_some() {
        return Err(io::Error::new(
            io::ErrorKind::DirectoryNotEmpty,
            "there is something in it already",
        ));
    }
    Ok(())
}

/// Makes renames in `dir` outlive a power cut.
pub fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}
