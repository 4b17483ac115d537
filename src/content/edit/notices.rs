//! `[[notice]]` in `notices.toml`.

use toml_edit::{Item, Table};

use super::{Cause, Edited, Fault, document::Document, entries, table, texts};
use crate::content::{files::Files, notice::Notice, read::NOTICES};

const KEY: &str = "notice";

/// After the others.
///
/// # Errors
/// When it has no Bulgarian text, ends before it begins, or its id is another's.
pub fn add(files: &Files, notice: &Notice) -> Edited {
    check(notice)?;
    let mut document = Document::open(files, NOTICES)?;
    if place(&mut document, &notice.id).is_some() {
        return Err(vec![Fault::of("id", Cause::Taken)]);
    }
    let added = entries::append(&mut document, KEY, |entry| write(entry, notice));
    added.ok_or_else(|| vec![Fault::of(NOTICES, Cause::Unreadable)])?;
    Ok(document.save(files))
}

/// The notice of that id becomes this one.
///
/// # Errors
/// When it has no Bulgarian text, ends before it begins, or there is none of its id.
pub fn change(files: &Files, notice: &Notice) -> Edited {
    check(notice)?;
    let mut document = Document::open(files, NOTICES)?;
    let place = place(&mut document, &notice.id).ok_or_else(gone)?;
    let entry = entries::of(document.root(), KEY).and_then(|all| all.get_mut(place));
    write(entry.ok_or_else(gone)?, notice);
    Ok(document.save(files))
}

/// # Errors
/// When there is no notice of that id.
pub fn remove(files: &Files, id: &str) -> Edited {
    let mut document = Document::open(files, NOTICES)?;
    let place = place(&mut document, id).ok_or_else(gone)?;
    let all = entries::of(document.root(), KEY).ok_or_else(gone)?;
    let others: Vec<_> = (0..all.len()).filter(|at| *at != place).map(Some).collect();
    let comments = entries::arrange(all, &others);
    document.keep(&comments);
    Ok(document.save(files))
}

fn check(notice: &Notice) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    texts::check("text", &notice.text, &mut faults);
    if let (Some(from), Some(to)) = (notice.from, notice.to)
        && to < from
    {
        faults.push(Fault::of("to", Cause::DaysBackwards));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn place(document: &mut Document, id: &str) -> Option<usize> {
    let mut all = entries::of(document.root(), KEY)?.iter();
    all.position(|entry| entry.get("id").and_then(Item::as_str) == Some(id))
}

fn write(entry: &mut Table, notice: &Notice) {
    table::string(entry, "id", Some(&notice.id));
    table::text(entry, "text", Some(&notice.text));
    table::day(entry, "from", notice.from);
    table::day(entry, "to", notice.to);
}

fn gone() -> Vec<Fault> {
    vec![Fault::of("id", Cause::Gone)]
}
