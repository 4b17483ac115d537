//! Which enrolment code is tried next.

use std::{collections::BTreeMap, fs, path::PathBuf};

use super::SyncError;
use crate::protocol::{record::Hash, secret::EnrolmentCode};

/// The codes that a kiosk may be given, and what became of them.
#[derive(Debug)]
pub struct Codes {
    /// By staff at the screen.
    pub staff: Option<EnrolmentCode>,
    config: Option<EnrolmentCode>,
    file: Option<PathBuf>,
    /// The one that the kiosk was enrolled with.
    pub used: Option<Hash>,
    /// Those that the server will never take, and why.
    spoilt: BTreeMap<Hash, SyncError>,
}

impl Codes {
    #[must_use]
    pub fn new(config: Option<EnrolmentCode>, file: Option<PathBuf>, used: Option<Hash>) -> Self {
        Self {
            staff: None,
            config,
            file,
            used,
            spoilt: BTreeMap::new(),
        }
    }

    /// A code that was not tried yet: staff's own first.
    pub fn next(&self) -> Result<EnrolmentCode, SyncError> {
        let (from_file, fault) = match self.in_file() {
            Ok(code) => (code, None),
            Err(fault) => (None, Some(fault)),
        };
        let known = [self.staff.clone(), self.config.clone(), from_file]
            .into_iter()
            .flatten();
        let mut refusal = None;
        for code in known.filter(|code| self.used != Some(code.hash())) {
            match self.spoilt.get(&code.hash()) {
                None => return Ok(code),
                Some(error) => refusal = refusal.or_else(|| Some(error.clone())),
            }
        }
        Err(refusal.or(fault).unwrap_or(SyncError::NoCode))
    }

    /// Never tries this code again.
    pub fn spoil(&mut self, code: &EnrolmentCode, error: SyncError) {
        self.spoilt.insert(code.hash(), error);
    }

    /// A stick that is not there is no fault: it may come yet.
    fn in_file(&self) -> Result<Option<EnrolmentCode>, SyncError> {
        let Some(path) = &self.file else { return Ok(None) };
        let Ok(text) = fs::read_to_string(path) else {
            return Ok(None);
        };
        let code = text.trim().parse();
        code.map(Some).map_err(|_| SyncError::BadCodeFile(path.clone()))
    }
}
