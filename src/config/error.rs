//! What is wrong with the configuration, where, and how to mend it.

use std::fmt;

/// One line for whoever set the kiosk up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    pub origin: Origin,
    /// `idle.warning_seconds`, where the fault is in one key.
    pub key: Option<String>,
    /// What is wrong, and the mend.
    pub problem: String,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    File { path: String, line: Option<usize> },
    Variable(String),
}

impl ConfigError {
    /// Of the file as a whole.
    pub(crate) fn of_file(path: &str, problem: String) -> Self {
        let origin = Origin::File {
            path: path.to_owned(),
            line: None,
        };
        Self {
            origin,
            key: None,
            problem,
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Origin::File { path, line: Some(line) } => write!(f, "{path}:{line}: ")?,
            Origin::File { path, line: None } => write!(f, "{path}: ")?,
            Origin::Variable(name) => write!(f, "environment variable {name}: ")?,
        }
        if let Some(key) = &self.key {
            write!(f, "`{key}`: ")?;
        }
        f.write_str(&self.problem)
    }
}

impl std::error::Error for ConfigError {}
