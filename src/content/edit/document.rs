//! One document of a pack, opened for a change.

use toml_edit::{DocumentMut, Table};

use super::{Cause, Fault};
use crate::content::files::Files;

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub struct Document {
    file: &'static str,
    toml: DocumentMut,
    has_mark: bool,
    /// Every line ends as on Windows; toml_edit would end some otherwise.
    is_windows: bool,
}

impl Document {
    /// One that is missing is empty.
    pub fn open(files: &Files, file: &'static str) -> Result<Self, Vec<Fault>> {
        let unreadable = || vec![Fault::of(file, Cause::Unreadable)];
        let bytes = files.get(file).unwrap_or_default();
        let text = files.text(file).unwrap_or_default();
        if text.is_empty() && !bytes.is_empty() {
            return Err(unreadable());
        }
        let lines = text.matches('\n').count();
        Ok(Self {
            file,
            toml: text.replace("\r\n", "\n").parse().map_err(|_| unreadable())?,
            has_mark: bytes.starts_with(BYTE_ORDER_MARK.as_bytes()),
            is_windows: lines > 0 && text.matches("\r\n").count() == lines,
        })
    }

    pub fn root(&mut self) -> &mut Table {
        self.toml.as_table_mut()
    }

    /// The comments after the last entry.
    pub fn take_end(&mut self) -> String {
        let end = self.toml.trailing().as_str().unwrap_or_default().to_owned();
        self.toml.set_trailing("");
        end
    }

    /// Puts comments whose entry has gone before those after the last one.
    pub fn keep(&mut self, comments: &str) {
        if !comments.is_empty() {
            let end = self.take_end();
            self.toml.set_trailing(format!("{comments}{end}"));
        }
    }

    pub fn is_bare(&self) -> bool {
        self.toml.is_empty()
    }

    /// The files with the document as it is now.
    pub fn save(self, files: &Files) -> Files {
        let mut text = self.toml.to_string();
        if self.is_windows {
            text = text.replace('\n', "\r\n");
        }
        if self.has_mark {
            text.insert_str(0, BYTE_ORDER_MARK);
        }
        let mut files = files.clone();
        files.insert(self.file, text);
        files
    }
}
