//! Entries of two lists, each paired with itself.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// What an entry is told apart by.
const NAMES: [&str; 4] = ["id", "speed", "kind", "line"];
/// What people know it by.
const TITLES: [&str; 4] = ["name", "text", "who", "question"];

/// The tables of a list that has nothing else in it.
pub fn of(value: Option<&Value>) -> Option<Vec<&Table>> {
    match value {
        None => Some(Vec::new()),
        Some(Value::Array(all)) if !all.is_empty() => all.iter().map(Value::as_table).collect(),
        Some(_) => None,
    }
}

/// The same for the same entry in both lists; the second of a name is another.
pub fn ids(entries: &[&Table]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut named = |entry: &&Table| {
        let id = id(entry);
        let times = seen.entry(id.clone()).or_default();
        *times += 1;
        if *times == 1 { id } else { format!("{id} {times}") }
    };
    entries.iter().map(&mut named).collect()
}

pub fn title(entry: &Table) -> Option<Value> {
    TITLES.iter().find_map(|key| entry.get(*key)).cloned()
}

/// Pairs by name; where a single one without an id is left on both sides, it is the same that was renamed.
pub fn pairs(was: &[&Table], is: &[&Table]) -> Vec<(Option<usize>, Option<usize>)> {
    let (before, after) = (ids(was), ids(is));
    let mut gone: Vec<usize> = (0..was.len()).filter(|at| !after.contains(&before[*at])).collect();
    let mut new: Vec<usize> = (0..is.len()).filter(|at| !before.contains(&after[*at])).collect();
    let renamed = match (gone.as_slice(), new.as_slice()) {
        ([one], [other]) if NAMES.iter().all(|key| !was[*one].contains_key(*key)) => Some((*one, *other)),
        _ => None,
    };
    if renamed.is_some() {
        gone.clear();
        new.clear();
    }
    let kept = after.iter().enumerate().filter_map(|(at, id)| {
        let stood = before.iter().position(|before| before == id);
        let stood = stood.or_else(|| renamed.filter(|(_, other)| *other == at).map(|(one, _)| one));
        Some((Some(stood?), Some(at)))
    });
    let new = new.into_iter().map(|at| (None, Some(at)));
    kept.chain(gone.into_iter().map(|at| (Some(at), None)))
        .chain(new)
        .collect()
}

fn id(entry: &Table) -> String {
    let named = NAMES.iter().find_map(|key| match entry.get(*key)? {
        Value::String(name) => Some(name.clone()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    });
    let titled = || Some(title(entry)?.get("bg")?.as_str()?.to_owned());
    named.or_else(titled).unwrap_or_default()
}
