//! A whole folder of files in another's place: after a power cut it is the old one or the new one, whole.

use std::{
    collections::BTreeMap,
    fs, io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::files::File;
use crate::durable::sync_dir;

/// Whether `folder` holds these files and nothing else.
pub fn holds(folder: &Path, files: &BTreeMap<String, File>) -> bool {
    let is_same = |(path, file): (&String, &File)| {
        fs::read(folder.join(path)).is_ok_and(|content| content == file.content.as_bytes())
    };
    count(folder).is_ok_and(|count| count == files.len()) && files.iter().all(is_same)
}

fn count(folder: &Path) -> io::Result<usize> {
    fs::read_dir(folder)?.try_fold(0, |sum, entry| {
        let path = entry?.path();
        Ok(sum + if path.is_dir() { count(&path)? } else { 1 })
    })
}

/// Makes `folder` hold these files and nothing else.
///
/// # Errors
/// When the disk is full, or the folder beside which the new one is made can't be written.
pub fn folder(folder: &Path, files: &BTreeMap<String, File>) -> io::Result<()> {
    let new = beside(folder);
    remove(&new)?;
    make(&new, folder)?;
    for (path, file) in files {
        write(&new, path, file)?;
    }
    sync_tree(&new)?;
    if folder.exists() {
        // Both have a name at every moment; the old one has the new one's then.
        renameat_with(CWD, &new, CWD, folder, RenameFlags::EXCHANGE)?;
    } else {
        fs::rename(&new, folder)?;
    }
    sync_dir(parent(folder))?;
    remove(&new)
}

/// Takes away what a setup left that was cut off.
///
/// # Errors
/// When it can't be removed.
pub fn tidy(folder: &Path) -> io::Result<()> {
    remove(&beside(folder))
}

fn beside(folder: &Path) -> PathBuf {
    folder.with_added_extension("new")
}

fn parent(folder: &Path) -> &Path {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whoever may look into the old folder may look into the new one.
fn make(new: &Path, old: &Path) -> io::Result<()> {
    fs::DirBuilder::new().mode(0o750).create(new)?;
    if let Ok(known) = fs::metadata(old) {
        use std::os::unix::fs::MetadataExt;
        fs::set_permissions(new, fs::Permissions::from_mode(known.mode() & 0o7777))?;
        std::os::unix::fs::chown(new, Some(known.uid()), Some(known.gid()))?;
    }
    Ok(())
}

fn write(new: &Path, path: &str, file: &File) -> io::Result<()> {
    use std::{io::Write, os::unix::fs::MetadataExt};
    let path = new.join(path);
    if let Some(folder) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o755).create(folder)?;
    }
    let mut written = fs::File::options()
        .write(true)
        .create_new(true)
        .mode(file.mode)
        .open(&path)?;
    written.write_all(file.content.as_bytes())?;
    // Not left to the process's mask.
    written.set_permissions(fs::Permissions::from_mode(file.mode))?;
    let group = fs::metadata(new)?.gid();
    std::os::unix::fs::fchown(&written, None, Some(group))?;
    written.sync_all()
}

fn sync_tree(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_tree(&path)?;
        }
    }
    sync_dir(folder)
}
