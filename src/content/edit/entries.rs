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

/// The order for [`arrange`] of what is meant, each with the place where it stood. What stood nowhere is new, and nothing stands
/// in two places.
pub fn order<T>(count: usize, meant: &[(Option<usize>, T)]) -> Vec<Option<usize>> {
    let mut taken = Vec::new();
    let places = meant.iter().map(|(was, _)| {
        let was = was.filter(|was| *was < count && !taken.contains(was));
        taken.extend(was);
        was
    });
    places.collect()
}

/// Puts the entries into this order: `Some` is the one that stood at that place, `None` a new one. Those not named go.
/// Gives back comments that stood apart from an entry and have no place left.
pub fn arrange(entries: &mut ArrayOfTables, order: &[Option<usize>]) -> String {
    if order.iter().copied().eq((0..entries.len()).map(Some)) {
        return String::new();
    }
    // Blank lines, and what stands apart above the first, are the place's; comments below them are the entry's own.
    let mut places = Vec::new();
    let mut old = Vec::new();
    for mut entry in mem::take(entries) {
        let above = above(&entry);
        let at = if places.is_empty() {
            last_blank(&above)
        } else {
            first_words(&above)
        };
        let (place, own) = above.split_at(at);
        entry.decor_mut().set_prefix(own);
        places.push(place.to_owned());
        old.push(Some(entry));
    }
    for (place, was) in order.iter().enumerate() {
        let entry = was.and_then(|was| old.get_mut(was)?.take());
        let mut entry = entry.unwrap_or_else(|| {
            let mut new = Table::new();
            new.decor_mut().set_prefix("");
            new
        });
        let blank = places.get(place).map_or("\n", String::as_str);
        let above = format!("{blank}{}", above(&entry));
        entry.decor_mut().set_prefix(above);
        forget_position(&mut entry);
        entries.push(entry);
    }
    let dropped = old.iter().flatten().map(|entry| {
        let own = above(entry);
        own[..last_blank(&own)].to_owned()
    });
    let left = places.into_iter().skip(order.len()).chain(dropped);
    left.filter(|comments| comments.contains('#')).collect()
}

fn above(entry: &Table) -> String {
    let above = entry.decor().prefix().and_then(|above| above.as_str());
    above.unwrap_or("\n").to_owned()
}

/// Where the last blank line ends.
fn last_blank(above: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for line in above.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() && line.ends_with('\n') {
            end = at;
        }
    }
    end
}

/// Where the blank lines at the beginning end.
fn first_words(above: &str) -> usize {
    let lines = above.split_inclusive('\n');
    lines
        .take_while(|line| line.trim().is_empty() && line.ends_with('\n'))
        .map(str::len)
        .sum()
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
