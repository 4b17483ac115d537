//! A section of the stick's file, read key by key: every fault is noted, and reading goes on.

use std::{cell::RefCell, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::fault::{Fault, Problem, Words};
use crate::content::lines::Lines;

/// The file, and what is wrong with it.
pub struct Notes {
    pub lines: Lines,
    faults: RefCell<Vec<Fault>>,
}

impl Notes {
    pub fn new(text: &str) -> Self {
        Self {
            lines: Lines::of(text),
            faults: RefCell::default(),
        }
    }

    pub fn note(&self, at: Option<Range<usize>>, key: Option<String>, problem: Problem) {
        let line = at.map(|span| self.lines.line(span.start));
        self.faults.borrow_mut().push(Fault { line, key, problem });
    }

    /// In the order of the file.
    pub fn faults(self) -> Vec<Fault> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|fault| fault.line);
        faults
    }
}

pub struct Section<'r, 'a> {
    notes: &'r Notes,
    /// `network.wifi`; empty for the file itself.
    path: String,
    /// Where it begins.
    at: Option<Range<usize>>,
    table: Option<&'a DeTable<'a>>,
    known: Vec<&'static str>,
}

impl<'r, 'a> Section<'r, 'a> {
    pub fn root(notes: &'r Notes, table: &'a DeTable<'a>) -> Self {
        Self {
            notes,
            path: String::new(),
            at: None,
            table: Some(table),
            known: Vec::new(),
        }
    }

    /// One that is missing is empty.
    pub fn section(&mut self, key: &'static str) -> Section<'r, 'a> {
        let value = self.get(key);
        let table = value.as_ref().and_then(|(_, value)| value.get_ref().as_table());
        if let (Some((at, _)), None) = (&value, table) {
            let write = Words {
                bg: "раздел в скоби на отделен ред, а полетата под него",
                en: "a section: its name in brackets, the keys below it",
            };
            self.bad(at.clone(), key, None, write);
        }
        Section {
            notes: self.notes,
            path: self.path_of(key),
            at: value.map(|(at, _)| at),
            table,
            known: Vec::new(),
        }
    }

    pub fn is_there(&self) -> bool {
        self.table.is_some()
    }

    /// The line where it begins.
    pub fn line(&self) -> Option<usize> {
        self.at.as_ref().map(|at| self.notes.lines.line(at.start))
    }

    /// The sections of a list, `[[lobby.counter]]` each.
    pub fn entries(&mut self, key: &'static str, write: Words) -> impl Iterator<Item = Section<'r, 'a>> {
        let (notes, path) = (self.notes, self.path_of(key));
        let value = self.get(key);
        let entries = value.as_ref().and_then(|(_, value)| value.get_ref().as_array());
        if let (Some((at, _)), None) = (&value, entries) {
            self.bad(at.clone(), key, None, write);
        }
        let section = move |entry: &'a Spanned<DeValue<'a>>| Section {
            notes,
            path: path.clone(),
            at: Some(entry.span()),
            table: entry.get_ref().as_table(),
            known: Vec::new(),
        };
        entries.into_iter().flat_map(|entries| entries.iter()).map(section)
    }

    /// Whether something other than nothing stands there.
    pub fn has_text(&mut self, key: &'static str) -> bool {
        self.get(key).is_some_and(|(_, value)| !is_empty(value))
    }

    /// A text, read by `read`; none where it is missing or empty.
    pub fn text<T>(&mut self, key: &'static str, write: Words, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.read(
            key,
            write,
            false,
            |value| value.as_str().map(str::to_owned),
            |text| read(text),
        )
    }

    /// The same, which is never repeated in a fault.
    pub fn secret<T>(&mut self, key: &'static str, write: Words, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.read(
            key,
            write,
            true,
            |value| value.as_str().map(str::to_owned),
            |text| read(text),
        )
    }

    /// The same, which must be there.
    pub fn required<T>(&mut self, key: &'static str, write: Words, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.must(key, write);
        self.text(key, write, read)
    }

    /// A number, whole or not.
    pub fn number<T>(&mut self, key: &'static str, write: Words, read: impl FnOnce(f64) -> Option<T>) -> Option<T> {
        self.read(key, write, false, written_number, |text| read(text.parse().ok()?))
    }

    /// True or false.
    pub fn truth(&mut self, key: &'static str, write: Words) -> Option<bool> {
        let written = |value: &DeValue<'_>| value.as_bool().map(|truth| truth.to_string());
        self.read(key, write, false, written, |text| text.parse().ok())
    }

    /// Texts; where one can't be, the first such is named.
    pub fn texts<T>(&mut self, key: &'static str, write: Words, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let mut all = Vec::new();
        let Some((at, value)) = self.get(key) else { return all };
        let Some(entries) = value.get_ref().as_array() else {
            self.bad(at, key, None, write);
            return all;
        };
        for entry in entries.iter() {
            let text = entry.get_ref().as_str();
            match text.and_then(&read) {
                Some(one) => all.push(one),
                None => return self.bad_list(entry.span(), key, text, write),
            }
        }
        all
    }

    /// A name that the municipality's content has, where that is `known`.
    pub fn name_of(
        &mut self,
        key: &'static str,
        write: Words,
        known: Option<&[String]>,
        read: impl FnOnce(&str) -> Option<String>,
    ) -> Option<String> {
        let name = self.text(key, write, read)?;
        self.must_be_known(key, &name, known);
        Some(name)
    }

    /// At least one such name.
    pub fn names_of(&mut self, key: &'static str, write: Words, known: Option<&[String]>) -> Vec<String> {
        if self.get(key).is_none() {
            self.missing(key, write);
        }
        let names = self.texts(key, write, |name| Some(name.trim().to_owned()));
        if let (Some((at, value)), true) = (self.get(key), names.is_empty())
            && value.get_ref().as_array().is_some_and(|entries| entries.is_empty())
        {
            self.bad(at, key, None, write);
        }
        for name in &names {
            self.must_be_known(key, name, known);
        }
        names
    }

    fn must_be_known(&mut self, key: &'static str, name: &str, known: Option<&[String]>) {
        let Some(known) = known.filter(|known| !known.iter().any(|one| one == name)) else {
            return;
        };
        let at = self.place_of(key);
        let (value, known) = (name.to_owned(), known.to_vec());
        self.notes
            .note(at, Some(self.path_of(key)), Problem::UnknownName { value, known });
    }

    /// Six numbers.
    pub fn matrix(&mut self, key: &'static str, write: Words) -> Option<[f32; 6]> {
        let (at, value) = self.get(key)?;
        let numbers = value.get_ref().as_array().map(|entries| {
            let number = |entry: &Spanned<DeValue<'_>>| written_number(entry.get_ref())?.parse::<f32>().ok();
            entries
                .iter()
                .map_while(number)
                .filter(|one| one.is_finite())
                .collect::<Vec<_>>()
        });
        let six = numbers.and_then(|numbers| <[f32; 6]>::try_from(numbers).ok());
        if six.is_none() {
            self.bad(at, key, None, write);
        }
        six
    }

    /// Where something other than nothing stands.
    pub fn place_of(&mut self, key: &'static str) -> Option<Range<usize>> {
        self.get(key).filter(|(_, value)| !is_empty(value)).map(|(at, _)| at)
    }

    pub fn missing(&self, key: &'static str, write: Words) {
        self.notes
            .note(self.at.clone(), Some(self.path_of(key)), Problem::Missing(write));
    }

    /// A name that nobody knows, and those that are known.
    pub fn unknown(&mut self, key: &'static str, known: &[String]) {
        let name = self.get(key).and_then(|(_, value)| value.get_ref().as_str());
        let name = name.unwrap_or_default().trim().to_owned();
        self.must_be_known(key, &name, Some(known));
    }

    pub fn bad(&self, at: Range<usize>, key: &'static str, value: Option<String>, write: Words) {
        self.notes
            .note(Some(at), Some(self.path_of(key)), Problem::Bad { value, write });
    }

    /// Notes all that was never asked for.
    pub fn done(self) {
        let Some(table) = self.table else { return };
        for (name, _) in table.iter() {
            if !self.known.contains(&name.get_ref().as_ref()) {
                let path = self.path_of(name.get_ref());
                self.notes
                    .note(Some(name.span()), Some(path), Problem::Unknown(self.known.clone()));
            }
        }
    }

    fn must(&mut self, key: &'static str, write: Words) {
        if !self.has_text(key) {
            self.missing(key, write);
        }
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        write: Words,
        is_secret: bool,
        written: impl FnOnce(&DeValue<'_>) -> Option<String>,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let (_, value) = self.get(key)?;
        let text = written(value.get_ref());
        let text = text.as_deref().map(str::trim);
        if text == Some("") {
            return None;
        }
        let read = text.and_then(read);
        if read.is_none() {
            self.bad(value.span(), key, text.filter(|_| !is_secret).map(str::to_owned), write);
        }
        read
    }

    fn bad_list<T>(&self, at: Range<usize>, key: &'static str, text: Option<&str>, write: Words) -> Vec<T> {
        self.bad(at, key, text.map(str::to_owned), write);
        Vec::new()
    }

    fn get(&mut self, key: &'static str) -> Option<(Range<usize>, &'a Spanned<DeValue<'a>>)> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        let (name, value) = self.table?.iter().find(|(name, _)| name.get_ref() == key)?;
        Some((name.span(), value))
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }
}

fn is_empty(value: &Spanned<DeValue<'_>>) -> bool {
    value.get_ref().as_str().is_some_and(|text| text.trim().is_empty())
}

fn written_number(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        _ => None,
    }
}
