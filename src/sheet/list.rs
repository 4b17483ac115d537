//! A list that people keep as a table: which column is where, and what is wrong with it in their own words.

use std::{borrow::Cow, fmt};

use csv::StringRecord;

/// So many faults are told at once.
const TOLD: usize = 20;

/// The columns that a list may have.
pub trait Column: Copy + PartialEq + 'static {
    const ALL: &'static [Self];

    /// What may stand over it, in small letters: as we write it in Bulgarian and in English, then what else is understood.
    fn names(self) -> &'static [&'static str];

    /// As we write it.
    fn name(self, lang: &str) -> &'static str {
        let [bg, en, ..] = self.names() else { return "" };
        if lang == "en" { en } else { bg }
    }

    /// The first row, as we write it.
    fn heads(lang: &str) -> Vec<Cow<'static, str>> {
        Self::ALL
            .iter()
            .map(|column| Cow::Borrowed(column.name(lang)))
            .collect()
    }
}

/// What can be wrong with one kind of list; with any, [`Common`].
pub trait Cause: From<Common<Self::Column>> {
    type Column: Column;

    /// The field that it concerns.
    fn column(&self) -> Option<Self::Column>;

    /// What it is, and the mend.
    fn words(&self, lang: &str) -> String;
}

/// What can be wrong with any list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Common<K> {
    /// The heading as it stands.
    UnknownColumn(String),
    ColumnTwice(K),
    NoColumn(K),
    /// A field beyond the last heading.
    TooManyFields,
    Missing(K),
    /// There are more faults than are told.
    AndMore(usize),
}

/// One fault of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault<C> {
    /// From 1; none of what concerns the whole list.
    pub line: Option<usize>,
    pub cause: C,
}

/// Which column is where.
pub struct Headings<K>(Vec<K>);

impl<K: Column> Headings<K> {
    /// Reads the first row, which must name the columns `needed`; with all that is wrong with it.
    #[must_use]
    pub fn read(headings: &StringRecord, needed: &[K]) -> (Self, Vec<Common<K>>) {
        let (mut found, mut causes) = (Vec::new(), Vec::new());
        for heading in headings {
            let small = heading.to_lowercase();
            let is_it = |column: &K| column.names().contains(&small.as_str());
            match K::ALL.iter().copied().find(is_it) {
                None => causes.push(Common::UnknownColumn(heading.to_owned())),
                Some(column) if found.contains(&column) => causes.push(Common::ColumnTwice(column)),
                Some(column) => found.push(column),
            }
        }
        let missing = needed.iter().copied().filter(|column| !found.contains(column));
        causes.extend(missing.map(Common::NoColumn));
        (Self(found), causes)
    }

    #[must_use]
    pub fn has(&self, column: K) -> bool {
        self.0.contains(&column)
    }

    /// What stands in that column; nothing where the list has no such column, or the row ends before it.
    #[must_use]
    pub fn field<'r>(&self, row: &'r StringRecord, column: K) -> &'r str {
        let at = self.0.iter().position(|known| *known == column);
        at.and_then(|at| row.get(at)).unwrap_or_default()
    }

    /// Whether something stands beyond the last heading.
    #[must_use]
    pub fn is_overrun(&self, row: &StringRecord) -> bool {
        row.iter().skip(self.0.len()).any(|field| !field.is_empty())
    }
}

/// The faults of lines as they are told: the first of them, and how many more there are.
pub fn told<C: Cause>(mut faults: Vec<(usize, C)>) -> Vec<Fault<C>> {
    let more = faults.len().saturating_sub(TOLD);
    faults.truncate(TOLD);
    let line = |(line, cause)| Fault {
        line: Some(line),
        cause,
    };
    let more = (more > 0).then(|| Fault::of(Common::AndMore(more).into()));
    faults.into_iter().map(line).chain(more).collect()
}

impl<C: Cause> Fault<C> {
    /// Of the whole, or of what was typed alone.
    #[must_use]
    pub fn of(cause: C) -> Self {
        Self { line: None, cause }
    }

    /// «Ред 3, час: …»
    #[must_use]
    pub fn words(&self, lang: &str) -> String {
        let what = self.cause.words(lang);
        let Some(line) = self.line else { return what };
        let line = if lang == "en" {
            format!("line {line}")
        } else {
            format!("ред {line}")
        };
        match self.cause.column() {
            Some(column) => format!("{line}, {}: {what}", column.name(lang)),
            None => format!("{line}: {what}"),
        }
    }
}

impl<C: Cause> fmt::Display for Fault<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words("en"))
    }
}

impl<K: Column> Common<K> {
    /// The field that it concerns.
    #[must_use]
    pub fn column(&self) -> Option<K> {
        match self {
            Self::Missing(column) => Some(*column),
            _ => None,
        }
    }

    /// What it is, and the mend.
    #[must_use]
    pub fn words(&self, lang: &str) -> String {
        let (bg, en) = match self {
            Self::UnknownColumn(heading) => (
                format!(
                    "колоната «{heading}» е непозната: изтрийте я. Колоните са {}; имена и други лични данни не се пазят",
                    K::heads("bg").join(", ")
                ),
                format!(
                    "the column “{heading}” is unknown: delete it. Columns are {}; names and anything else of a person are not kept",
                    K::heads("en").join(", ")
                ),
            ),
            Self::ColumnTwice(column) => (
                format!("колоната «{}» е два пъти: изтрийте едната", column.name("bg")),
                format!("the column “{}” is there twice: delete one", column.name("en")),
            ),
            Self::NoColumn(column) => (
                format!("липсва колоната «{}»: добавете я", column.name("bg")),
                format!("the column “{}” is missing: add it", column.name("en")),
            ),
            Self::TooManyFields => (
                "полетата са повече от колоните: сложете в кавички текст, в който има разделител".to_owned(),
                "there are more fields than columns: put text that has a separator in it in quotes".to_owned(),
            ),
            Self::Missing(_) => (
                "полето е празно: попълнете го".to_owned(),
                "the field is empty: fill it in".to_owned(),
            ),
            Self::AndMore(more) => (format!("и още грешки: {more}"), format!("and {more} more faults")),
        };
        if lang == "en" { en } else { bg }
    }
}
