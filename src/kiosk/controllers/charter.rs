//! Reading the charter: its chapters, its promises, and the place in the text that one was led to.

use super::{charter_search::CharterLine, kiosk::Kiosk, session::Screen};
use crate::content::{
    charter::{Block, Quoted, Section},
    l10n,
    promise::{Metric, Promise, TimeUnit},
    search::CharterHit,
};

/// Where this visitor is in the charter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Number of the open chapter, from 0.
    pub chapter: usize,
    /// What a promise or a search led to.
    pub place: Option<CharterHit>,
    /// What is typed into the search field.
    pub query: String,
    /// Where that stands.
    pub(super) found: Vec<CharterLine>,
}

/// What a promise can be held to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standard {
    /// «до 30 дни от регистрацията»
    Number(String),
    /// The hours that the promise itself names.
    Hours,
    /// Nothing that could be measured: «в кратък срок».
    Open,
}

impl Kiosk {
    /// A chapter is a section of the first level with those below it.
    #[must_use]
    pub fn chapters(&self) -> Vec<&[Section]> {
        let sections = &self.pack.charter.sections;
        sections.chunk_by(|_, next| next.level > 1).collect()
    }

    /// Number of the open chapter and its sections; None only in a charter without any.
    #[must_use]
    pub fn open_chapter_text(&self) -> Option<(usize, &[Section])> {
        let number = self.session.reading.chapter;
        self.chapters().get(number).map(|sections| (number, *sections))
    }

    /// Whether `place` is the one that the visitor was led to; `section` counts from the chapter's heading.
    #[must_use]
    pub fn is_led_to(&self, section: usize, block: Option<usize>) -> bool {
        let before: usize = self
            .chapters()
            .iter()
            .take(self.session.reading.chapter)
            .map(|chapter| chapter.len())
            .sum();
        let place = CharterHit {
            section: before + section,
            block,
        };
        self.session.reading.place == Some(place)
    }

    pub fn open_chapter(&mut self, number: usize) {
        if number < self.chapters().len() {
            self.show_chapter(number, None);
        }
    }

    pub fn next_chapter(&mut self) {
        self.open_chapter(self.session.reading.chapter + 1);
    }

    pub fn previous_chapter(&mut self) {
        if let Some(number) = self.session.reading.chapter.checked_sub(1) {
            self.open_chapter(number);
        }
    }

    /// Opens the text where `place` stands.
    pub fn open_place(&mut self, place: CharterHit) {
        let mut ends = 0;
        let chapter = self.chapters().iter().position(|sections| {
            ends += sections.len();
            place.section < ends
        });
        if let Some(chapter) = chapter {
            self.show_chapter(chapter, Some(place));
        }
    }

    fn show_chapter(&mut self, chapter: usize, place: Option<CharterHit>) {
        self.session.reading.chapter = chapter;
        self.session.reading.place = place;
        self.session.go(Screen::CharterSection);
    }

    /// Opens the section `id`; false where the charter has none.
    pub fn open_section(&mut self, id: &str) -> bool {
        let section = self.pack.charter.sections.iter().position(|section| section.id == id);
        let place = section.map(|section| CharterHit { section, block: None });
        place.map(|place| self.open_place(place)).is_some()
    }

    /// Opens the charter where the promise's own words stand.
    pub fn open_promise(&mut self, number: usize) {
        let promise = self.pack.promises.get(number);
        let quoted = promise.and_then(|promise| self.pack.charter.quoted(promise));
        if let Some(Quoted { section, block, .. }) = quoted {
            self.open_place(CharterHit { section, block });
        }
    }
}

/// The words of a block, without its mark.
#[must_use]
pub fn words(block: &Block) -> &str {
    let (Block::Paragraph(text) | Block::Item { text, .. }) = block;
    text
}

/// What `promise` can be held to, in words.
#[must_use]
pub fn standard(promise: &Promise, lang: &str) -> Standard {
    let hours = matches!(
        promise.metric,
        Metric::OpeningHours | Metric::ReceptionHours | Metric::TelephoneHours
    );
    match (promise.threshold, promise.unit) {
        (Some(24), Some(TimeUnit::Hours)) if hours => Standard::Number(l10n::round_the_clock(lang).to_owned()),
        (Some(amount), Some(unit)) => {
            let amount = l10n::amount(amount, unit, lang);
            let number = match (hours, lang) {
                (true, _) => amount,
                (false, "en") => format!("within {amount}"),
                (false, _) => format!("до {amount}"),
            };
            let from = promise.counted_from.as_ref().map(|from| format!(" {}", from.get(lang)));
            Standard::Number(number + &from.unwrap_or_default())
        }
        _ if hours => Standard::Hours,
        _ => Standard::Open,
    }
}
