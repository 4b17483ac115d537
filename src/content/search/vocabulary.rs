//! The words that occur in a pack, and how well a typed word fits each.

use std::collections::HashMap;

use super::{
    latin::{cyrillic, readings, sound, transliterate},
    slips::{LONGEST, slips},
    stem::stem,
};

/// All words of a text, each with the numbers of the passages that hold it.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    terms: Vec<Term>,
    known: HashMap<String, usize>,
}

#[derive(Debug)]
struct Term {
    plain: Form,
    sound: Form,
    passages: Vec<u32>,
}

/// A word the way it is compared.
#[derive(Debug)]
struct Form {
    word: Vec<char>,
    stem: Vec<char>,
    word_letters: u64,
    stem_letters: u64,
    has_digit: bool,
}

/// A typed word: as it is, and, where it is in Latin letters, as it may sound.
#[derive(Debug)]
pub(super) struct Typed {
    plain: Form,
    sounds: Vec<Form>,
    /// How much it counts: longer words tell more.
    pub weight: f32,
}

/// From here on a fit is certain: the word itself, its stem, or its beginning.
pub(super) const CERTAIN: f32 = 0.55;

impl Vocabulary {
    /// Notes that `word`, folded, stands in `passage`. Passages come in order.
    pub fn add(&mut self, word: &str, passage: u32) {
        let at = *self.known.entry(word.to_owned()).or_insert_with(|| {
            let root = stem(word);
            let sound = Form::new(&sound(&transliterate(word)), &sound(&transliterate(&root)));
            self.terms.push(Term {
                plain: Form::new(word, &root),
                sound,
                passages: Vec::new(),
            });
            self.terms.len() - 1
        });
        let passages = &mut self.terms[at].passages;
        if passages.last() != Some(&passage) {
            passages.push(passage);
        }
    }

    /// Every passage with a word that fits `typed`, with how well: from just above 0 to 1.
    pub fn fits(&self, typed: &Typed) -> impl Iterator<Item = (&[u32], f32)> {
        self.terms.iter().filter_map(|term| {
            let by_sound = typed.sounds.iter().map(|sound| 0.95 * sound.fit(&term.sound));
            let fit = by_sound.fold(typed.plain.fit(&term.plain), f32::max);
            (fit > 0.0).then_some((&term.passages[..], fit))
        })
    }
}

impl Typed {
    /// `word` is folded.
    pub fn new(word: &str) -> Self {
        let latin = word.chars().any(|letter| letter.is_ascii_lowercase());
        let sounds = if latin {
            readings(word).iter().map(|reading| Form::heard(reading)).collect()
        } else {
            Vec::new()
        };
        let letters: u16 = word.chars().take(6).map(|_| 1).sum();
        Self {
            plain: Form::new(word, &stem(word)),
            sounds,
            weight: letters.into(),
        }
    }
}

impl Form {
    fn new(word: &str, stem: &str) -> Self {
        let word: Vec<char> = word.chars().take(LONGEST).collect();
        let stem: Vec<char> = stem.chars().take(LONGEST).collect();
        Self {
            word_letters: letters(&word),
            stem_letters: letters(&stem),
            has_digit: word.iter().any(|letter| letter.is_numeric()),
            word,
            stem,
        }
    }

    /// A word typed in Latin letters, by its sound; the ending goes as it would in Cyrillic.
    fn heard(latin: &str) -> Self {
        Self::new(&sound(latin), &sound(&transliterate(&stem(&cyrillic(latin)))))
    }

    fn fit(&self, known: &Self) -> f32 {
        if self.word == known.word {
            return 1.0;
        }
        if self.stem == known.stem {
            return 0.9;
        }
        if known.word.starts_with(&self.word) {
            let share: f32 = ratio(self.word.len(), known.word.len());
            return 0.6 + 0.25 * share;
        }
        if self.stem.len() >= 4 && known.word.starts_with(&self.stem) {
            return CERTAIN;
        }
        self.fit_with_slips(known)
    }

    /// Numbers take no slip: 2016 is not 2018.
    fn fit_with_slips(&self, known: &Self) -> f32 {
        if self.has_digit || known.has_digit {
            return 0.0;
        }
        let most = slips_allowed(self.word.len(), known.word.len());
        let mut fit: f32 = 0.0;
        if missing(self.word_letters, known.word_letters) <= most {
            let found = slips(&self.word, &known.word, most);
            if found.whole <= most {
                fit = fit.max(if found.whole <= 1 { 0.5 } else { 0.35 });
            }
            let most_typed = slips_allowed(self.word.len(), self.word.len());
            if self.word.len() > 4 && found.beginning <= most_typed {
                fit = fit.max(if found.beginning <= 1 { 0.4 } else { 0.25 });
            }
        }
        let most = slips_allowed(self.stem.len(), known.stem.len());
        if fit < 0.45 && missing(self.stem_letters, known.stem_letters) <= most {
            let found = slips(&self.stem, &known.stem, most).whole;
            if found <= most {
                fit = fit.max(if found <= 1 { 0.45 } else { 0.3 });
            }
        }
        fit
    }
}

/// One slip, two in long words; in words of three letters only a forgotten one.
fn slips_allowed(typed: usize, known: usize) -> usize {
    match typed.max(known) {
        9.. => 2,
        4..=8 => 1,
        3 if typed == 2 => 1,
        _ => 0,
    }
}

/// The set of letters of a word, one bit each, some sharing a bit.
fn letters(word: &[char]) -> u64 {
    word.iter().fold(0, |set, letter| set | 1 << (u32::from(*letter) % 64))
}

/// How many letters of the one are not in the other: each is a slip at least.
fn missing(typed: u64, known: u64) -> usize {
    (typed & !known).count_ones().try_into().unwrap_or(usize::MAX)
}

/// `part` of `whole`, both small.
pub(super) fn ratio(part: usize, whole: usize) -> f32 {
    let small = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    small(part) / small(whole).max(1.0)
}
