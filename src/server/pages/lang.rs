//! Bulgarian or English, as the browser asks.

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Bg,
    En,
}

impl Lang {
    /// The first of the two that the browser prefers; Bulgarian where it names neither.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let mut ranked: Vec<(Self, f32)> = asked.unwrap_or_default().split(',').filter_map(preference).collect();
        // Stable: of two that are liked as well, the one named first.
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
        ranked.first().map_or(Self::Bg, |(lang, _)| *lang)
    }

    /// Of two texts that say the same, the one in this language.
    #[must_use]
    pub fn say<'a>(self, bg: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Bg => bg,
            Self::En => en,
        }
    }

    /// As in `lang="bg"`, and the key of a pack's texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Bg => "bg",
            Self::En => "en",
        }
    }
}

/// `bg-BG;q=0.8`
fn preference(text: &str) -> Option<(Lang, f32)> {
    let mut parts = text.split(';');
    let lang = match parts.next()?.trim().split('-').next()? {
        "bg" => Lang::Bg,
        "en" => Lang::En,
        _ => return None,
    };
    let weight = parts
        .find_map(|part| part.trim().strip_prefix("q="))
        .map_or(Some(1.0), |q| q.parse().ok())?;
    (weight > 0.0).then_some((lang, weight))
}
