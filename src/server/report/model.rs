//! A report as data: what every rendering shows.

use chrono::{DateTime, Utc};

use super::{
    super::chart::{Mark, bars::Bar, columns::Column as Pillar, data::Data},
    words,
};
use crate::web::lang::Lang;

#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub lang: Lang,
    /// «Община Кюстендил»
    pub municipality: String,
    pub title: String,
    /// Whose figures these are, for every page.
    pub reminder: String,
    pub made: DateTime<Utc>,
    pub chapters: Vec<Chapter>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// Latin, unique in the report.
    pub id: &'static str,
    pub heading: String,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Text(String),
    /// What must not be overlooked.
    Notice(String),
    List(Vec<String>),
    Table(Table),
    /// A chart, and the table of what is drawn.
    Figure(Chart, Table),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// How a whole is distributed.
    Bars {
        bars: Vec<Bar>,
        /// Whether they are shares of one; otherwise the longest fills the width.
        of_one: bool,
    },
    /// How a share goes from period to period; `interval` says what the lines on the columns are.
    Columns { columns: Vec<Pillar>, interval: String },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Latin, unique in the report: the name of its file.
    pub id: String,
    pub title: String,
    pub columns: Vec<Column>,
    /// Of as many cells as there are columns; the first names the row.
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    pub is_number: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    /// The charter's own words, which are Bulgarian in every report.
    Quote(String),
    Count(u32),
    /// From 0 to 1.
    Share(f64),
    /// Told to a tenth.
    Decimal(f64),
    /// There is something that may not be shown.
    Withheld,
    /// There is nothing to show.
    Nothing,
}

impl Report {
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let blocks = self.chapters.iter().flat_map(|chapter| &chapter.blocks);
        blocks.filter_map(|block| match block {
            Block::Table(table) | Block::Figure(_, table) => Some(table),
            Block::Text(_) | Block::Notice(_) | Block::List(_) => None,
        })
    }
}

impl Chart {
    /// What is to be seen, for who does not see it.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> String {
        let said: Vec<String> = match self {
            Self::Bars { bars, .. } => bars.iter().map(|bar| format!("{}: {}", bar.label, bar.shown)).collect(),
            Self::Columns { columns, .. } => {
                let told = |column: &Pillar| format!("{}: {}", column.name, marked(column.mark).shown(lang));
                columns.iter().map(told).collect()
            }
        };
        said.join("; ")
    }
}

fn marked(mark: Mark) -> Cell {
    match mark {
        Mark::Shown { value, .. } => Cell::Share(value),
        Mark::Withheld => Cell::Withheld,
        Mark::Nothing => Cell::Nothing,
    }
}

impl Table {
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// One more column of words.
    #[must_use]
    pub fn text(mut self, name: &str) -> Self {
        self.columns.push(Column {
            name: name.to_owned(),
            is_number: false,
        });
        self
    }

    /// One more column of numbers.
    #[must_use]
    pub fn number(mut self, name: &str) -> Self {
        self.columns.push(Column {
            name: name.to_owned(),
            is_number: true,
        });
        self
    }

    /// As the table beside a chart on a page.
    #[must_use]
    pub fn data(&self, lang: Lang) -> Data {
        let shown = |row: &Vec<Cell>| row.iter().map(|cell| cell.shown(lang)).collect();
        Data {
            columns: self.columns.iter().map(|column| column.name.clone()).collect(),
            rows: self.rows.iter().map(shown).collect(),
        }
    }
}

impl Cell {
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A share, where there is one.
    #[must_use]
    pub fn share(ratio: Option<f64>) -> Self {
        ratio.map_or(Self::Nothing, Self::Share)
    }

    /// As people read it.
    #[must_use]
    pub fn shown(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Quote(words) => format!("„{words}“"),
            Self::Count(count) => words::number(lang, *count),
            Self::Share(share) => words::share(lang, *share),
            Self::Decimal(number) => words::decimal(lang, *number),
            Self::Withheld => lang.say("скрито", "withheld").to_owned(),
            Self::Nothing => "–".to_owned(),
        }
    }
}
