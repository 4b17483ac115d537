//! What is wrong with a pack, where, and how to mend it.

use std::fmt;

use serde::Serialize;

/// One fault or doubt, for the person who keeps the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub severity: Severity,
    /// Stable short name: `dangling-reference`.
    pub code: &'static str,
    /// Path within the pack.
    pub file: String,
    /// From 1; absent where the whole file is meant.
    pub line: Option<usize>,
    pub message: String,
    /// What to do about it.
    pub mend: String,
}

/// A pack with an error is not shown; one with warnings is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
}

impl Finding {
    pub fn error(
        code: &'static str,
        file: &str,
        line: Option<usize>,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code,
            file: file.to_owned(),
            line,
            message: one_line(&message.into()),
            mend: one_line(&mend.into()),
        }
    }

    pub fn warning(
        code: &'static str,
        file: &str,
        line: Option<usize>,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, file, line, message, mend)
        }
    }

    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// What a pack says is quoted here, and goes to terminals and logs: no control characters, no whole books.
fn one_line(text: &str) -> String {
    const MOST: usize = 500;
    let mut letters = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut line: String = letters.by_ref().take(MOST).collect();
    if letters.next().is_some() {
        line.push('…');
    }
    line
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}[{}]: {}; {}", self.severity, self.code, self.message, self.mend)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}
