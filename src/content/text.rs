//! Text in several languages. Bulgarian is always there; the rest falls back to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An ISO 639-1 code, as in `bg` or `en`.
pub type Lang = String;

/// The language that every text must have.
pub const BULGARIAN: &str = "bg";

/// One text in the languages that a pack has it in: `{ bg = "Каса", en = "Cash desk" }`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Lang, String>")]
pub struct LocalText(pub BTreeMap<Lang, String>);

/// Why a table was refused as a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    #[error("the text is in no language")]
    Empty,
    #[error("“{0}” is no language code of two small letters")]
    Language(Lang),
}

impl TryFrom<BTreeMap<Lang, String>> for LocalText {
    type Error = BadText;

    fn try_from(texts: BTreeMap<Lang, String>) -> Result<Self, BadText> {
        match texts.keys().find(|lang| !is_language(lang)) {
            Some(lang) => Err(BadText::Language(lang.clone())),
            None if texts.is_empty() => Err(BadText::Empty),
            None => Ok(Self(texts)),
        }
    }
}

/// Whether `code` has the form of an ISO 639-1 code.
#[must_use]
pub fn is_language(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())
}

impl LocalText {
    /// A text that has Bulgarian alone.
    #[must_use]
    pub fn bg(text: &str) -> Self {
        Self(BTreeMap::from([(BULGARIAN.to_owned(), text.to_owned())]))
    }

    /// The text in `lang`, or in Bulgarian where `lang` is missing.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        self.0
            .get(lang)
            .or_else(|| self.0.get(BULGARIAN))
            .map_or("", String::as_str)
    }

    /// Whether the text exists in `lang` itself.
    #[must_use]
    pub fn has(&self, lang: &str) -> bool {
        self.0.get(lang).is_some_and(|text| !text.trim().is_empty())
    }

    /// Whether there is nothing to show in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }
}
