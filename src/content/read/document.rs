//! One TOML file into one value, with the lines of all its faults.

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue, Deserializer, Error},
};

use super::MOST_FAULTS;
use crate::content::{files::Files, finding::Finding, lines::Lines};

/// The largest text that is looked at. A thousand services take less than half of it; parsing takes many times the memory.
const TEXT_BYTES: usize = 4 << 20;

/// The file's text, or a finding that says why there is none.
pub fn text<'a>(files: &'a Files, file: &str, findings: &mut Vec<Finding>) -> Option<&'a str> {
    let Some(bytes) = files.get(file) else {
        findings.push(Finding::error(
            "missing-file",
            file,
            None,
            "the file is missing",
            "add it to the pack's folder",
        ));
        return None;
    };
    if bytes.len() > TEXT_BYTES {
        findings.push(Finding::error(
            "too-large",
            file,
            None,
            format!("the file is larger than {} MiB", TEXT_BYTES >> 20),
            "take away what is no part of the pack",
        ));
        return None;
    }
    if let Err(error) = std::str::from_utf8(bytes) {
        let line = bytes
            .iter()
            .take(error.valid_up_to())
            .filter(|&&byte| byte == b'\n')
            .count()
            + 1;
        findings.push(Finding::error(
            "not-utf8",
            file,
            Some(line),
            "the file is no UTF-8 text",
            "save it anew as UTF-8",
        ));
        return None;
    }
    files.text(file)
}

/// The file's value; its absence is an error.
pub fn required<T: DeserializeOwned>(files: &Files, file: &str, findings: &mut Vec<Finding>) -> Option<T> {
    value(text(files, file, findings)?, file, findings)
}

/// The file's value; its absence means that there is nothing to tell.
pub fn optional<T: DeserializeOwned + Default>(files: &Files, file: &str, findings: &mut Vec<Finding>) -> Option<T> {
    match files.get(file) {
        None => Some(T::default()),
        Some(_) => required(files, file, findings),
    }
}

fn value<T: DeserializeOwned>(text: &str, file: &str, findings: &mut Vec<Finding>) -> Option<T> {
    let lines = Lines::of(text);
    let (mut table, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        let found = syntax.iter().take(MOST_FAULTS).map(|error| {
            let line = error.span().map(|span| lines.line(span.start));
            Finding::error(
                "syntax",
                file,
                line,
                error.message(),
                "write it as TOML: key = \"value\"",
            )
        });
        findings.extend(found);
        return None;
    }
    let mut faults = 0;
    loop {
        match T::deserialize(Deserializer::from(table.clone())) {
            Ok(value) => return (faults == 0).then_some(value),
            Err(error) => {
                faults += 1;
                findings.push(explain(&error, file, &lines));
                // serde stops at the first fault: take its entry away and look at the rest.
                if faults == MOST_FAULTS || !drop_entry(table.get_mut(), &error) {
                    return None;
                }
            }
        }
    }
}

/// Takes away the `[[entry]]` that the fault stands in. False where it stands in none, so that reading can't go on.
fn drop_entry(table: &mut DeTable<'_>, error: &Error) -> bool {
    let Some(fault) = error.span() else { return false };
    let holds = |span: std::ops::Range<usize>| span.start <= fault.start && fault.end <= span.end;
    for (_, value) in table.iter_mut() {
        let DeValue::Array(entries) = value.get_mut() else {
            continue;
        };
        let entry = entries.iter().position(|entry| encloses(entry, &holds));
        if let Some(entry) = entry {
            *entries = without(entries, entry);
            return true;
        }
    }
    false
}

fn without<'a>(entries: &DeArray<'a>, dropped: usize) -> DeArray<'a> {
    let kept = entries.iter().enumerate().filter(|(index, _)| *index != dropped);
    kept.map(|(_, entry)| entry.clone()).collect()
}

/// The span of an `[[entry]]` is its header alone, so look into it.
fn encloses(value: &Spanned<DeValue<'_>>, holds: &impl Fn(std::ops::Range<usize>) -> bool) -> bool {
    holds(value.span())
        || match value.get_ref() {
            DeValue::Table(table) => table
                .iter()
                .any(|(key, value)| holds(key.span()) || encloses(value, holds)),
            DeValue::Array(array) => array.iter().any(|value| encloses(value, holds)),
            _ => false,
        }
}

/// serde's message, with a code and the mend.
fn explain(error: &Error, file: &str, lines: &Lines) -> Finding {
    let line = error.span().map(|span| lines.line(span.start));
    let message = error.message();
    if let Some((fault, mend)) = message.split_once(" is no time of day: ") {
        return Finding::error("bad-time", file, line, format!("{fault} is no time of day"), mend);
    }
    let (code, mend) = if message.contains("is no day of the calendar") {
        ("bad-date", "write year, month and day, as in 2026-11-21")
    } else if message.contains("is no language code") || message.contains("is in no language") {
        ("bad-text", "write the text as { bg = \"…\", en = \"…\" }")
    } else if message.starts_with("unknown field") {
        ("unknown-key", "take the key away or spell it as one of those")
    } else if message.starts_with("missing field") {
        ("missing-key", "add the key to this entry")
    } else if message.starts_with("unknown variant") {
        ("unknown-value", "write one of those values")
    } else if message.starts_with("invalid type") {
        ("wrong-type", "write a value of the expected kind")
    } else {
        ("bad-value", "write a value within the bounds of the format")
    };
    Finding::error(code, file, line, message, mend)
}
