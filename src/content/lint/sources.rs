//! The TOML files as they are written, so that findings can name lines and rules can look at every text.

use std::collections::BTreeMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::content::{files::Files, lines::Lines, read::DOCUMENTS, text::is_language};

pub struct Sources<'a>(BTreeMap<&'static str, Document<'a>>);

struct Document<'a> {
    table: DeTable<'a>,
    lines: Lines,
}

/// One string of a file.
pub struct Text<'a> {
    pub file: &'static str,
    pub line: usize,
    /// The key it stands under, or its array does.
    pub key: &'a str,
    pub text: &'a str,
}

/// One text in its languages: a table whose keys are all language codes.
pub struct Localised<'a> {
    pub file: &'static str,
    pub line: usize,
    /// The key it stands under.
    pub key: &'a str,
    pub languages: BTreeMap<&'a str, &'a str>,
}

impl<'a> Sources<'a> {
    #[must_use]
    pub fn of(files: &'a Files) -> Self {
        let document = |file: &'static str| {
            let text = files.text(file)?;
            let table = DeTable::parse(text).ok()?.into_inner();
            let lines = Lines::of(text);
            Some((file, Document { table, lines }))
        };
        Self(DOCUMENTS.into_iter().filter_map(document).collect())
    }

    /// The line of `service/3/fee/0/currency`, or of as much of that path as there is.
    #[must_use]
    pub fn line(&self, file: &str, path: &str) -> Option<usize> {
        self.find(file, path).map(|(line, _)| line)
    }

    /// The same; none where a part of the path is not there.
    #[must_use]
    pub fn exact_line(&self, file: &str, path: &str) -> Option<usize> {
        self.find(file, path)
            .filter(|(_, is_whole)| *is_whole)
            .map(|(line, _)| line)
    }

    fn find(&self, file: &str, path: &str) -> Option<(usize, bool)> {
        let document = self.0.get(file)?;
        let mut steps = path.split('/');
        let (key, mut value) = document.table.get_key_value(steps.next()?)?;
        let mut offset = key.span().start;
        let mut is_whole = true;
        for step in steps {
            let next = match value.get_ref() {
                DeValue::Table(table) => table.get_key_value(step).map(|(key, value)| (key.span().start, value)),
                DeValue::Array(array) => step
                    .parse()
                    .ok()
                    .and_then(|index: usize| array.get(index))
                    .map(|value| (value.span().start, value)),
                _ => None,
            };
            let Some(next) = next else {
                is_whole = false;
                break;
            };
            (offset, value) = next;
        }
        Some((document.lines.line(offset), is_whole))
    }

    /// Every string of every file.
    pub fn texts(&self) -> Vec<Text<'_>> {
        let mut texts = Vec::new();
        self.walk(&mut |file, line, key, value| {
            if let DeValue::String(text) = value {
                texts.push(Text { file, line, key, text });
            }
        });
        texts
    }

    /// Every text in several languages of every file.
    pub fn localised(&self) -> Vec<Localised<'_>> {
        let mut found = Vec::new();
        self.walk(&mut |file, line, key, value| {
            if let DeValue::Table(table) = value
                && let Some(languages) = languages(table)
            {
                found.push(Localised {
                    file,
                    line,
                    key,
                    languages,
                });
            }
        });
        found
    }

    fn walk<'s>(&'s self, visit: &mut impl FnMut(&'static str, usize, &'s str, &'s DeValue<'a>)) {
        for (file, document) in &self.0 {
            for (key, value) in &document.table {
                descend(key.get_ref(), value, &mut |key, value, offset| {
                    visit(file, document.lines.line(offset), key, value);
                });
            }
        }
    }
}

/// The toml crate refuses deep nesting, so this recursion is shallow.
fn descend<'s, 'a>(
    key: &'s str,
    value: &'s Spanned<DeValue<'a>>,
    visit: &mut impl FnMut(&'s str, &'s DeValue<'a>, usize),
) {
    visit(key, value.get_ref(), value.span().start);
    match value.get_ref() {
        DeValue::Table(table) => {
            for (key, value) in table {
                descend(key.get_ref(), value, visit);
            }
        }
        DeValue::Array(array) => {
            for value in array.iter() {
                descend(key, value, visit);
            }
        }
        _ => {}
    }
}

fn languages<'s>(table: &'s DeTable<'_>) -> Option<BTreeMap<&'s str, &'s str>> {
    if table.is_empty() {
        return None;
    }
    let texts = table.iter().map(|(key, value)| {
        let key: &str = key.get_ref();
        is_language(key).then_some(())?;
        Some((key, value.get_ref().as_str()?))
    });
    texts.collect()
}
