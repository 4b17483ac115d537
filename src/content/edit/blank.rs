//! A pack of a municipality that has none yet: every document is there, and waits to be written.

use chrono::NaiveDate;
use toml_edit::Value;

use super::{Cause, Fault, texts};
use crate::content::{
    files::Files,
    pack::{FORMAT, Municipality},
    read::{CHARTER, CHARTER_TEXT, CONTACTS, HOURS, NOTICES, PACK, PROMISES, QUEUES, SERVICES, SURVEY},
    text::BULGARIAN,
};

/// Letters of a municipality's id.
const LONGEST_ID: usize = 40;
/// A dark blue that reads on every ground of the kiosk's.
const ACCENT: &str = "#1f4e79";

/// # Errors
/// When the id is no short Latin name, or a name or a code is missing.
pub fn pack(municipality: &Municipality, today: NaiveDate) -> Result<Files, Vec<Fault>> {
    check(municipality)?;
    let quoted = |text: &str| Value::from(text).to_string();
    let names = municipality.name.0.iter();
    let names: Vec<String> = names.map(|(lang, name)| format!("{lang} = {}", quoted(name))).collect();
    let languages: Vec<String> = ["bg", "en"].map(quoted).into();
    let pack = format!(
        "format = {FORMAT}\nversion = 1\nupdated = \"{today}\"\nlanguages = [{}]\naccent = \"{ACCENT}\"\n\n\
         [municipality]\nid = {}\nname = {{ {} }}\nnsi_code = {}\nekatte = {}\n",
        languages.join(", "),
        quoted(&municipality.id),
        names.join(", "),
        quoted(&municipality.nsi_code),
        quoted(&municipality.ekatte),
    );
    let parts = [
        (PACK, pack.as_str()),
        (CHARTER, "source = \"-\"\ncomplete = true\n"),
        (CHARTER_TEXT, ""),
        (CONTACTS, "[complaints]\n"),
        (HOURS, ""),
        (NOTICES, ""),
        (PROMISES, ""),
        (QUEUES, ""),
        (SERVICES, ""),
        (SURVEY, ""),
    ];
    Ok(parts.into_iter().collect())
}

/// Whether a municipality may be called so: a short Latin name.
#[must_use]
pub fn is_id(id: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let begins = id.starts_with(|first: char| first.is_ascii_lowercase());
    begins && id.len() <= LONGEST_ID && id.chars().all(is_plain)
}

fn check(municipality: &Municipality) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    if !is_id(&municipality.id) {
        faults.push(Fault::of("id", Cause::Id));
    }
    if !municipality.name.has(BULGARIAN) {
        faults.push(Fault::of("name.bg", Cause::Missing));
    }
    texts::check_optional(
        "name",
        Some(&municipality.name).filter(|name| name.has(BULGARIAN)),
        &mut faults,
    );
    for (field, code) in [("nsi_code", &municipality.nsi_code), ("ekatte", &municipality.ekatte)] {
        if code.is_empty() {
            faults.push(Fault::of(field, Cause::Missing));
        }
        texts::check_length(field, code, &mut faults);
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
