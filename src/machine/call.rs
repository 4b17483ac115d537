//! Whom to call when the machine shows nothing else.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};

/// The file's name in the folder of settings.
pub const FILE: &str = "call.toml";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub telephone: String,
    /// Of a person or a firm.
    pub name: Option<String>,
}

/// What the settings in `folder` say; none where they say nothing that can be read: a notice is shown in any case.
#[must_use]
pub fn known(folder: &Path) -> Option<Call> {
    let text = fs::read_to_string(folder.join(FILE)).ok()?;
    toml::from_str(&text).ok()
}
