//! The customer charter (Харта на клиента), word for word.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{day, promise::Promise};

/// The approved text with its provenance.
#[derive(Debug, Clone, PartialEq)]
pub struct Charter {
    /// `charter.toml`
    pub info: CharterInfo,
    /// `charter.bg.md`, in order.
    pub sections: Vec<Section>,
}

/// `charter.toml`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharterInfo {
    /// «РД-00-770»; absent where the source names none.
    pub order_number: Option<String>,
    /// The day of approval, where the source names one.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub date: Option<NaiveDate>,
    /// As much of the date as the source says, where it is no whole day: «2016 година».
    pub date_text: Option<String>,
    /// Who approved it, as the source spells it (after errata).
    pub approved_by: Option<String>,
    /// The office held: «Кмет на Община Самоков».
    pub approved_as: Option<String>,
    /// The source file's name.
    pub source: String,
    /// False where the source breaks off; the kiosk says so.
    pub complete: bool,
    /// Where it breaks off: the last words of the source. Required when `complete` is false.
    pub breaks_off_after: Option<String>,
    /// Corrections of evident slips of the scan, in the order of the text.
    #[serde(default, rename = "erratum")]
    pub errata: Vec<Erratum>,
}

/// One correction: never silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// Line of the source file, from 1.
    pub line: usize,
    /// What the source says; occurs in that line exactly once.
    pub was: String,
    /// What the pack says.
    pub is: String,
    /// Why it is a slip: «латинско „c“ в кирилска дума».
    pub why: String,
}

/// A chapter of the charter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Stable id, written `## Heading {#id}`; promises refer to it.
    pub id: String,
    /// 1 for a chapter (`##`), 2 for what stands in one (`###`).
    pub level: u8,
    pub heading: String,
    pub blocks: Vec<Block>,
    /// Line of the heading in `charter.bg.md`.
    pub line: usize,
    /// Where each block begins there.
    pub block_lines: Vec<usize>,
}

/// Where a promise's own words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quoted {
    /// The section's number, from 0.
    pub section: usize,
    /// The block's in it; none where the words go over several.
    pub block: Option<usize>,
    /// The line of `charter.bg.md` in which the block, or else the section, begins.
    pub line: usize,
}

impl Charter {
    /// Where `promise` stands; none where the charter lacks its section.
    #[must_use]
    pub fn quoted(&self, promise: &Promise) -> Option<Quoted> {
        let number = self.sections.iter().position(|section| section.id == promise.section)?;
        let section = self.sections.get(number)?;
        let has_words = |block: &Block| block.text().contains(&promise.quote);
        let block = section.blocks.iter().position(has_words);
        let line = block.and_then(|block| section.block_lines.get(block));
        Some(Quoted {
            section: number,
            block,
            line: line.copied().unwrap_or(section.line),
        })
    }
}

/// What a section is made of. `text` keeps the source's words; emphasis marks are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(String),
    /// One list item. `mark` is what stands before it: «•», «✓» or «1.», nothing before its second paragraph; `depth` 0 for the outer list.
    Item {
        mark: String,
        depth: u8,
        text: String,
    },
}

impl Section {
    /// Heading and blocks in one line, with single spaces: for finding words in it.
    #[must_use]
    pub fn words(&self) -> String {
        let texts = std::iter::once(self.heading.as_str()).chain(self.blocks.iter().map(Block::text));
        texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }
}

impl Block {
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Paragraph(text) | Self::Item { text, .. } => text,
        }
    }
}
