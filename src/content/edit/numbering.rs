//! The version of a pack and the day on which it was looked over, in `pack.toml`.

use chrono::NaiveDate;

use super::{Edited, document::Document, table};
use crate::content::{files::Files, read::PACK};

/// The files as the version of that number, looked over today.
///
/// # Errors
/// When `pack.toml` can't be read.
pub fn change(files: &Files, version: u64, today: NaiveDate) -> Edited {
    let mut document = Document::open(files, PACK)?;
    let root = document.root();
    table::number(root, "version", i64::try_from(version).unwrap_or(i64::MAX));
    table::day(root, "updated", Some(today));
    Ok(document.save(files))
}
