//! `state.json`: what is shown, and what it would come back to.

use std::{io, path::Path};

use serde::{Deserialize, Serialize};

use super::VaultError;
use crate::{bounded, bundle::PublicKey, durable, protocol::record::Hash};

const FILE: &str = "state.json";
const LONGEST: u64 = 64 * 1024;

/// All of it. A manifest's hash names a publication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct State {
    pub municipality: String,
    /// Of the code that the kiosk was enrolled with last.
    pub enrolment: Option<Hash>,
    pub keys: Vec<PublicKey>,
    /// The newest publication whose manifest was taken: nothing older ever is.
    pub accepted: Option<Accepted>,
    pub shown: Option<Hash>,
    /// How often it was begun with without having been drawn; 0 once it was.
    pub trials: u32,
    /// What was shown before.
    pub previous: Option<Hash>,
    /// What had to give way, and is not tried again.
    pub failed: Option<Hash>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    pub version: u64,
    pub manifest: Hash,
}

impl State {
    /// As it was left; nothing where it never was.
    pub fn read(folder: &Path) -> Result<Self, VaultError> {
        let path = folder.join(FILE);
        match bounded::read(&path, LONGEST) {
            Ok(text) => serde_json::from_slice(&text).map_err(|error| VaultError::State {
                path,
                cause: error.to_string(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(VaultError::disk(&path)(error)),
        }
    }

    /// The part of it that concerns this municipality: another's content leaves only the keys.
    pub fn of(self, municipality: &str) -> Self {
        if self.municipality == municipality {
            return self;
        }
        Self {
            municipality: municipality.to_owned(),
            enrolment: self.enrolment,
            keys: self.keys,
            ..Self::default()
        }
    }

    pub fn write(&self, folder: &Path) -> Result<(), VaultError> {
        let path = folder.join(FILE);
        let written = serde_json::to_vec_pretty(self)
            .map_err(io::Error::other)
            .and_then(|text| durable::replace(&path, &text, 0o600));
        written.map_err(VaultError::disk(&path))
    }
}
