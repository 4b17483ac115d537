//! A field's value: read from an entry, checked, and written into one.

use chrono::NaiveDate;
use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table, TableLike};

use super::{Field, Kind};
use crate::content::{
    edit::{
        Cause, Fault, entries, table, texts,
        week::{self, Week},
    },
    text::LocalText,
};

/// Most that a number of a part may be.
const MOST: u32 = 10_000;

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(Option<LocalText>),
    Line(Option<String>),
    Lines(Vec<String>),
    Day(Option<NaiveDate>),
    Number(Option<u32>),
    Flag(bool),
    /// Each with the place where it stood; `None` is a new one.
    Answers(Vec<(Option<usize>, LocalText)>),
    Week(Week),
}

/// What the entry has in that field.
pub fn read(entry: &Table, field: &Field) -> Value {
    let (holder, key) = way(entry, field.name);
    let item = holder.and_then(|holder| holder.get(key));
    let line = || item.and_then(Item::as_str).map(str::to_owned);
    match field.kind {
        Kind::Text => Value::Text(item.and_then(text)),
        Kind::Line | Kind::Letter | Kind::Choice(_) | Kind::One(_) => Value::Line(line()),
        Kind::Lines | Kind::Choices(_) | Kind::Several(_) => {
            let all = item.and_then(Item::as_array).into_iter().flatten();
            Value::Lines(all.filter_map(|one| one.as_str().map(str::to_owned)).collect())
        }
        Kind::Day => {
            let written = item.and_then(Item::as_datetime).map(ToString::to_string);
            Value::Day(line().or(written).and_then(|day| day.parse().ok()))
        }
        Kind::Number => {
            let number = item.and_then(Item::as_integer);
            Value::Number(number.and_then(|number| number.try_into().ok()))
        }
        Kind::Flag => Value::Flag(item.and_then(Item::as_bool).unwrap_or_default()),
        Kind::Week => Value::Week(item.map(week::read).unwrap_or_default()),
        Kind::Answers => {
            let all = item.and_then(Item::as_array_of_tables).into_iter().flatten();
            let texts = all.map(|answer| answer.get("text").and_then(text).unwrap_or_default());
            Value::Answers(texts.enumerate().map(|(at, text)| (Some(at), text)).collect())
        }
    }
}

/// What can't be written so.
///
/// # Errors
/// Names every field that is missing, too long, or none of its choices.
pub fn check(fields: &[Field], values: &[Value]) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    for (field, value) in fields.iter().zip(values) {
        check_one(field, value, &mut faults);
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn check_one(field: &Field, value: &Value, faults: &mut Vec<Fault>) {
    let name = field.name;
    let missing = |faults: &mut Vec<Fault>| {
        if field.is_required {
            faults.push(Fault::of(name, Cause::Missing));
        }
    };
    match value {
        Value::Text(None) if field.is_required => texts::check(name, &LocalText::default(), faults),
        Value::Text(text) => texts::check_optional(name, text.as_ref(), faults),
        Value::Line(None) | Value::Day(None) | Value::Number(None) => missing(faults),
        Value::Lines(all) if all.is_empty() => missing(faults),
        Value::Answers(all) if all.len() < 2 => {
            faults.push(Fault::of(format!("{name}.{}.text.bg", all.len()), Cause::Missing));
        }
        Value::Line(Some(line)) => {
            texts::check_length(name, line, faults);
            let is_chosen = match field.kind {
                Kind::Choice(choices) => choices.contains(&line.as_str()),
                Kind::Letter => line.chars().count() == 1,
                _ => true,
            };
            if !is_chosen {
                faults.push(Fault::of(name, Cause::Choice));
            }
        }
        Value::Lines(all) => {
            all.iter().for_each(|line| texts::check_length(name, line, faults));
            if let Kind::Choices(choices) = field.kind
                && all.iter().any(|one| !choices.contains(&one.as_str()))
            {
                faults.push(Fault::of(name, Cause::Choice));
            }
        }
        Value::Answers(all) => {
            for (at, (_, text)) in all.iter().enumerate() {
                texts::check(&format!("{name}.{at}.text"), text, faults);
            }
        }
        Value::Week(week) => faults.extend(week.check().err().unwrap_or_default()),
        Value::Number(Some(number)) if *number > MOST => faults.push(Fault::of(name, Cause::Count)),
        Value::Day(_) | Value::Number(_) | Value::Flag(_) => {}
    }
}

/// Gives back comments that have no place left.
pub fn write(entry: &mut Table, field: &Field, value: &Value) -> String {
    match value {
        Value::Answers(all) => return answers(entry, field.name, all),
        Value::Week(meant) if *meant == entry.get(field.name).map(week::read).unwrap_or_default() => {}
        Value::Week(meant) if *meant == Week::default() => {
            entry.remove(field.name);
        }
        Value::Week(meant) => week::write(entry, field.name, meant),
        _ => {}
    }
    let is_nothing = matches!(
        value,
        Value::Text(None) | Value::Line(None) | Value::Day(None) | Value::Number(None) | Value::Flag(false)
    );
    let (holder, key): (Option<&mut dyn TableLike>, &str) = match field.name.split_once('.') {
        None => (Some(entry), field.name),
        Some((outer, key)) => {
            if !is_nothing && !entry.contains_key(outer) {
                entry.insert(outer, Item::Value(InlineTable::new().into()));
            }
            (entry.get_mut(outer).and_then(Item::as_table_like_mut), key)
        }
    };
    let Some(holder) = holder else { return String::new() };
    match value {
        Value::Text(text) => table::text(holder, key, text.as_ref()),
        Value::Line(line) => table::string(holder, key, line.as_deref()),
        Value::Lines(all) => lines(holder, key, all),
        Value::Day(day) => table::day(holder, key, *day),
        Value::Number(Some(number)) => table::number(holder, key, (*number).into()),
        Value::Number(None) => {
            holder.remove(key);
        }
        Value::Flag(flag) => table::flag(holder, key, *flag),
        Value::Answers(_) | Value::Week(_) => {}
    }
    String::new()
}

fn lines(table: &mut dyn TableLike, key: &str, meant: &[String]) {
    let written = table.get(key).and_then(Item::as_array);
    let written: Option<Vec<&str>> = written.map(|all| all.iter().filter_map(toml_edit::Value::as_str).collect());
    match written {
        Some(written) if written == meant => {}
        Some(_) if meant.is_empty() => {
            table.remove(key);
        }
        None if meant.is_empty() => {}
        _ => table::array(table, key, meant.iter().map(String::as_str).collect::<Array>()),
    }
}

/// New ones get ids that no other has.
fn answers(entry: &mut Table, key: &str, meant: &[(Option<usize>, LocalText)]) -> String {
    let Some(all) = entries::of(entry, key) else {
        return String::new();
    };
    let mut taken = ids(all);
    let comments = entries::arrange(all, &entries::order(all.len(), meant));
    for (answer, (_, text)) in all.iter_mut().zip(meant) {
        if answer.get("id").is_none() {
            let id = super::entry::free_id(text.get("bg"), &taken);
            table::string(answer, "id", Some(&id));
            taken.push(id);
        }
        table::text(answer, "text", Some(text));
    }
    comments
}

pub fn ids(all: &ArrayOfTables) -> Vec<String> {
    let ids = all.iter().filter_map(|entry| entry.get("id")?.as_str());
    ids.map(str::to_owned).collect()
}

fn way<'a, 'b>(entry: &'a Table, name: &'b str) -> (Option<&'a dyn TableLike>, &'b str) {
    match name.split_once('.') {
        None => (Some(entry), name),
        Some((outer, key)) => (entry.get(outer).and_then(Item::as_table_like), key),
    }
}

fn text(item: &Item) -> Option<LocalText> {
    let texts = item.as_table_like()?.iter();
    let texts = texts.filter_map(|(lang, words)| Some((lang.to_owned(), words.as_str()?.to_owned())));
    Some(LocalText(texts.collect()))
}
