//! What two packs differ in, in the words of the content: «услуга 2000: такса обикновена 8.00 → 10.00 BGN».

mod entries;
mod lines;
mod sentence;
mod tree;
mod words;

use toml::{Table, Value};

use super::{files::Files, read::DOCUMENTS};

/// One thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Path within the pack.
    pub file: String,
    /// Where in the file, from outside in.
    pub at: Vec<Step>,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// One of several: a service, a fee.
    Entry {
        /// `service`
        kind: String,
        id: String,
        /// What people know it by: its name or its text.
        title: Option<Value>,
    },
    Key(String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A value; absent before or after.
    Value { was: Option<Value>, is: Option<Value> },
    /// The entry at the end of the way is new.
    Added,
    /// It is there no more.
    Removed,
    /// The entries of this kind stand in another order.
    Order(String),
    /// Lines of a text, where they stand now (from 1), or would.
    Lines {
        line: usize,
        was: Vec<String>,
        is: Vec<String>,
    },
}

/// All that differs, file by file.
#[must_use]
pub fn between(before: &Files, after: &Files) -> Vec<Difference> {
    let names = before.iter().chain(after.iter()).map(|(name, _)| name);
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    let changed = names.into_iter().filter(|name| before.get(name) != after.get(name));
    changed.flat_map(|name| in_file(name, before, after)).collect()
}

/// Comments and spelling of a document are not told of; where it is no TOML, its lines are.
fn in_file(name: &str, before: &Files, after: &Files) -> Vec<Difference> {
    let table = |files: &Files| match files.get(name) {
        None => Some(Table::new()),
        Some(_) => files.text(name)?.parse().ok(),
    };
    if DOCUMENTS.contains(&name)
        && let (Some(was), Some(is)) = (table(before), table(after))
    {
        return tree::compare(name, &was, &is);
    }
    let text = |files: &Files| String::from_utf8_lossy(files.get(name).unwrap_or_default()).into_owned();
    lines::compare(name, &text(before), &text(after))
}
