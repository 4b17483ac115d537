//! A pack in a folder, read with limits: what lies there may be hostile.

use std::{fs, io, path::Path};

use crate::{
    bounded,
    content::{
        files::Files,
        finding::Finding,
        limits::{FILE_BYTES, FILE_COUNT, NAME_BYTES, PACK_BYTES, is_name},
    },
    durable,
};

/// Reads the folder's files, and those of its subfolders, into memory.
pub fn read(folder: &Path) -> Result<Files, Finding> {
    let mut pack = Gathered::default();
    pack.gather(folder, "")?;
    Ok(pack.files)
}

/// Writes the files into a folder that is not there yet, or is empty.
///
/// # Errors
/// When it can't be written, or there is something already.
pub fn write(folder: &Path, files: &Files) -> io::Result<()> {
    durable::new_folder(folder)?;
    for (name, bytes) in files.iter() {
        let path = folder.join(name);
        if let Some(inner) = path.parent() {
            fs::create_dir_all(inner)?;
        }
        durable::replace(&path, bytes, 0o644)?;
    }
    Ok(())
}

#[derive(Default)]
struct Gathered {
    files: Files,
    count: usize,
    bytes: u64,
}

impl Gathered {
    /// `prefix` is empty, or a subfolder's name with its slash.
    fn gather(&mut self, folder: &Path, prefix: &str) -> Result<(), Finding> {
        let shown = folder.to_string_lossy();
        for entry in fs::read_dir(folder).map_err(|error| unreadable(&shown, &error))? {
            let entry = entry.map_err(|error| unreadable(&shown, &error))?;
            let name = format!("{prefix}{}", plain_name(&entry, prefix)?);
            self.count += 1;
            if self.count > FILE_COUNT {
                return Err(too_large(&name, format!("the pack has more than {FILE_COUNT} files")));
            }
            // Of the entry itself: a symlink is neither a file nor a folder here.
            let kind = entry.file_type().map_err(|error| unreadable(&name, &error))?;
            if kind.is_dir() && prefix.is_empty() {
                self.gather(&entry.path(), &format!("{name}/"))?;
            } else if kind.is_file() && is_editors(&name) {
                // Named, so that the linter warns of it, and not read.
                self.files.insert(name, Vec::new());
            } else if kind.is_file() {
                let bytes = self.bounded(&entry.path(), &name)?;
                self.files.insert(name, bytes);
            } else {
                return Err(Finding::error(
                    "not-a-file",
                    &name,
                    None,
                    "a pack holds plain files in at most one level of folders; this is a link, a device or a deeper folder",
                    "put the file itself in its place, or take it away",
                ));
            }
        }
        Ok(())
    }

    fn bounded(&mut self, path: &Path, name: &str) -> Result<Vec<u8>, Finding> {
        let bytes = bounded::read(path, FILE_BYTES).map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => too_large(name, format!("the file is larger than {} MiB", FILE_BYTES >> 20)),
            _ => unreadable(name, &error),
        })?;
        self.bytes += bytes.len() as u64;
        if self.bytes > PACK_BYTES {
            return Err(too_large(
                name,
                format!("the pack is larger than {} MiB", PACK_BYTES >> 20),
            ));
        }
        Ok(bytes)
    }
}

/// The name, if it means the same on every system and climbs nowhere.
fn plain_name(entry: &fs::DirEntry, prefix: &str) -> Result<String, Finding> {
    let name = entry.file_name();
    let fits = |name: &&str| is_name(name) || is_editors(name);
    name.to_str().filter(fits).map(str::to_owned).ok_or_else(|| {
        Finding::error(
            "bad-name",
            &format!("{prefix}{}", name.to_string_lossy().escape_debug()),
            None,
            format!(
                "names in a pack have the small letters a to z, digits, “.”, “_” and “-”, begin with a letter or digit, \
                 and are no longer than {NAME_BYTES}"
            ),
            "rename the file or take it away",
        )
    })
}

/// What editors leave beside a file: `hours.toml~`, `.hours.toml.swp`, `#hours.toml#`.
fn is_editors(name: &str) -> bool {
    let of = name.trim_start_matches(['.', '#']).trim_end_matches(['~', '#']);
    let marked = name.ends_with(['~', '#']) || name.ends_with(".swp");
    marked && is_name(of)
}

fn unreadable(name: &str, error: &io::Error) -> Finding {
    Finding::error(
        "unreadable",
        name,
        None,
        format!("it can't be read: {error}"),
        "check the path and the permissions",
    )
}

fn too_large(name: &str, message: String) -> Finding {
    Finding::error(
        "too-large",
        name,
        None,
        message,
        "take away what is no part of the pack",
    )
}
