//! The file on the stick: found, and freed of its secrets once they are on the machine.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use toml_edit::{DocumentMut, Item, Value};

use crate::durable;

const NAME: &str = "parter-kiosk.toml";
/// What Windows calls it where it hides the last part of names.
const HIDDEN: &str = "parter-kiosk.toml.txt";
/// What the line begins with that says when the file was applied.
const APPLIED: &str = "# Приложено на ";
const SECRETS: [&[&str]; 3] = [
    &["server", "enrolment_code"],
    &["network", "wifi", "key"],
    &["staff", "pin"],
];

/// The file in that folder, however its letters are written.
///
/// # Errors
/// When the folder can't be read.
pub fn find(folder: &Path) -> io::Result<Option<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let called = |path: &PathBuf, name: &str| path.file_name().is_some_and(|own| own.eq_ignore_ascii_case(name));
    let named = |name: &str| files.iter().find(|path| called(path, name)).cloned();
    Ok(named(NAME).or_else(|| named(HIDDEN)))
}

/// The text without its secrets; everything else stays as it is, and the first line says when it was applied.
///
/// # Errors
/// When it is no TOML.
pub fn without_secrets(text: &str, now: DateTime<Utc>) -> Result<String, toml_edit::TomlError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut document: DocumentMut = text.parse()?;
    for path in SECRETS {
        if let Some(value) = path
            .iter()
            // An item's own `get_mut` would write down the tables that are not there.
            .try_fold(document.as_item_mut(), |item: &mut Item, key| {
                item.as_table_like_mut()?.get_mut(key)
            })
            .and_then(Item::as_value_mut)
        {
            let decor = value.decor().clone();
            *value = Value::from("");
            *value.decor_mut() = decor;
        }
    }
    let text = document.to_string();
    let rest = match text.split_once('\n') {
        Some((first, rest)) if first.starts_with(APPLIED) => rest,
        _ => &text,
    };
    let when = now.format("%Y-%m-%d %H:%M UTC");
    Ok(format!(
        "{APPLIED}{when}; тайните (код, парола, PIN) са махнати и са в машината.\n{rest}"
    ))
}

/// Puts such a text in the file's place, and nothing where the old one lay: a file that only loses its name is easily found
/// again.
///
/// # Errors
/// When the stick can't be written.
pub fn replace(file: &Path, text: &str) -> io::Result<()> {
    let mut old = File::options().write(true).open(file)?;
    let length = old.metadata()?.len();
    durable::replace(file, text.as_bytes(), 0o600)?;
    io::copy(&mut io::repeat(b'\n').take(length), &mut old)?;
    old.sync_all()
}
