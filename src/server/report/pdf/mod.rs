//! The report as a PDF: set line by line, tagged for screen readers (PDF/UA-1), fit for an archive (PDF/A-2a).
//!
//! | file | what it is |
//! |---|---|
//! | [`text`] | words into lines of letters |
//! | [`paper`] | pages as they fill up, and what stands where in the order of reading |
//! | [`table`], [`chart`] | what they look like |
//! | [`draw`] | the pages as a file |

mod chart;
mod draw;
mod paper;
mod table;
mod text;

use std::num::NonZeroU16;

use krilla::{
    error::KrillaError,
    tagging::{ListNumbering, Tag, TagKind},
};

use self::{
    paper::{Branch, Ink, Paper, TOP, WIDTH},
    text::{ACCENT, Face, INK, NOTICE, SOFT},
};
use super::model::{Block, Chapter, Report};

/// No heading stands at the end of a page: so much of what it heads is on the same one.
const AFTER_HEADING: f32 = 90.0;
const BULLET: f32 = 12.0;
const PADDING: f32 = 9.0;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the typeface inside the program can't be read")]
    Typeface,
    #[error("the PDF can't be made: {0}")]
    Refused(String),
}

impl From<KrillaError> for PdfError {
    fn from(error: KrillaError) -> Self {
        Self::Refused(format!("{error}: {error:?}"))
    }
}

/// # Errors
/// When the PDF would break a rule of the standards it is made by.
pub fn document(report: &Report) -> Result<Vec<u8>, PdfError> {
    let mut paper = Paper::new();
    paper.front(report);
    for chapter in &report.chapters {
        paper.chapter(chapter, report);
    }
    draw::file(paper, report)
}

impl Paper {
    fn front(&mut self, report: &Report) {
        let municipality = self.flow(&report.municipality, Face::of(13.0).bold().in_colour(ACCENT), 0.0);
        self.branches.push(Branch::group(Tag::P, municipality));
        self.skip(4.0);
        let title = self.flow(&report.title, Face::of(22.0).bold().tight(), 0.0);
        self.branches.push(Branch::group(heading(1, &report.title), title));
        self.skip(12.0);
    }

    fn chapter(&mut self, chapter: &Chapter, report: &Report) {
        self.skip(if self.y > TOP { 14.0 } else { 0.0 });
        self.need(AFTER_HEADING);
        self.mark_chapter(&chapter.heading);
        let lines = self.flow(&chapter.heading, Face::of(15.0).bold().tight().in_colour(ACCENT), 0.0);
        let mut section = vec![Branch::group(heading(2, &chapter.heading), lines)];
        self.skip(5.0);
        for block in &chapter.blocks {
            match block {
                Block::Text(text) => {
                    let lines = self.flow(text, Face::TEXT, 0.0);
                    section.push(Branch::group(Tag::P, lines));
                    self.skip(7.0);
                }
                Block::Notice(text) => section.push(self.notice(text)),
                Block::List(items) => section.push(self.list(items)),
                Block::Table(table) => section.push(self.table(table, true, report.lang)),
                Block::Figure(chart, table) => {
                    section.push(self.figure(chart, table, report.lang));
                    section.push(self.table(table, false, report.lang));
                }
            }
        }
        self.branches.push(Branch::Group(Tag::Section.into(), section));
    }

    /// Boxed, and in one piece.
    fn notice(&mut self, text: &str) -> Branch {
        let lines = self.setter.lines(text, Face::TEXT.bold(), WIDTH - 2.0 * PADDING - 3.0);
        let height = lines.iter().map(|line| line.height).sum::<f32>() + 2.0 * PADDING;
        self.need(height);
        let top = self.y;
        self.aside(vec![
            Ink::area((0.0, top, WIDTH, height), NOTICE),
            Ink::area((0.0, top, 3.0, height), INK),
        ]);
        self.skip(PADDING);
        let leaves = self.put(lines, 3.0 + PADDING);
        self.skip(PADDING + 9.0);
        Branch::group(Tag::P, leaves)
    }

    fn list(&mut self, items: &[String]) -> Branch {
        let mut list = Vec::new();
        for item in items {
            self.need(Face::TEXT.line());
            let mark = self.setter.line("–", Face::TEXT.in_colour(SOFT));
            let mark = self.inked(mark.ink(0.0, self.y));
            let lines = self.flow(item, Face::TEXT, BULLET);
            let body = vec![Branch::group(Tag::Lbl, vec![mark]), Branch::group(Tag::LBody, lines)];
            list.push(Branch::Group(Tag::LI.into(), body));
            self.skip(2.0);
        }
        self.skip(7.0);
        Branch::Group(Tag::L(ListNumbering::None).into(), list)
    }
}

/// Of the first level is the title, of the second a chapter.
fn heading(level: u16, title: &str) -> TagKind {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    Tag::Hn(level, Some(title.to_owned())).into()
}
