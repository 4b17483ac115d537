//! The parts of a pack that are lists of plain fields: what each holds is told once, in [`schema`], and forms are made and
//! entries written from that.

mod entry;
pub mod schema;
mod value;

pub use entry::{Entry, add, change, entries, remove, shift};
pub use value::{Value, check};

/// One part: a list of entries, or a single table.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// As addresses name it: `promises`.
    pub name: &'static str,
    pub file: &'static str,
    /// The keys that lead to it, from outside in; none is the document itself.
    pub key: &'static [&'static str],
    pub shape: Shape,
    pub fields: &'static [Field],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// There is one, always.
    Single,
    /// Entries known by their places.
    List,
    /// Entries known by ids, which new ones get from the words of this field.
    Named(&'static str),
}

#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// In the document: `text`, `source.text`.
    pub name: &'static str,
    pub kind: Kind,
    pub is_required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In every language.
    Text,
    Line,
    /// Several, a line each.
    Lines,
    /// A capital of the alphabet.
    Letter,
    Day,
    /// Up to 10,000.
    Number,
    Flag,
    Choice(&'static [&'static str]),
    Choices(&'static [&'static str]),
    /// Another part's entry.
    One(Ids),
    Several(Ids),
    /// The answers to a question, in order.
    Answers,
    /// Hours on the days of a week.
    Week,
}

/// Whose ids are chosen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    Places,
    Priorities,
    Promises,
    Reasons,
    /// The charter's.
    Sections,
    Services,
    Units,
}

impl Part {
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        schema::ALL.into_iter().find(|part| part.name == name)
    }

    #[must_use]
    pub fn is_list(&self) -> bool {
        self.shape != Shape::Single
    }

    /// As the linter's sources write the way to it: `complaints/way`.
    #[must_use]
    pub fn path(&self) -> String {
        self.key.join("/")
    }
}
