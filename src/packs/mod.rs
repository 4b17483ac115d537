//! Where packs lie: in a folder, or in the program itself.

pub mod builtin;
pub mod folder;

use crate::content::{Pack, finding::Finding, read::read};

/// Why a pack can't be shown.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("no pack is called “{0}”; built in are {1}; a folder's path has a “/” in it")]
    Unknown(String, String),
    #[error("the pack has faults:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faulty(Vec<Finding>),
}

/// The pack of a folder, or the built-in one of that name.
///
/// # Errors
/// Names every fault by file and line.
pub fn load(pack: &str) -> Result<Pack, LoadError> {
    let files = if pack.contains('/') {
        folder::read(pack.as_ref()).map_err(|fault| LoadError::Faulty(vec![fault]))?
    } else {
        let known = || builtin::names().collect::<Vec<_>>().join(", ");
        builtin::files(pack).ok_or_else(|| LoadError::Unknown(pack.to_owned(), known()))?
    };
    let reading = read(&files);
    let faults: Vec<Finding> = reading.findings.into_iter().filter(Finding::is_error).collect();
    reading
        .pack
        .filter(|_| faults.is_empty())
        .ok_or(LoadError::Faulty(faults))
}
