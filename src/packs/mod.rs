//! Where packs lie: in a folder, or in the program itself.

pub mod builtin;
pub mod folder;

use std::path::Path;

use crate::content::{Pack, files::Files, finding::Finding, read::read};

/// Why a pack can't be shown.
#[derive(Debug, thiserror::Error)]
#[error("the pack has faults:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct LoadError(pub Vec<Finding>);

/// The pack that [`open`] finds, understood.
///
/// # Errors
/// Names every fault by file and line.
pub fn load(pack: &str) -> Result<Pack, LoadError> {
    let files = open(pack).map_err(|fault| LoadError(vec![fault]))?;
    let reading = read(&files);
    let faults: Vec<Finding> = reading.findings.into_iter().filter(Finding::is_error).collect();
    reading.pack.filter(|_| faults.is_empty()).ok_or(LoadError(faults))
}

/// The files of the built-in pack of that name, or of the folder.
///
/// # Errors
/// Says that there is neither, or what stands against reading the folder.
pub fn open(pack: &str) -> Result<Files, Finding> {
    if let Some(files) = builtin::files(pack) {
        return Ok(files);
    }
    let folder = Path::new(pack);
    if folder.is_dir() {
        return folder::read(folder);
    }
    let known = builtin::names().collect::<Vec<_>>().join(", ");
    Err(Finding::error(
        "no-pack",
        pack,
        None,
        "there is no such folder, and no built-in pack of that name",
        format!("name a folder, or one of {known}"),
    ))
}
