//! Lists of the charter that are cut short: announced and not there, or ending as if another item followed.

use super::{
    charter::{last_line, tail},
    report::Report,
};
use crate::content::{
    charter::{Block, Section},
    finding::Finding,
    pack::Pack,
    read::CHARTER_TEXT,
};

pub fn check(pack: &Pack, lines: &[&str], report: &mut Report<'_>) {
    let sections = &pack.charter.sections;
    for (index, section) in sections.iter().enumerate() {
        let next = sections.get(index + 1);
        let place = Place {
            section,
            continued: next.is_some_and(|next| next.level > section.level),
            // That the charter breaks off there is told already.
            breaks_off: next.is_none() && !pack.charter.info.complete,
        };
        let end = next.map_or(lines.len(), |next| next.line - 1);
        for (words, fault) in place.faults() {
            report.findings.push(Finding::warning(
                "cut-list",
                CHARTER_TEXT,
                Some(line_of(words, section, lines, end)),
                format!("«{}» {fault}", tail(words)),
                "compare with the source; if it is cut short there too, leave it",
            ));
        }
    }
}

/// A section, and what comes after it.
struct Place<'a> {
    section: &'a Section,
    /// A subsection follows.
    continued: bool,
    /// The charter breaks off at its end.
    breaks_off: bool,
}

impl<'a> Place<'a> {
    /// The words at which something is missing, and what.
    fn faults(&self) -> Vec<(&'a str, &'static str)> {
        let blocks = &self.section.blocks;
        let heading = self.section.heading.trim_end();
        let mut faults = Vec::new();
        if announces(heading) && self.lacks_list() {
            faults.push((heading, NO_LIST));
        }
        for (at, block) in blocks.iter().enumerate() {
            let (words, next) = (block.text().trim_end(), blocks.get(at + 1));
            if next.is_none() && self.breaks_off {
                break;
            }
            let answered = match (block, next) {
                (_, None) => self.continued,
                (Block::Item { depth, .. }, Some(Block::Item { depth: next, mark, .. })) => {
                    next > depth || mark.is_empty()
                }
                (_, Some(next)) => matches!(next, Block::Item { .. }) || is_label(words),
            };
            if announces(words) && !answered {
                faults.push((words, NO_LIST));
            } else if ends_list(block, next) {
                faults.extend(open_end(&blocks[..=at]).map(|fault| (words, fault)));
            }
        }
        faults
    }

    /// A chapter that is announced as a list has one or is divided further. Below chapters, such a heading is as often
    /// that of an address or an hour.
    fn lacks_list(&self) -> bool {
        let Section {
            level, heading, blocks, ..
        } = self.section;
        let has_list = blocks.iter().any(|block| matches!(block, Block::Item { .. }));
        let is_empty = blocks.is_empty() && !self.breaks_off;
        !self.continued && (is_empty || *level == 1 && !has_list && !is_label(heading))
    }
}

const NO_LIST: &str = "announces a list, and none follows";

fn announces(words: &str) -> bool {
    words.ends_with(':')
}

/// «УТВЪРДИЛ:» stands before a name.
fn is_label(words: &str) -> bool {
    words.split_whitespace().count() == 1
}

fn ends_list(block: &Block, next: Option<&Block>) -> bool {
    matches!(block, Block::Item { .. }) && !matches!(next, Some(Block::Item { .. }))
}

/// Why the list at the end of `blocks` seems to go on: by its last item's sign, or by the lack of one that the items
/// beside it have.
fn open_end(blocks: &[Block]) -> Option<&'static str> {
    let list = blocks.iter().rev().map_while(|block| match block {
        Block::Item { depth, text, .. } => Some((*depth, text.as_str())),
        Block::Paragraph(_) => None,
    });
    let mut list = list.peekable();
    let (depth, last) = *list.peek()?;
    let mut beside = list.skip(1).filter(|(other, _)| *other == depth).peekable();
    match closing_sign(last) {
        Some(';' | ',') => Some("ends a list as if another item followed"),
        None if beside.peek().is_none() => Some("is a list of one item that ends without a sign"),
        None if beside.any(|(_, text)| closing_sign(text).is_some()) => {
            Some("ends a list without a sign, unlike the items before it")
        }
        _ => None,
    }
}

/// The sign at the end, where there is one; quotation marks and brackets are none.
fn closing_sign(words: &str) -> Option<char> {
    let words = words.trim_end_matches(['»', '«', '“', '”', '„', '"', '\'', ')', ' ']);
    words.chars().next_back().filter(|sign| ".!?…;,:".contains(*sign))
}

/// The section's last line that ends with the last of `words`, or its last line.
fn line_of(words: &str, section: &Section, lines: &[&str], end: usize) -> usize {
    let ending = words.split_whitespace().next_back().unwrap_or_default();
    let mut within = lines.iter().take(end).enumerate().skip(section.line);
    let found = within.rfind(|(_, line)| line.trim_end().ends_with(ending));
    match found {
        _ if words == section.heading.trim_end() && !section.blocks.is_empty() => section.line,
        Some((index, _)) => index + 1,
        None => last_line(lines, end),
    }
}
