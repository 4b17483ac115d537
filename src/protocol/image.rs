//! Versions of the operating system that a kiosk boots, on their way to it.
//!
//! Of each version there are `SHA256SUMS`, its signature and the files that it names. A kiosk fetches them by
//! `GET /api/v1/images/{version}/{file}`, piece by piece; whether to trust them is judged by the machine, not here.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::record::Hash;

/// As `sha256sum` writes it.
pub const SUMS: &str = "SHA256SUMS";
pub const SIGNATURE: &str = "SHA256SUMS.gpg";

/// In characters.
const LONGEST: usize = 120;

/// What a version or one of its files is called. It is no way out of a folder: it begins with a letter or digit, and goes on
/// with such and `._+~@-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", schema(value_type = String, pattern = "^[A-Za-z0-9][A-Za-z0-9._+~@-]{0,119}$"))]
pub struct ImageName(String);

impl ImageName {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ImageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that names no version and no file of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it begins with a letter or digit, and goes on with such and . _ + ~ @ -, {LONGEST} characters at most")]
pub struct BadImageName;

impl FromStr for ImageName {
    type Err = BadImageName;

    fn from_str(text: &str) -> Result<Self, BadImageName> {
        let is_known = |c: char| c.is_ascii_alphanumeric() || "._+~@-".contains(c);
        let fits = text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.len() <= LONGEST
            && text.chars().all(is_known);
        fits.then(|| Self(text.to_owned())).ok_or(BadImageName)
    }
}

impl TryFrom<String> for ImageName {
    type Error = BadImageName;

    fn try_from(text: String) -> Result<Self, BadImageName> {
        text.parse()
    }
}

impl From<ImageName> for String {
    fn from(name: ImageName) -> Self {
        name.0
    }
}

/// What a kiosk is to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImageOffer {
    pub version: ImageName,
    /// [`SUMS`] and [`SIGNATURE`] among them.
    pub files: Vec<ImageFile>,
    /// Staff said then that it is not to wait for the night. It is obeyed once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImageFile {
    pub name: ImageName,
    /// Bytes.
    pub size: u64,
    #[cfg_attr(feature = "server", schema(value_type = String, pattern = "^[0-9a-f]{64}$"))]
    pub sha256: Hash,
}

impl ImageOffer {
    /// Bytes of all its files.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.size))
    }
}

/// What a kiosk says of its operating system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImageReport {
    /// That runs.
    pub version: ImageName,
    /// To another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<UpdateReport>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct UpdateReport {
    pub version: ImageName,
    pub step: Step,
    /// Bytes that have come, of `size`.
    pub come: u64,
    pub size: u64,
    /// What stands against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
}

/// Why a version does not come to a kiosk; sizes are in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum Trouble {
    /// So many are to come; of those that are free some stay so, for records.
    NoRoom {
        missing: u64,
        free: u64,
        reserve: u64,
    },
    TooLarge {
        size: u64,
        most: u64,
    },
    /// The file came with another content than its sum says.
    WrongSum {
        file: ImageName,
    },
    /// The file ended before its time.
    Short {
        file: ImageName,
    },
    /// [`SUMS`] names other files than are offered.
    OtherSums,
    /// The kiosk's disk can't be used; the cause in its system's words.
    Disk {
        cause: String,
    },
    /// The server does not give the files; the cause in the kiosk's words, in English.
    Server {
        cause: String,
    },
}

/// How far an update is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum Step {
    Downloading,
    /// All is there: it waits for its moment.
    Ready,
    /// The machine was asked to take it over.
    Applied,
    /// It was asked to, and runs another version.
    Failed,
}

/// What a file of sums names, or the number of its first line that is none.
///
/// # Errors
/// The line's number, from 1 on; 0 where there is no line at all.
pub fn sums(text: &str) -> Result<Vec<(ImageName, Hash)>, usize> {
    let mut named = Vec::new();
    for (at, line) in text.lines().enumerate() {
        // A star before the name says that it was read as bytes.
        let parts = line
            .split_once(' ')
            .map(|(sum, name)| (sum, name.trim_start_matches([' ', '*'])));
        let read = parts.and_then(|(sum, name)| Some((name.parse().ok()?, sum.parse().ok()?)));
        named.push(read.ok_or(at + 1)?);
    }
    if named.is_empty() { Err(0) } else { Ok(named) }
}
