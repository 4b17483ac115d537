//! Bulgarian or English, as the browser asks or staff have chosen.

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};

use super::cookies;

/// Keeps what staff have chosen.
const COOKIE_NAME: &str = "__Host-parter-lang";
const A_YEAR: u32 = 365 * 24 * 60 * 60;

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

    /// What was chosen on these pages, or else as the browser prefers.
    #[must_use]
    pub fn chosen(headers: &HeaderMap) -> Self {
        cookies::value(headers, COOKIE_NAME)
            .and_then(Self::coded)
            .unwrap_or_else(|| Self::of(headers))
    }

    /// `Set-Cookie` that keeps the choice.
    #[must_use]
    pub fn cookie(self) -> String {
        let code = self.code();
        format!("{COOKIE_NAME}={code}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={A_YEAR}")
    }

    #[must_use]
    pub fn coded(code: &str) -> Option<Self> {
        [Self::Bg, Self::En].into_iter().find(|lang| lang.code() == code)
    }

    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Bg => Self::En,
            Self::En => Self::Bg,
        }
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
    let lang = Lang::coded(parts.next()?.trim().split('-').next()?)?;
    let weight = parts
        .find_map(|part| part.trim().strip_prefix("q="))
        .map_or(Some(1.0), |q| q.parse().ok())?;
    (weight > 0.0).then_some((lang, weight))
}
