//! `/admin`: what needs somebody, or that nothing does.

use axum::extract::State;
use maud::{Markup, html};

use super::{
    error::{Answer, OrUnavailable},
    icon,
    kiosks::summary,
    page::Page,
};
use crate::server::{
    fleet::{self, State as KioskState},
    state::App,
    store::devices::DeviceReport,
};

pub async fn get(State(app): State<App>, page: Page) -> Answer {
    let mut reports = app.store.fleet(app.now()).await.or_unavailable(&page)?;
    fleet::sort(&mut reports, app.now());
    let needy: Vec<&DeviceReport> = reports
        .iter()
        .filter(|report| fleet::needs_attention(report, page.now))
        .collect();
    let content = html! {
        @if reports.is_empty() {
            (first_steps(&page))
        } @else if needy.is_empty() {
            p.banner.good { (icon::check()) span { (page.say("Всичко е наред. Никой киоск не чака помощ.", "All is well. No kiosk needs help.")) } }
        } @else {
            section {
                h2 { (page.say("Имат нужда от внимание", "Need attention")) }
                ul.needy { @for report in needy { li { (summary(&page, report)) } } }
            }
        }
        @if !reports.is_empty() { (counts(&page, &reports)) }
    };
    Ok(page.show(page.say("Преглед", "Overview"), content))
}

fn first_steps(page: &Page) -> Markup {
    html! {
        p.lead { (page.say("Още няма киоски.", "There are no kiosks yet.")) }
        @if page.is_administrator() {
            p { (page.say(
                "Добавете първия: ще получите код, който се въвежда на киоска.",
                "Add the first one: you get a code that is typed on the kiosk.",
            )) }
            p { a.button href="/admin/new-kiosk" { (page.say("Нов киоск", "New kiosk")) } }
        }
    }
}

fn counts(page: &Page, reports: &[DeviceReport]) -> Markup {
    let count = |is: fn(KioskState) -> bool| {
        reports
            .iter()
            .filter(|report| is(fleet::state(report, page.now)))
            .count()
    };
    let rows = [
        (count(|state| state == KioskState::Works), page.say("работят", "work")),
        (
            count(|state| matches!(state, KioskState::Silent { .. })),
            page.say("мълчат", "are silent"),
        ),
        (
            count(|state| matches!(state, KioskState::NotEnrolled { .. })),
            page.say("още не са свързани", "are not enrolled yet"),
        ),
        (
            count(|state| matches!(state, KioskState::Revoked { .. })),
            page.say("с отнет достъп", "are revoked"),
        ),
    ];
    html! {
        section {
            h2 { (page.say("Киоски", "Kiosks")) }
            ul.counts { @for (many, words) in rows { li { strong { (many) } " " (words) } } }
            p { a.button.second href="/admin/kiosks" { (page.say("Всички киоски", "All kiosks")) } }
        }
    }
}
