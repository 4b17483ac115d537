//! Entries of a part: found, added, changed, taken away, put into another order.

use std::mem;

use toml_edit::{Item, Table};

use super::{
    Kind, Part, Shape,
    value::{self, Value, check},
};
use crate::content::{
    edit::{Cause, Edited, Fault, document::Document, entries as list},
    files::Files,
    search::transliterate,
};

/// Letters of an id that is made from words.
const LONGEST_ID: usize = 40;

/// One entry as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id, or its place from 0 where it has none.
    pub name: String,
    /// In the order of the part's fields.
    pub values: Vec<Value>,
}

/// Those that there are; of a [`Shape::Single`] the one. Empty where the document can't be read.
#[must_use]
pub fn entries(files: &Files, part: &Part) -> Vec<Entry> {
    let Ok(mut document) = Document::open(files, part.file) else {
        return Vec::new();
    };
    let read = |entry: &Table| part.fields.iter().map(|field| value::read(entry, field)).collect();
    if part.shape == Shape::Single {
        let entry = tables(document.root(), part.key).map(|entry| Entry {
            name: String::new(),
            values: read(entry),
        });
        return entry.into_iter().collect();
    }
    let Some(all) = all(&mut document, part) else {
        return Vec::new();
    };
    // Answers that were written inline are read as the others.
    for entry in all.iter_mut() {
        for field in part.fields.iter().filter(|field| field.kind == Kind::Answers) {
            list::of(entry, field.name);
        }
    }
    let entry = |(at, entry): (usize, &Table)| Entry {
        name: named(entry).map_or_else(|| at.to_string(), str::to_owned),
        values: read(entry),
    };
    all.iter().enumerate().map(entry).collect()
}

/// After the others; gives back its name too.
///
/// # Errors
/// When a field is missing or wrong.
pub fn add(files: &Files, part: &Part, values: &[Value]) -> Result<(Files, String), Vec<Fault>> {
    check(part.fields, values)?;
    let unreadable = || vec![Fault::of(part.file, Cause::Unreadable)];
    let mut document = Document::open(files, part.file)?;
    let there = all(&mut document, part).ok_or_else(unreadable)?;
    let (count, taken) = (there.len(), value::ids(there));
    let id = match part.shape {
        Shape::Named(field) => Some(free_id(&words(part, values, field), &taken)),
        Shape::List | Shape::Single => None,
    };
    let fill = |entry: &mut Table| {
        if let Some(id) = &id {
            entry.insert("id", toml_edit::value(id));
        }
        for (field, value) in part.fields.iter().zip(values) {
            value::write(entry, field, value);
        }
    };
    if let [key] = part.key {
        list::append(&mut document, key, fill).ok_or_else(unreadable)?;
    } else {
        let mut entry = Table::new();
        entry.decor_mut().set_prefix("\n");
        fill(&mut entry);
        all(&mut document, part).ok_or_else(unreadable)?.push(entry);
    }
    Ok((document.save(files), id.unwrap_or_else(|| count.to_string())))
}

/// The entry of that name, or the one that there is.
///
/// # Errors
/// When there is none, or a field is missing or wrong.
pub fn change(files: &Files, part: &Part, name: &str, values: &[Value]) -> Edited {
    check(part.fields, values)?;
    let mut document = Document::open(files, part.file)?;
    let entry = if part.shape == Shape::Single {
        tables(document.root(), part.key)
    } else {
        let place = place(&mut document, part, name);
        all(&mut document, part).and_then(|all| all.get_mut(place?))
    };
    let entry = entry.ok_or_else(gone)?;
    let fields = part.fields.iter().zip(values);
    let comments: String = fields.map(|(field, value)| value::write(entry, field, value)).collect();
    document.keep(&comments);
    Ok(document.save(files))
}

/// # Errors
/// When there is no entry of that name.
pub fn remove(files: &Files, part: &Part, name: &str) -> Edited {
    let mut document = Document::open(files, part.file)?;
    let place = place(&mut document, part, name).ok_or_else(gone)?;
    let all = all(&mut document, part).ok_or_else(gone)?;
    let others: Vec<_> = (0..all.len()).filter(|at| *at != place).map(Some).collect();
    let comments = list::arrange(all, &others);
    document.keep(&comments);
    Ok(document.save(files))
}

/// One place up, or down. The first and the last stay where they are.
///
/// # Errors
/// When there is no entry of that name.
pub fn shift(files: &Files, part: &Part, name: &str, is_up: bool) -> Edited {
    let mut document = Document::open(files, part.file)?;
    let place = place(&mut document, part, name).ok_or_else(gone)?;
    let all = all(&mut document, part).ok_or_else(gone)?;
    let other = if is_up { place.checked_sub(1) } else { Some(place + 1) };
    let Some(other) = other.filter(|other| *other < all.len()) else {
        return Ok(files.clone());
    };
    let mut order: Vec<_> = (0..all.len()).map(Some).collect();
    order.swap(place, other);
    let comments = list::arrange(all, &order);
    document.keep(&comments);
    Ok(document.save(files))
}

/// An id from the words, in Latin letters, that is none of those taken.
pub fn free_id(words: &str, taken: &[String]) -> String {
    let latin = transliterate(&words.to_lowercase()).to_lowercase();
    let mut id = String::new();
    for word in latin.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        if word.is_empty() || id.len() + word.len() > LONGEST_ID {
            continue;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id += word;
    }
    if id.is_empty() {
        "id".clone_into(&mut id);
    }
    let is_free = |id: &String| !taken.contains(id);
    let others = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.clone()).chain(others).find(is_free).unwrap_or(id)
}

fn words(part: &Part, values: &[Value], field: &str) -> String {
    let mut all = part.fields.iter().zip(values);
    let found = all.find_map(|(one, value)| match value {
        Value::Text(Some(text)) if one.name == field => Some(text.get("bg").to_owned()),
        _ => None,
    });
    found.unwrap_or_default()
}

fn all<'a>(document: &'a mut Document, part: &Part) -> Option<&'a mut toml_edit::ArrayOfTables> {
    let (key, outer) = part.key.split_last()?;
    list::of(tables(document.root(), outer)?, key)
}

/// The table at the end of the way, made where it is missing.
fn tables<'a>(root: &'a mut Table, keys: &[&str]) -> Option<&'a mut Table> {
    let mut table = root;
    for key in keys {
        let item = table.entry(key).or_insert_with(|| Item::Table(Table::new()));
        if item.is_inline_table() {
            *item = mem::take(item).into_table().map_or_else(|other| other, Item::Table);
        }
        table = item.as_table_mut()?;
    }
    Some(table)
}

fn place(document: &mut Document, part: &Part, name: &str) -> Option<usize> {
    let all = all(document, part)?;
    match part.shape {
        Shape::Named(_) => all.iter().position(|entry| named(entry) == Some(name)),
        Shape::List | Shape::Single => name.parse().ok().filter(|at| *at < all.len()),
    }
}

fn named(entry: &Table) -> Option<&str> {
    entry.get("id")?.as_str()
}

fn gone() -> Vec<Fault> {
    vec![Fault::of("id", Cause::Gone)]
}
