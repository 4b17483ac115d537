//! Values of one table. What is already as it is meant is not touched, so it stays as it was written.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use crate::content::text::LocalText;

pub fn string(table: &mut dyn TableLike, key: &str, meant: Option<&str>) {
    match meant {
        None => {
            table.remove(key);
        }
        Some(meant) if table.get(key).and_then(Item::as_str) != Some(meant) => put(table, key, meant.into()),
        Some(_) => {}
    }
}

/// Absent means false.
pub fn flag(table: &mut dyn TableLike, key: &str, meant: bool) {
    if table.get(key).and_then(Item::as_bool).unwrap_or_default() != meant {
        put(table, key, meant.into());
    }
}

pub fn number(table: &mut dyn TableLike, key: &str, meant: i64) {
    if table.get(key).and_then(Item::as_integer) != Some(meant) {
        put(table, key, meant.into());
    }
}

/// With quotes or without, as it was.
pub fn day(table: &mut dyn TableLike, key: &str, meant: Option<NaiveDate>) {
    let Some(meant) = meant else {
        table.remove(key);
        return;
    };
    let written = table.get(key);
    let text = written.and_then(Item::as_str).map(str::to_owned);
    let text = text.or_else(|| written.and_then(Item::as_datetime).map(ToString::to_string));
    if text.and_then(|text| text.parse().ok()) != Some(meant) {
        put(table, key, meant.to_string().into());
    }
}

/// None at all where it is empty.
pub fn strings<'a>(table: &mut dyn TableLike, key: &str, meant: impl IntoIterator<Item = &'a str>) {
    let meant: Vec<&str> = meant.into_iter().collect();
    let written = table.get(key).and_then(Item::as_array);
    let written = written.map(|all| all.iter().map(|it| it.as_str().unwrap_or_default()).collect::<Vec<_>>());
    if written.unwrap_or_default() == meant {
        return;
    }
    if meant.is_empty() {
        table.remove(key);
    } else {
        put(table, key, meant.into_iter().collect::<Array>().into());
    }
}

pub fn array(table: &mut dyn TableLike, key: &str, meant: Array) {
    put(table, key, meant.into());
}

pub fn inline(table: &mut dyn TableLike, key: &str, meant: InlineTable) {
    put(table, key, meant.into());
}

pub fn text(table: &mut dyn TableLike, key: &str, meant: Option<&LocalText>) {
    let Some(meant) = meant else {
        table.remove(key);
        return;
    };
    if let Some(written) = table.get_mut(key).and_then(Item::as_table_like_mut)
        && is_in(written, meant)
    {
        for (lang, words) in &meant.0 {
            if written.get(lang).and_then(Item::as_str) != Some(words.as_str()) {
                put(written, lang, words.as_str().into());
            }
        }
        return;
    }
    let languages: InlineTable = meant.0.iter().map(|(lang, words)| (lang, words.as_str())).collect();
    put(table, key, languages.into());
}

/// Whether the text is written in the languages in which it is meant.
fn is_in(written: &dyn TableLike, meant: &LocalText) -> bool {
    let written: BTreeSet<&str> = written.iter().map(|(lang, _)| lang).collect();
    let meant: BTreeSet<&str> = meant.0.keys().map(String::as_str).collect();
    written == meant
}

/// In the place of what is there, with the comment beside it.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    if let Some(Item::Value(written)) = table.get_mut(key) {
        *value.decor_mut() = written.decor().clone();
        *written = value;
    } else {
        table.insert(key, Item::Value(value));
    }
}
