//! Search in a pack, in memory: services by name, everyday words, documents, unit, law or number, and words in the charter.
//!
//! Each field of a service is a passage. A typed word gives every passage the best fit of its words; rare words count more.
//! A service's score is the sum over the typed words of the best field, and its best single passage on top, so that words
//! which stand together win.

pub mod charter;
mod fold;
pub(super) mod latin;
mod slips;
mod stem;
mod synonyms;
mod vocabulary;

pub use charter::CharterHit;
pub use fold::fold;
pub use latin::transliterate;

use super::{
    pack::Pack,
    service::Service,
    text::{BULGARIAN, Lang, LocalText},
};
use fold::words;
use vocabulary::{CERTAIN, Typed, Vocabulary, ratio};

/// More words than this are not looked at.
const MOST_WORDS: usize = 12;

/// Of the words' weight that the best service has, the share that others need to be shown.
const SHARE_OF_BEST: f32 = 0.6;
/// Below this share of what was typed, one of the words must be certain: a tender's «книжа» are no «шофьорска книжка».
const UNCERTAIN_SHARE: f32 = 0.5;

/// A pack made ready for searching.
#[derive(Debug)]
pub struct Index {
    vocabulary: Vocabulary,
    passages: Vec<Passage>,
    services: Vec<String>,
    charter: charter::CharterIndex,
}

/// A service found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// [`Service::id`]
    pub service: String,
    /// Where the search found it best, to say why it is shown.
    pub field: Field,
    /// Comparable within one search.
    pub score: f32,
}

/// What of a service was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Name,
    /// Everyday words and other names.
    Keyword,
    /// Register number or local code.
    Number,
    Unit,
    Evidence,
    LegalBasis,
    Description,
}

impl Field {
    fn weight(self) -> f32 {
        match self {
            Self::Number => 12.0,
            Self::Name => 10.0,
            Self::Keyword => 8.0,
            Self::Unit => 4.0,
            Self::Evidence | Self::LegalBasis => 3.0,
            Self::Description => 2.0,
        }
    }
}

#[derive(Debug)]
struct Passage {
    service: usize,
    field: Field,
    /// None where it is in no particular language.
    lang: Option<Lang>,
    words: usize,
}

impl Index {
    #[must_use]
    pub fn build(pack: &Pack) -> Self {
        let mut index = Self {
            vocabulary: Vocabulary::default(),
            passages: Vec::new(),
            services: Vec::new(),
            charter: charter::CharterIndex::build(&pack.charter.sections),
        };
        for service in &pack.services {
            let unit = service
                .unit
                .as_ref()
                .and_then(|id| pack.contacts.units.iter().find(|unit| unit.id == *id));
            index.add_service(service, unit.map(|unit| &unit.name));
        }
        index
    }

    /// The services that `query` may mean, best first. Bulgarian texts are searched, and those in `lang`.
    #[must_use]
    pub fn services(&self, query: &str, lang: &str) -> Vec<Hit> {
        let typed = typed_words(query);
        let total: f32 = typed.iter().map(|word| word.weight).sum();
        let mut found: Vec<Found> = vec![Found::default(); self.services.len()];
        let mut together = vec![Together::default(); self.passages.len()];
        for word in &typed {
            let fits = self.fits(word, lang);
            let rarity = self.rarity(&fits);
            let mut best = vec![0.0_f32; self.services.len()];
            for (number, fit) in fits.iter().enumerate().filter(|(_, fit)| **fit > 0.0) {
                let passage = &self.passages[number];
                together[number].fit += rarity * fit;
                together[number].words += 1;
                best[passage.service] = best[passage.service].max(fit * passage.field.weight());
                found[passage.service].certain |= *fit >= CERTAIN;
            }
            for (found, best) in found.iter_mut().zip(best).filter(|(_, best)| *best > 0.0) {
                found.score += rarity * best;
                found.weight += word.weight;
            }
        }
        for (passage, together) in self.passages.iter().zip(together) {
            let found = &mut found[passage.service];
            let score =
                passage.field.weight() * together.fit * ratio(together.words.min(passage.words), passage.words).sqrt();
            if score > found.best {
                (found.best, found.field) = (score, Some(passage.field));
            }
        }
        self.ranked(&found, total)
    }

    /// The sections and blocks of the charter that hold all words of `query`, in the order of the text.
    #[must_use]
    pub fn charter(&self, query: &str) -> Vec<CharterHit> {
        self.charter.find(&typed_words(query))
    }

    /// How well each passage fits one word.
    fn fits(&self, word: &Typed, lang: &str) -> Vec<f32> {
        let mut fits = vec![0.0_f32; self.passages.len()];
        for (passages, fit) in self.vocabulary.fits(word) {
            for number in passages.iter().filter_map(|number| usize::try_from(*number).ok()) {
                let read = self.passages[number]
                    .lang
                    .as_ref()
                    .is_none_or(|written| written == lang);
                if read && fit > fits[number] {
                    fits[number] = fit;
                }
            }
        }
        fits
    }

    /// A word that stands in few services says more than one that stands in all; the best fits tell which.
    fn rarity(&self, fits: &[f32]) -> f32 {
        let best = fits.iter().copied().fold(0.0, f32::max);
        let mut holders = 0;
        let mut last = None;
        for (passage, fit) in self.passages.iter().zip(fits) {
            if *fit >= best * 0.9 && *fit > 0.0 && last != Some(passage.service) {
                holders += 1;
                last = Some(passage.service);
            }
        }
        (1.0 + ratio(self.services.len(), holders)).ln()
    }

    fn ranked(&self, found: &[Found], total: f32) -> Vec<Hit> {
        let most = found.iter().map(|found| found.weight).fold(0.0, f32::max);
        let mut hits: Vec<Hit> = self
            .services
            .iter()
            .zip(found)
            .filter(|(_, found)| found.weight > 0.0 && found.weight >= most * SHARE_OF_BEST)
            .filter(|(_, found)| found.certain || found.weight > total * UNCERTAIN_SHARE)
            .filter_map(|(service, found)| {
                let share = found.weight / total;
                let score = (found.score + found.best) * share * share;
                Some(Hit {
                    service: service.clone(),
                    field: found.field?,
                    score,
                })
            })
            .collect();
        // Stable: what scores the same stays in the pack's order.
        hits.sort_by(|one, other| other.score.total_cmp(&one.score));
        hits
    }

    fn add_service(&mut self, service: &Service, unit: Option<&LocalText>) {
        self.services.push(service.id.clone());
        self.add(Field::Name, &service.name);
        for keyword in &service.keywords {
            self.add_passage(Field::Keyword, None, keyword);
        }
        let named = std::iter::once(&service.name)
            .chain(unit)
            .map(|text| text.get(BULGARIAN));
        let everyday = service.keywords.iter().map(String::as_str);
        for other in named.chain(everyday).flat_map(synonyms::synonyms) {
            self.add_passage(Field::Keyword, None, other);
        }
        for number in service.register_number.iter().chain(&service.local_code) {
            self.add_passage(Field::Number, None, number);
        }
        if let Some(name) = unit {
            self.add(Field::Unit, name);
        }
        for evidence in &service.evidence {
            self.add(Field::Evidence, &evidence.name);
            for other in synonyms::synonyms(evidence.name.get(BULGARIAN)) {
                self.add_passage(Field::Evidence, None, other);
            }
        }
        for act in &service.legal_basis {
            self.add_passage(Field::LegalBasis, None, act);
        }
        for text in service.description.iter().chain(&service.result) {
            self.add(Field::Description, text);
        }
    }

    fn add(&mut self, field: Field, text: &LocalText) {
        for (lang, text) in &text.0 {
            self.add_passage(field, (lang != BULGARIAN).then(|| lang.clone()), text);
        }
    }

    fn add_passage(&mut self, field: Field, lang: Option<Lang>, text: &str) {
        let Ok(number) = u32::try_from(self.passages.len()) else {
            return;
        };
        let folded = fold(text);
        let words = words(&folded);
        for word in &words {
            self.vocabulary.add(word, number);
        }
        let service = self.services.len().saturating_sub(1);
        self.passages.push(Passage {
            service,
            field,
            lang,
            words: words.len(),
        });
    }
}

/// What the search knows of one service.
#[derive(Debug, Clone, Default)]
struct Found {
    score: f32,
    /// Of the typed words that it has.
    weight: f32,
    /// Whether it has one of them beyond a slip.
    certain: bool,
    /// Its best single passage.
    best: f32,
    field: Option<Field>,
}

/// The typed words that stand in one passage.
#[derive(Debug, Clone, Default)]
struct Together {
    fit: f32,
    words: usize,
}

fn typed_words(query: &str) -> Vec<Typed> {
    words(&fold(query))
        .into_iter()
        .take(MOST_WORDS)
        .map(Typed::new)
        .collect()
}
