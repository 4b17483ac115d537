//! The last lines of the log files, for staff at the screen.

use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{PREFIX, SUFFIX};

/// Of each file, no more bytes than this are read.
const TAIL: u64 = 128 * 1024;
/// Today's and the day's before.
const FILES: usize = 2;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LogLine {
    pub timestamp: DateTime<Utc>,
    pub level: Level,
    pub message: String,
    /// All the rest that was said.
    #[serde(flatten)]
    fields: Map<String, Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    Error,
    Warn,
    Info,
}

impl LogLine {
    /// «error: no route · permanent: false»
    #[must_use]
    pub fn details(&self) -> String {
        let told = self.fields.iter().filter(|(name, _)| *name != "target");
        let told = told.map(|(name, value)| match value {
            Value::String(text) => format!("{name}: {text}"),
            other => format!("{name}: {other}"),
        });
        told.collect::<Vec<_>>().join(" · ")
    }
}

/// The last lines in `folder`, the latest first, as many as `count`.
///
/// # Errors
/// When the folder or a file can't be read.
pub fn recent(folder: &Path, count: usize) -> io::Result<Vec<LogLine>> {
    let mut lines = Vec::new();
    for file in files(folder)?.into_iter().rev().take(FILES) {
        let text = tail(&file, TAIL)?;
        let text = String::from_utf8_lossy(&text);
        // What is no line of ours, and what is for developers, is passed over.
        let of_file = text.lines().rev().filter_map(|line| serde_json::from_str(line).ok());
        lines.extend(of_file.take(count - lines.len()));
    }
    Ok(lines)
}

/// The newest bytes in `folder`, in their order, as many as `most`; the first line may be cut.
///
/// # Errors
/// When the folder or a file can't be read.
pub fn newest(folder: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut parts = Vec::new();
    let mut room = most;
    for file in files(folder)?.into_iter().rev() {
        let part = tail(&file, room)?;
        room -= part.len() as u64;
        parts.push(part);
    }
    parts.reverse();
    Ok(parts.concat())
}

/// The log files, oldest first.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (beginning, end) = (format!("{PREFIX}."), format!(".{SUFFIX}"));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&beginning) && name.ends_with(&end) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// The end of the file, of `most` bytes at most; the line that it begins in may be cut.
///
/// # Errors
/// When the file can't be read.
pub fn tail(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(file)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
