//! The page around what changes.

use axum::{
    http::header::{CONTENT_LANGUAGE, HeaderName, VARY},
    response::{Html, IntoResponse},
};
use maud::{DOCTYPE, Markup, html};

use super::{
    SCRIPT, STYLE,
    address::Address,
    card,
    knowledge::Knowledge,
    stage::{Stage, stage},
};
use crate::server::pages::lang::Lang;

/// In seconds: how often the page is asked for where there are no scripts.
pub const REFRESH: u64 = 15;

/// A page's parts that differ.
struct Frame {
    lang: Lang,
    title: String,
    head: Markup,
    place: Markup,
    main: Markup,
}

/// The page of a ticket, known or not.
pub fn ticket(known: &Knowledge, address: &Address, lang: Lang) -> impl IntoResponse + use<> {
    let frame = Frame {
        lang,
        title: card::title(known, &stage(known, lang)),
        head: html! {
            @if !known.is_final() {
                script src=(SCRIPT.address()) defer {}
                noscript { meta http-equiv="refresh" content=(REFRESH); }
            }
        },
        place: place(known, lang),
        main: html! {
            main data-events=(address.events()) { (card::card(known, lang)) }
            p #say .unseen role="status" {}
            @if !known.is_final() {
                footer {
                p #live { (lang.say("Страницата се обновява сама.", "This page keeps itself up to date.")) }
                p #lost {
                    (lang.say(
                        "Няма връзка: показаното може да е остаряло. Опитваме отново.",
                        "No connection: what is shown may be out of date. Trying again.",
                    ))
                }
                }
            }
        },
    };
    frame.answer()
}

/// The address names no ticket.
pub fn no_code(lang: Lang) -> impl IntoResponse + use<> {
    let headline = lang.say("Това не е код на билет", "This is no ticket code");
    let what_now = lang.say(
        "Кодът има 12 латински букви и цифри. Снимайте отново QR кода от билета или проверете адреса.",
        "The code has 12 letters and digits. Scan the ticket's QR code again, or check the address.",
    );
    note(lang, headline, what_now, html! {}).answer()
}

/// Too much was asked from the visitor's address, which may be many people's.
pub fn too_many(lang: Lang) -> impl IntoResponse + use<> {
    let what_now = lang.say(
        "Много хора питат едновременно. Ако имате билет, той важи. Страницата ще опита отново сама.",
        "Many people are asking at once. If you have a ticket, it is good. This page will try again by itself.",
    );
    moment(lang, what_now)
}

/// The database can't answer now.
pub fn unavailable(lang: Lang) -> impl IntoResponse + use<> {
    let what_now = lang.say(
        "В момента не можем да покажем билета ви, но той важи. Страницата ще опита отново сама.",
        "Your ticket can't be shown just now, but it is good. This page will try again by itself.",
    );
    moment(lang, what_now)
}

fn moment(lang: Lang, what_now: &str) -> impl IntoResponse + use<> {
    let again = html! { meta http-equiv="refresh" content=(REFRESH); };
    note(lang, lang.say("Един момент", "One moment"), what_now, again).answer()
}

fn note(lang: Lang, headline: &str, what_now: &str, head: Markup) -> Frame {
    let stage = Stage {
        name: "note",
        icon: include_str!("../../../assets/icons/info.svg"),
        headline: headline.to_owned(),
        lines: vec![what_now.to_owned()],
    };
    Frame {
        lang,
        title: headline.to_owned(),
        head,
        place: html! { strong { (lang.say("Партер", "Parter")) } },
        main: html! { main { div #card data-stage=(stage.name) { (card::section(&stage, &html! { h1 { (headline) } })) } } },
    }
}

/// Whose ticket it is and where, under a band in the municipality's colour.
fn place(known: &Knowledge, lang: Lang) -> Markup {
    let info = known.pack.as_ref().map(|pack| &pack.info);
    html! {
        @if let Some(info) = info {
            svg.band aria-hidden="true" { rect width="100%" height="100%" fill=(info.accent) {} }
            strong { (info.municipality.name.get(lang.code())) }
        }
        @if let Some(place) = known.place() {
            span { (place.name.get(lang.code())) }
        }
    }
}

impl Frame {
    fn answer(self) -> impl IntoResponse + use<> {
        let page = html! {
            (DOCTYPE)
            html lang=(self.lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(STYLE.address());
                    (self.head)
                }
                body {
                    header { p { (self.place) } }
                    (self.main)
                }
            }
        };
        let headers = [
            (CONTENT_LANGUAGE, self.lang.code()),
            (VARY, "accept-language"),
            (HeaderName::from_static("x-robots-tag"), "noindex"),
        ];
        (headers, Html(page.into_string()))
    }
}
