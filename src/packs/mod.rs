//! Where packs lie: in a folder, or in the program itself.

pub mod builtin;
pub mod folder;

use std::path::Path;

use chrono::NaiveDate;

use crate::content::{Pack, files::Files, finding::Finding, lint};

/// Why a pack can't be shown.
#[derive(Debug, thiserror::Error)]
#[error("the pack has faults:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct LoadError(pub Vec<Finding>);

/// The pack that [`open`] finds, understood and checked: one that the linter calls faulty is not shown.
///
/// # Errors
/// Names every fault by file and line.
pub fn load(pack: &str) -> Result<Pack, LoadError> {
    let files = open(pack).map_err(|fault| LoadError(vec![fault]))?;
    understand(&files)
}

/// The same, with the files that it was understood from.
///
/// # Errors
/// Names every fault by file and line.
pub fn load_with_files(pack: &str) -> Result<(Pack, Files), LoadError> {
    let files = open(pack).map_err(|fault| LoadError(vec![fault]))?;
    let pack = understand(&files)?;
    Ok((pack, files))
}

/// The pack that these files are, checked in the same way.
///
/// # Errors
/// Names every fault by file and line.
pub fn understand(files: &Files) -> Result<Pack, LoadError> {
    // Of the findings only the errors count here, and none of them depends on the day.
    let reading = lint::check(files, NaiveDate::default());
    let faults: Vec<Finding> = reading.findings.into_iter().filter(Finding::is_error).collect();
    reading.pack.filter(|_| faults.is_empty()).ok_or(LoadError(faults))
}

/// The files of a folder, where `pack` has a `/` in it, else of the built-in pack of that name. The working directory
/// never decides which of the two is meant.
///
/// # Errors
/// Says that there is neither, or what stands against reading the folder.
pub fn open(pack: &str) -> Result<Files, Finding> {
    if pack.contains('/') {
        return folder::read(Path::new(pack));
    }
    if let Some(files) = builtin::files(pack) {
        return Ok(files);
    }
    let known = builtin::names().collect::<Vec<_>>().join(", ");
    Err(Finding::error(
        "no-pack",
        pack,
        None,
        "no built-in pack has that name",
        format!("write one of {known}, or a folder with a “/” in it, as in ./our-town"),
    ))
}
