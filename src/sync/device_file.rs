//! `device.json` in the state folder: who the kiosk is to the server, and the token that proves it.

use std::{fs, io, path::Path, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::SyncError;
use crate::{
    durable,
    protocol::{record::Hash, secret::Token},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceFile {
    pub device: String,
    pub token: Token,
    /// `server.url` as it was.
    pub server: String,
    pub public_url: String,
    /// Of the code that the kiosk was enrolled with. It is never used again.
    pub code: Hash,
    /// Whose publications it was told to trust then, in minisign's form.
    #[serde(default)]
    pub keys: Vec<String>,
}

impl DeviceFile {
    /// The file of this state folder; none where the kiosk was never enrolled.
    pub fn read(state: &Path) -> Result<Option<Self>, SyncError> {
        let path = path(state);
        let unreadable = |cause: String| SyncError::DeviceFile {
            path: path.clone(),
            cause,
        };
        match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text)
                .map(Some)
                // The parser's own words might quote the token.
                .map_err(|error| unreadable(format!("no enrolment stands in it, at line {}", error.line()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(error.to_string())),
        }
    }

    /// Puts it on the disk, for this user's eyes alone.
    pub fn write(&self, state: &Path) -> Result<(), SyncError> {
        let path = path(state);
        let written = serde_json::to_vec(self)
            .map_err(io::Error::other)
            .and_then(|text| durable::replace(&path, &text, 0o600));
        written.map_err(|error| SyncError::NotWritten {
            path,
            cause: error.to_string(),
        })
    }
}

fn path(state: &Path) -> PathBuf {
    state.join("device.json")
}
