//! The charter's Markdown into sections: the words exactly, the markup gone.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{CHARTER_TEXT, MOST_FAULTS};
use crate::content::{
    charter::{Block, Section},
    finding::Finding,
    lines::Lines,
};

/// The mark that some charters write as the first word of a list item.
const TICK: &str = "✓";

/// Reads the charter; every word outside headings, paragraphs and lists is a finding.
pub fn sections(text: &str, findings: &mut Vec<Finding>) -> Vec<Section> {
    let mut reader = Reader {
        source: text,
        lines: Lines::of(text),
        sections: Vec::new(),
        lists: 0,
        mark: None,
        words: String::new(),
        begins: None,
        heading: None,
        faults: Vec::new(),
    };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter() {
        reader.take(event, &range);
    }
    findings.append(&mut reader.faults);
    reader.sections
}

struct Reader<'a> {
    source: &'a str,
    lines: Lines,
    sections: Vec<Section>,
    /// How many lists are open.
    lists: usize,
    /// Of the item that is read; empty for its second and later paragraphs.
    mark: Option<String>,
    /// Words of the block that is read.
    words: String,
    /// The line in which these begin.
    begins: Option<usize>,
    /// Where the block's words are a heading's: its level and id.
    heading: Option<(u8, Option<String>)>,
    faults: Vec<Finding>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                self.heading = Some((level as u8, id.map(|id| id.to_string())));
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(range),
            Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Strong | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            Event::Start(Tag::List(_)) => {
                self.end_block(range);
                self.lists += 1;
            }
            Event::End(TagEnd::List(_)) => self.lists -= 1,
            Event::Start(Tag::Item) => self.mark = Some(self.mark_at(range)),
            Event::End(TagEnd::Item) => {
                self.end_block(range);
                self.mark = None;
            }
            Event::End(TagEnd::Paragraph) => self.end_block(range),
            Event::Text(words) | Event::Code(words) => {
                self.begins.get_or_insert(self.lines.line(range.start));
                self.words.push_str(&words);
            }
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.words.push('\n'),
            Event::Start(_) | Event::Rule | Event::InlineHtml(_) => self.refuse(range),
            // Lines of a block and ends of what was refused at its start, and extensions that are not switched on.
            _ => self.end_block(range),
        }
    }

    fn end_heading(&mut self, range: &Range<usize>) {
        let line = self.lines.line(range.start);
        let heading = std::mem::take(&mut self.words);
        self.begins = None;
        let (level, id) = self.heading.take().unwrap_or((1, None));
        let id = id.unwrap_or_else(|| {
            self.fault(
                "heading-without-id",
                line,
                format!("the heading «{heading}» has no id"),
                "end its line with {#short-latin-name}, unlike every other",
            );
            format!("line-{line}")
        });
        self.sections.push(Section {
            id,
            // `##` is a chapter, as `#` is.
            level: level.saturating_sub(1).max(1),
            heading,
            blocks: Vec::new(),
            line,
            block_lines: Vec::new(),
        });
    }

    /// Ends the paragraph or item whose words were gathered, if any were.
    fn end_block(&mut self, range: &Range<usize>) {
        let words = std::mem::take(&mut self.words);
        if words.is_empty() {
            return;
        }
        let line = self.begins.take().unwrap_or_else(|| self.lines.line(range.start));
        let block = match &mut self.mark {
            None => Block::Paragraph(words),
            Some(mark) => {
                let (mark, text) = match words.strip_prefix(TICK) {
                    Some(text) if mark == "•" => (TICK.to_owned(), text.trim_start().to_owned()),
                    _ => (std::mem::take(mark), words),
                };
                self.mark = Some(String::new());
                let depth = u8::try_from(self.lists.saturating_sub(1)).unwrap_or(u8::MAX);
                Block::Item { mark, depth, text }
            }
        };
        if self.sections.is_empty() {
            self.open_nameless(range);
        }
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(block);
            section.block_lines.push(line);
        }
    }

    fn open_nameless(&mut self, range: &Range<usize>) {
        let line = self.lines.line(range.start);
        self.fault(
            "text-before-heading",
            line,
            "the text begins before any heading",
            "put a heading with an id above it, as in: ## Харта на клиента {#harta}",
        );
        self.sections.push(Section {
            id: format!("line-{line}"),
            level: 1,
            heading: String::new(),
            blocks: Vec::new(),
            line,
            block_lines: Vec::new(),
        });
    }

    /// A numbered item keeps its number as written.
    fn mark_at(&self, range: &Range<usize>) -> String {
        let item = self.source.get(range.clone()).unwrap_or_default().trim_start();
        let mark = item.split_whitespace().next().unwrap_or_default();
        if mark.starts_with(|first: char| first.is_ascii_digit()) {
            mark.to_owned()
        } else {
            "•".to_owned()
        }
    }

    fn refuse(&mut self, range: &Range<usize>) {
        self.fault(
            "charter-markup",
            self.lines.line(range.start),
            "a charter has headings, paragraphs and lists; this line is something else (HTML, a quotation, a line of dashes, a picture, or text indented by four spaces)",
            "write it as a paragraph; put a backslash before a sign that should be read as itself",
        );
    }

    fn fault(&mut self, code: &'static str, line: usize, message: impl Into<String>, mend: &str) {
        if self.faults.len() < MOST_FAULTS {
            self.faults
                .push(Finding::error(code, CHARTER_TEXT, Some(line), message, mend));
        }
    }
}
