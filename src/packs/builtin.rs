//! The packs inside the program, so that a kiosk always has something to show.

use include_dir::{Dir, include_dir};

use crate::content::{files::Files, read::PACK};

static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/packs");

/// The packs' names, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    let packs = PACKS.dirs().filter(|dir| dir.get_file(dir.path().join(PACK)).is_some());
    packs.filter_map(|dir| dir.path().to_str())
}

/// The files of the pack `name`.
#[must_use]
pub fn files(name: &str) -> Option<Files> {
    let dir = PACKS.dirs().find(|dir| dir.path().to_str() == Some(name))?;
    let named = dir
        .files()
        .filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents())));
    Some(named.collect())
}
