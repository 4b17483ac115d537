//! The register of a year.

use axum::extract::{Path, Query, State};
use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    super::{
        super::{
            error::{Answer, OrUnavailable},
            page::Page,
            table::{row, table},
            time,
        },
        address as figures, desk,
    },
    PART, address,
};
use crate::{
    figures::{Matter, Registered, Unit},
    server::{figures::words, state::App, store::days::Span},
};

#[derive(Deserialize)]
pub struct Year {
    year: Option<i32>,
}

impl Year {
    /// Of the year that was asked for, or of this one.
    pub fn span(&self, municipality: &str, today: NaiveDate) -> Span {
        let day = self
            .year
            .and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1))
            .unwrap_or(today);
        let year = Unit::Year.of(day);
        Span {
            municipality: municipality.to_owned(),
            from: year.first,
            to: year.last,
        }
    }
}

pub async fn get(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(year): Query<Year>,
) -> Answer {
    let pack = desk::pack(&page, &municipality)?;
    let today = desk::today(&page, &pack);
    let span = year.span(&municipality, today);
    let mut registered = app.store.registered(&span).await.or_unavailable(&page)?;
    registered.reverse();
    let (shown, at) = (span.from.year(), address(&municipality));
    let content = html! {
        p.lead { (page.say(
            "Кога е регистриран всеки сигнал и всяко писмо и кога е отговорено. По това се смята дали обещаните срокове са спазени.",
            "When each signal and letter was registered, and when it was answered. Whether the promised times were kept is counted from this.",
        )) }
        div.actions {
            h2 { (shown) (page.say(" г.", "")) ": " (summary(&page, &registered)) }
            @if page.is_editor() {
                div.choices {
                    a.button href={ (figures(&municipality)) "/new-registered" } { (page.say("Нов запис", "New entry")) }
                    a.button.second href={ (figures(&municipality)) "/import-registered" } { (page.say("От таблица", "From a table")) }
                }
            }
        }
        @if registered.is_empty() {
            p.empty { (page.say("За тази година няма записи.", "There are no entries of this year.")) }
        } @else {
            (rows(&page, &municipality, &registered))
            p { a href={ (at) ".csv?year=" (shown) } { (page.say("Записите на годината като таблица (CSV)", "The year's entries as a table (CSV)")) } }
        }
        nav.pages aria-label=(page.say("Други години", "Other years")) {
            a.button.second href={ (at) "?year=" (shown - 1) } { (shown - 1) }
            @if shown < today.year() { a.button.second href={ (at) "?year=" (shown + 1) } { (shown + 1) } }
        }
    };
    Ok(desk::show(&page, &municipality, PART, &content))
}

fn summary(page: &Page, registered: &[Registered]) -> String {
    let many = |matter| {
        let count = registered.iter().filter(|entry| entry.matter == matter).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    let signals = words::counted(
        page.lang,
        many(Matter::Complaint),
        ("сигнал", "сигнала"),
        ("signal", "signals"),
    );
    let letters = words::counted(
        page.lang,
        many(Matter::Letter),
        ("писмо", "писма"),
        ("letter", "letters"),
    );
    format!("{signals}, {letters}")
}

fn rows(page: &Page, municipality: &str, registered: &[Registered]) -> Markup {
    let columns = [
        page.say("Номер", "Number"),
        page.say("Вид", "Kind"),
        page.say("Регистриран", "Registered"),
        page.say("Отговорен", "Answered"),
        page.say("Известие за забавяне", "Notice of delay"),
    ];
    let day = |day: Option<NaiveDate>| {
        html! { @match day {
            Some(day) => { (time::day(page.lang, day)) }
            None => { "–" }
        } }
    };
    let row = |entry: &Registered| {
        let number = html! {
            @if page.is_editor() { a href=(entry_address(municipality, entry.number.as_str())) { (entry.number) } }
            @else { (entry.number) }
        };
        let kind = html! { (matter(page, entry.matter)) };
        let cells = [
            number,
            kind,
            day(Some(entry.on)),
            day(entry.answered),
            day(entry.notice),
        ];
        row(&columns, &cells)
    };
    let rows: Vec<Markup> = registered.iter().map(row).collect();
    table(&columns, &rows)
}

pub fn matter(page: &Page, matter: Matter) -> &str {
    match matter {
        Matter::Complaint => page.say("сигнал или жалба", "signal or complaint"),
        Matter::Letter => page.say("писмо", "letter"),
    }
}

/// Where an entry is corrected. A number may have a slash in it, so it stands in the query.
pub fn entry_address(municipality: &str, number: &str) -> String {
    let query = serde_urlencoded::to_string([("number", number)]).unwrap_or_default();
    format!("{}/registered?{query}", figures(municipality))
}
