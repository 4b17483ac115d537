//! The `[[entries]]` of a document: taken away, added and put into another order, each with the comments that are its own.

use std::mem;

use toml_edit::{ArrayOfTables, Item, Table, Value};

use super::document::Document;

/// The entries under `key`, also where they were written as `key = [{ … }]`.
pub fn of<'a>(parent: &'a mut Table, key: &str) -> Option<&'a mut ArrayOfTables> {
    let item = parent
        .entry(key)
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if item.is_value() {
        *item = match mem::take(item) {
            Item::Value(Value::Array(empty)) if empty.is_empty() => Item::ArrayOfTables(ArrayOfTables::new()),
            written => written
                .into_array_of_tables()
                .map_or_else(|other| other, Item::ArrayOfTables),
        };
    }
    item.as_array_of_tables_mut()
}

/// Adds an entry to the document's `[[key]]`, after all that is there.
pub fn append(document: &mut Document, key: &str, fill: impl FnOnce(&mut Table)) -> Option<()> {
    let is_first = of(document.root(), key)?.is_empty();
    let above = if is_first {
        // What stands at the end of a document without entries is about entries to come: it stays above them.
        document.root().remove(key);
        let mut end = document.take_end();
        if !end.is_empty() && !end.ends_with('\n') {
            end.push('\n');
        }
        let is_top = end.is_empty() && document.is_bare();
        if is_top { end } else { format!("{end}\n") }
    } else {
        "\n".to_owned()
    };
    let mut entry = Table::new();
    entry.decor_mut().set_prefix(above);
    fill(&mut entry);
    of(document.root(), key)?.push(entry);
    Some(())
}

/// Puts the entries into this order: `Some` is the one that stood at that place, `None` a new one. Those not named go.
/// Gives back comments that stood apart from an entry and have no place left.
pub fn arrange(entries: &mut ArrayOfTables, order: &[Option<usize>]) -> String {
    if order.iter().copied().eq((0..entries.len()).map(Some)) {
        return String::new();
    }
    // A comment right above an entry is the entry's; one with a blank line below is its place's.
    let mut apart = Vec::new();
    let mut old = Vec::new();
    for mut entry in mem::take(entries) {
        let above = entry.decor().prefix().and_then(|above| above.as_str()).unwrap_or("\n");
        let (place, own) = split(above);
        let (place, own) = (place.to_owned(), own.to_owned());
        entry.decor_mut().set_prefix(own);
        apart.push(place);
        old.push(Some(entry));
    }
    for (place, was) in order.iter().enumerate() {
        let entry = was.and_then(|was| old.get_mut(was)?.take());
        let mut entry = entry.unwrap_or_else(|| {
            let mut new = Table::new();
            new.decor_mut().set_prefix("");
            new
        });
        let above = apart.get(place).map_or("\n", String::as_str);
        let own = entry.decor().prefix().and_then(|own| own.as_str()).unwrap_or_default();
        let above = format!("{above}{own}");
        entry.decor_mut().set_prefix(above);
        forget_position(&mut entry);
        entries.push(entry);
    }
    let left = apart.into_iter().skip(order.len());
    left.filter(|comments| comments.contains('#')).collect()
}

/// At the end of the last blank line.
fn split(above: &str) -> (&str, &str) {
    let mut end = 0;
    let mut at = 0;
    for line in above.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() && line.ends_with('\n') {
            end = at;
        }
    }
    above.split_at(end)
}

/// What has no position of its own stands after what is before it.
fn forget_position(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => forget_position(inner),
            Item::ArrayOfTables(inner) => inner.iter_mut().for_each(forget_position),
            _ => {}
        }
    }
}
