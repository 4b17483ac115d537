//! The frame that every public page stands in.

use axum::http::StatusCode;
use maud::{DOCTYPE, Markup, html};

use crate::{
    content::Pack,
    web::{assets::STYLES, lang::Lang},
};

pub struct Frame<'a> {
    pub lang: Lang,
    /// Whose figures these are; none where there is no such municipality.
    pub pack: Option<&'a Pack>,
    pub title: &'a str,
    pub content: Markup,
}

impl Frame<'_> {
    #[must_use]
    pub fn html(self) -> String {
        let Self { lang, pack, .. } = self;
        let info = pack.map(|pack| &pack.info);
        let name = info.map_or(lang.say("Партер", "Parter"), |info| {
            info.municipality.name.get(lang.code())
        });
        let page = html! {
            (DOCTYPE)
            html lang=(lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " – " (name) }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(STYLES.address());
                }
                body.open {
                    a.skip href="#main" { (lang.say("Към съдържанието", "Skip to the content")) }
                    header.bar {
                        @if let Some(info) = info {
                            svg.band aria-hidden="true" { rect width="100%" height="100%" fill=(info.accent) {} }
                        }
                        p.mark { (name) }
                        a.language lang=(lang.other().code()) hreflang=(lang.other().code()) href={ "?lang=" (lang.other().code()) } {
                            (lang.say("In English", "На български"))
                        }
                    }
                    main #main tabindex="-1" {
                        h1 { (self.title) }
                        (self.content)
                    }
                    footer { span { "Parter " (env!("CARGO_PKG_VERSION")) } }
                }
            }
        };
        page.into_string()
    }
}

/// A page that says one thing.
#[must_use]
pub fn message(lang: Lang, title: &str, text: &str) -> String {
    let frame = Frame {
        lang,
        pack: None,
        title,
        content: html! { p.lead { (text) } },
    };
    frame.html()
}

/// Why nothing is shown.
#[must_use]
pub fn refusal(lang: Lang, status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => (
            lang.say("Няма такава община", "There is no such municipality"),
            lang.say("Проверете адреса.", "Check the address."),
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            lang.say("Един момент", "One moment"),
            lang.say(
                "От този адрес се пита твърде често. Опитайте отново след минута.",
                "There are too many requests from this address. Try again in a minute.",
            ),
        ),
        _ => (
            lang.say("Данните не могат да се покажат сега", "The figures can't be shown now"),
            lang.say("Опитайте отново след малко.", "Try again in a moment."),
        ),
    }
}
