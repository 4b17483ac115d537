//! `[[closure]]` in `hours.toml`.

use toml_edit::Table;

use super::{Cause, Edited, Fault, document::Document, entries, table, texts};
use crate::content::{
    files::Files,
    hours::{Closure, Hours},
    read::HOURS,
};

const KEY: &str = "closure";

/// What tells a closure from others: its days and its place.
#[must_use]
pub fn name(closure: &Closure) -> String {
    let place = closure.place.as_deref().unwrap_or_default();
    format!("{}_{}_{place}", closure.from, closure.to)
}

/// After the others.
///
/// # Errors
/// When it has no Bulgarian text, ends before it begins, or its place is none.
pub fn add(files: &Files, hours: &Hours, closure: &Closure) -> Edited {
    check(hours, closure)?;
    let mut document = Document::open(files, HOURS)?;
    let added = entries::append(&mut document, KEY, |entry| write(entry, closure));
    added.ok_or_else(|| vec![Fault::of(HOURS, Cause::Unreadable)])?;
    Ok(document.save(files))
}

/// The closure that [`name`] calls so becomes this one. `hours` are those of `files`.
///
/// # Errors
/// When there is none, it has no Bulgarian text, ends before it begins, or its place is none.
pub fn change(files: &Files, hours: &Hours, named: &str, closure: &Closure) -> Edited {
    check(hours, closure)?;
    let place = place(hours, named)?;
    let mut document = Document::open(files, HOURS)?;
    let entry = entries::of(document.root(), KEY).and_then(|all| all.get_mut(place));
    write(entry.ok_or_else(gone)?, closure);
    Ok(document.save(files))
}

/// # Errors
/// When there is no closure that [`name`] calls so. `hours` are those of `files`.
pub fn remove(files: &Files, hours: &Hours, named: &str) -> Edited {
    let place = place(hours, named)?;
    let mut document = Document::open(files, HOURS)?;
    let all = entries::of(document.root(), KEY).ok_or_else(gone)?;
    let others: Vec<_> = (0..all.len()).filter(|at| *at != place).map(Some).collect();
    let comments = entries::arrange(all, &others);
    document.keep(&comments);
    Ok(document.save(files))
}

fn check(hours: &Hours, closure: &Closure) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    texts::check("text", &closure.text, &mut faults);
    if closure.to < closure.from {
        faults.push(Fault::of("to", Cause::DaysBackwards));
    }
    if let Some(id) = &closure.place
        && hours.places.iter().all(|place| place.id != *id)
    {
        faults.push(Fault::of("place", Cause::Choice));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn place(hours: &Hours, named: &str) -> Result<usize, Vec<Fault>> {
    let mut all = hours.closures.iter();
    all.position(|closure| name(closure) == named).ok_or_else(gone)
}

fn write(entry: &mut Table, closure: &Closure) {
    table::day(entry, "from", Some(closure.from));
    table::day(entry, "to", Some(closure.to));
    table::string(entry, "place", closure.place.as_deref());
    table::text(entry, "text", Some(&closure.text));
}

fn gone() -> Vec<Fault> {
    vec![Fault::of("closure", Cause::Gone)]
}
