//! Gathers findings; rules name a place by its path in a file, the report knows the line.

use super::sources::Sources;
use crate::content::{files::Files, finding::Finding};

pub struct Report<'a> {
    pub sources: Sources<'a>,
    pub findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub fn on(files: &'a Files) -> Self {
        Self {
            sources: Sources::of(files),
            findings: Vec::new(),
        }
    }

    /// `path` is as [`Sources::line`] takes it: `service/3/fee/0/currency`.
    pub fn error(
        &mut self,
        code: &'static str,
        file: &'static str,
        path: &str,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let line = self.sources.line(file, path);
        self.findings.push(Finding::error(code, file, line, message, mend));
    }

    pub fn warning(
        &mut self,
        code: &'static str,
        file: &'static str,
        path: &str,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let line = self.sources.line(file, path);
        self.findings.push(Finding::warning(code, file, line, message, mend));
    }
}
