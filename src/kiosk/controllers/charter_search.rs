//! Finding words in the charter.

use super::{charter::words, kiosk::Kiosk};
use crate::content::search::{CharterHit, fold};

/// Longer than any question; what is held down ends here.
const LONGEST_QUERY: usize = 80;

/// How much of a long paragraph a line of the list shows.
const EXCERPT_LETTERS: usize = 160;

/// Words shown before the one that was found.
const WORDS_BEFORE: usize = 5;

/// Letters that a word and what was typed share at their beginning, whatever their endings.
const STEM_LETTERS: usize = 4;

/// A place in the charter that holds what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CharterLine {
    pub place: CharterHit,
    pub heading: String,
    /// The words around what was found; empty where the heading itself was.
    pub excerpt: String,
}

impl Kiosk {
    /// What is typed in the search field now.
    pub fn search_charter(&mut self, query: &str) {
        self.session.reading.query = query.chars().take(LONGEST_QUERY).collect();
        self.session.reading.found = self.find_in_charter();
    }

    /// The places that hold all that was typed, in the order of the text.
    #[must_use]
    pub fn found_in_charter(&self) -> &[CharterLine] {
        &self.session.reading.found
    }

    fn find_in_charter(&self) -> Vec<CharterLine> {
        let query = &self.session.reading.query;
        let sections = &self.pack.charter.sections;
        let line = |place: CharterHit| {
            let section = sections.get(place.section)?;
            let block = place.block.and_then(|block| section.blocks.get(block));
            Some(CharterLine {
                place,
                heading: section.heading.clone(),
                excerpt: block.map(|block| excerpt(words(block), query)).unwrap_or_default(),
            })
        };
        self.index.charter(query).into_iter().filter_map(line).collect()
    }

    /// Opens the text at a line of the list.
    pub fn open_found(&mut self, number: usize) {
        if let Some(line) = self.found_in_charter().get(number) {
            self.open_place(line.place);
        }
    }
}

/// `text` around the first word that begins as a typed one does, or from its beginning.
fn excerpt(text: &str, query: &str) -> String {
    let stem = |word: &str| fold(word).chars().take(STEM_LETTERS).collect::<String>();
    let typed: Vec<String> = query.split_whitespace().map(stem).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let found = words.iter().position(|word| typed.contains(&stem(word))).unwrap_or(0);
    let first = found.saturating_sub(WORDS_BEFORE);
    let mut excerpt = String::from(if first > 0 { "…" } else { "" });
    for (shown, word) in words[first..].iter().enumerate() {
        if excerpt.chars().count() > EXCERPT_LETTERS {
            excerpt.push('…');
            break;
        }
        if shown > 0 {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
    }
    excerpt
}
