//! Words in the charter.

use super::{
    fold::{fold, words},
    vocabulary::{CERTAIN, Typed, Vocabulary},
};
use crate::content::charter::{Block, Section};

/// A place in the charter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CharterHit {
    /// Its number in [`Charter::sections`](crate::content::charter::Charter::sections).
    pub section: usize,
    /// Its number in [`Section::blocks`]; None for the heading.
    pub block: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct CharterIndex {
    vocabulary: Vocabulary,
    places: Vec<CharterHit>,
}

impl CharterIndex {
    pub fn build(sections: &[Section]) -> Self {
        let mut index = Self::default();
        for (section, chapter) in sections.iter().enumerate() {
            index.add(CharterHit { section, block: None }, &chapter.heading);
            for (block, content) in chapter.blocks.iter().enumerate() {
                let (Block::Paragraph(text) | Block::Item { text, .. }) = content;
                index.add(
                    CharterHit {
                        section,
                        block: Some(block),
                    },
                    text,
                );
            }
        }
        index
    }

    /// Places with every word; slips are forgiven only where nothing is found without.
    pub fn find(&self, typed: &[Typed]) -> Vec<CharterHit> {
        let exact = self.holding(typed, CERTAIN);
        if exact.is_empty() {
            self.holding(typed, 0.0)
        } else {
            exact
        }
    }

    fn holding(&self, typed: &[Typed], least: f32) -> Vec<CharterHit> {
        let mut held = vec![!typed.is_empty(); self.places.len()];
        for word in typed {
            let mut has_word = vec![false; self.places.len()];
            for (places, _) in self.vocabulary.fits(word).filter(|(_, fit)| *fit >= least * 0.95) {
                for place in places.iter().filter_map(|place| usize::try_from(*place).ok()) {
                    has_word[place] = true;
                }
            }
            held.iter_mut().zip(has_word).for_each(|(held, has)| *held &= has);
        }
        self.places
            .iter()
            .zip(held)
            .filter(|(_, held)| *held)
            .map(|(place, _)| *place)
            .collect()
    }

    fn add(&mut self, place: CharterHit, text: &str) {
        let Ok(number) = u32::try_from(self.places.len()) else {
            return;
        };
        for word in words(&fold(text)) {
            self.vocabulary.add(word, number);
        }
        self.places.push(place);
    }
}
