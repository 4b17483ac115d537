//! What every text keeps.

use super::{Cause, Fault};
use crate::content::text::{BULGARIAN, LocalText};

/// In characters; nothing that a kiosk shows is longer.
const LONGEST: usize = 4_000;

/// Bulgarian is there, and nothing is too long. `field` is as in `evidence.0.name`.
pub fn check(field: &str, text: &LocalText, faults: &mut Vec<Fault>) {
    if !text.has(BULGARIAN) {
        faults.push(Fault::of(format!("{field}.{BULGARIAN}"), Cause::Missing));
    }
    for (lang, words) in &text.0 {
        check_length(&format!("{field}.{lang}"), words, faults);
    }
}

pub fn check_optional(field: &str, text: Option<&LocalText>, faults: &mut Vec<Fault>) {
    if let Some(text) = text {
        check(field, text, faults);
    }
}

pub fn check_length(field: &str, words: &str, faults: &mut Vec<Fault>) {
    if words.chars().count() > LONGEST {
        faults.push(Fault::of(field, Cause::TooLong(LONGEST)));
    }
}
