//! The charter's text, `charter.bg.md`.

use super::{Cause, Edited, Fault};
use crate::content::{files::Files, limits::FILE_BYTES, read::CHARTER_TEXT};

/// The text becomes these words, in Markdown. Ends of lines alone are no change.
///
/// # Errors
/// When there are none, or more than a file may have.
pub fn change(files: &Files, words: &str) -> Edited {
    let meant = words.replace("\r\n", "\n");
    if meant.trim().is_empty() {
        return Err(vec![Fault::of("text", Cause::Missing)]);
    }
    let meant = format!("{}\n", meant.trim_end());
    if meant.len() as u64 > FILE_BYTES {
        return Err(vec![Fault::of("text", Cause::TooLong(meant.chars().count()))]);
    }
    let stands = files.text(CHARTER_TEXT).unwrap_or_default().replace("\r\n", "\n");
    let mut files = files.clone();
    if stands.trim_end() != meant.trim_end() {
        files.insert(CHARTER_TEXT, meant);
    }
    Ok(files)
}
