//! Documents and channels in one cell, a line each; the cell of another language has their translations, line by line in the
//! same order.
//!
//! What stands in a line is parted by `|`: «Пълномощно | при упълномощаване», «Скица | служебно», «по интернет | https://…».

use super::Cause;
use crate::content::{
    l10n,
    service::{Channel, ChannelKind, Evidence},
    text::{BULGARIAN, Lang, LocalText},
};

/// Stands where there is nothing, so that what comes after keeps its place.
const NOTHING: &str = "–";
const EX_OFFICIO: &str = "служебно";

/// How a list is written and read.
pub struct List<T> {
    line: fn(&T, &str) -> String,
    read: fn(&str) -> Result<T, Cause>,
    translate: fn(&mut T, &str, &str) -> Result<(), Cause>,
}

impl<T: Clone> List<T> {
    pub fn cell(&self, items: &[T], lang: &str) -> String {
        let lines: Vec<String> = items.iter().map(|item| (self.line)(item, lang)).collect();
        if lines.iter().all(|line| line == NOTHING) {
            return String::new();
        }
        lines.join("\n")
    }

    /// The list that the cells say, by language; a language that is not among them stays as it was. An item whose line is as
    /// it was stays as it was.
    pub fn read(&self, cells: &[(&Lang, &str)], before: &[T]) -> Result<Vec<T>, Cause> {
        let bulgarian = cells.iter().find(|(lang, _)| *lang == BULGARIAN);
        let bulgarian = bulgarian.map_or_else(|| self.cell(before, BULGARIAN), |(_, cell)| (*cell).to_owned());
        let mut left: Vec<&T> = before.iter().collect();
        let mut items = Vec::new();
        for line in split(&bulgarian) {
            let was = left.iter().position(|item| (self.line)(item, BULGARIAN) == line);
            items.push(match was {
                Some(was) => left.remove(was).clone(),
                None => (self.read)(line)?,
            });
        }
        for (lang, cell) in cells.iter().filter(|(lang, _)| *lang != BULGARIAN) {
            let lines: Vec<&str> = split(cell).collect();
            if !lines.is_empty() && lines.len() != items.len() {
                return Err(Cause::Lines {
                    found: lines.len(),
                    expected: items.len(),
                });
            }
            for (item, line) in items
                .iter_mut()
                .zip(lines.into_iter().chain(std::iter::repeat(NOTHING)))
            {
                if (self.line)(item, lang) != line {
                    (self.translate)(item, lang, line)?;
                }
            }
        }
        Ok(items)
    }
}

/// A line each.
pub fn lines(items: &[String]) -> String {
    items.iter().map(|item| in_line(item)).collect::<Vec<_>>().join("\n")
}

/// The lines that hold anything.
pub fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.lines().map(str::trim).filter(|line| !line.is_empty())
}

pub fn evidence() -> List<Evidence> {
    List {
        line: |document, lang| {
            let name = said(Some(&document.name), lang);
            let condition = said(document.condition.as_ref(), lang);
            let obtained = (document.ex_officio && lang == BULGARIAN).then_some(EX_OFFICIO);
            joined(&[name.as_deref(), condition.as_deref(), obtained])
        },
        read: |line| {
            let [name, rest @ ..] = &parts(line)[..] else {
                return Err(Cause::Missing);
            };
            let (condition, ex_officio) = match rest {
                [] => (None, false),
                [Some(EX_OFFICIO)] => (None, true),
                [condition] => (*condition, false),
                [condition, Some(EX_OFFICIO)] => (*condition, true),
                _ => return Err(Cause::Parts(line.to_owned())),
            };
            Ok(Evidence {
                name: LocalText::bg(name.ok_or(Cause::Missing)?),
                condition: condition.map(LocalText::bg),
                ex_officio,
            })
        },
        translate: |document, lang, line| {
            let (name, condition) = match &parts(line)[..] {
                [name] => (*name, None),
                [name, condition] => (*name, *condition),
                _ => return Err(Cause::Parts(line.to_owned())),
            };
            set(&mut document.name, lang, name);
            set_optional(&mut document.condition, lang, condition)
        },
    }
}

pub fn channels() -> List<Channel> {
    List {
        line: |channel, lang| {
            let text = said(channel.text.as_ref(), lang);
            if lang != BULGARIAN {
                return joined(&[text.as_deref()]);
            }
            let kind = l10n::channel(channel.kind, BULGARIAN);
            let line = joined(&[Some(kind), text.as_deref(), channel.url.as_deref()]);
            // A text that looks like an address stays a text.
            let is_text = channel.url.is_none() && text.is_some_and(|text| is_address(&text));
            if is_text { format!("{line} | {NOTHING}") } else { line }
        },
        read: |line| {
            let (kind, text, url) = match &parts(line)[..] {
                [kind] => (*kind, None, None),
                [kind, Some(url)] if is_address(url) => (*kind, None, Some(*url)),
                [kind, text] => (*kind, *text, None),
                [kind, text, url] => (*kind, *text, *url),
                _ => return Err(Cause::Parts(line.to_owned())),
            };
            let written = kind.unwrap_or_default().to_lowercase();
            let mut kinds = ChannelKind::ALL.into_iter();
            let kind = kinds.find(|kind| l10n::channel(*kind, BULGARIAN).to_lowercase() == written);
            Ok(Channel {
                kind: kind.ok_or(Cause::Channel(written))?,
                text: text.map(LocalText::bg),
                url: url.map(str::to_owned),
            })
        },
        translate: |channel, lang, line| match &parts(line)[..] {
            [text] => set_optional(&mut channel.text, lang, *text),
            _ => Err(Cause::Parts(line.to_owned())),
        },
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn said(text: Option<&LocalText>, lang: &str) -> Option<String> {
    Some(in_line(text?.0.get(lang)?)).filter(|line| !line.is_empty())
}

fn in_line(text: &str) -> String {
    let lines = text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// As many parts as there are up to the last one that is there.
fn joined(parts: &[Option<&str>]) -> String {
    let count = parts.iter().rposition(Option::is_some).map_or(1, |last| last + 1);
    let parts = parts.iter().take(count).map(|part| part.unwrap_or(NOTHING));
    parts.collect::<Vec<_>>().join(" | ")
}

fn parts(line: &str) -> Vec<Option<&str>> {
    let parts = line.split('|').map(str::trim);
    parts
        .map(|part| Some(part).filter(|part| !part.is_empty() && *part != NOTHING))
        .collect()
}

fn set(text: &mut LocalText, lang: &str, words: Option<&str>) {
    match words {
        Some(words) => drop(text.0.insert(lang.to_owned(), words.to_owned())),
        None => drop(text.0.remove(lang)),
    }
}

fn set_optional(text: &mut Option<LocalText>, lang: &str, words: Option<&str>) -> Result<(), Cause> {
    match (&mut *text, words) {
        (Some(text), words) => set(text, lang, words),
        (None, Some(words)) => return Err(Cause::NotInBulgarian(words.to_owned())),
        (None, None) => {}
    }
    if text.as_ref().is_some_and(|text| text.0.is_empty()) {
        *text = None;
    }
    Ok(())
}
