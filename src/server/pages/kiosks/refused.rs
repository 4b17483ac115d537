//! `/admin/kiosks/ID/refused`: what a kiosk sent that was rejected, as it came.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::{
    super::{
        error::{Answer, OrUnavailable},
        page::Page,
        words,
    },
    address, find,
};
use crate::server::{state::App, store::intake::Refused};

/// The newest ones.
const SHOWN: u32 = 100;

pub async fn get(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let report = find(&app, &page, &id).await?;
    let refused = app.store.refused(Some(&id), SHOWN).await.or_unavailable(&page)?;
    let content = html! {
        p { a href=(address(&id)) { (page.say("Към киоска", "To the kiosk"))": " (report.device.name) } }
        p { (page.say(
            "Сървърът не е приел тези записи и ги пази такива, каквито са дошли. Киоскът ги е отделил и не ги праща пак.",
            "The server has not accepted these records, and keeps them as they came. The kiosk has set them aside and sends them no more.",
        )) }
        @if refused.is_empty() { p.empty { (page.say("Няма отхвърлени записи.", "There are no rejected records.")) } }
        @for (at, record) in refused.iter().enumerate() { (one(&page, at + 1, record)) }
        @if refused.len() == SHOWN as usize { p.soft { (page.say("Показани са последните 100.", "The last 100 are shown.")) } }
    };
    Ok(page.show(page.say("Отхвърлени записи", "Rejected records"), content))
}

/// One of them; `number` tells it from the others on the page.
fn one(page: &Page, number: usize, record: &Refused) -> Markup {
    html! {
        article.panel {
            h2 { code { (record.kind) " " (record.id) } }
            dl.facts {
                div { dt { (page.say("Причина", "Reason")) } dd { (words::reason(page.lang, &record.reason)) } }
                div { dt { (page.say("Подробности", "Detail")) } dd lang="en" { (record.detail) } }
                div { dt { (page.say("Дошъл на", "Came on")) } dd { (record.day.format("%d.%m.%Y")) } }
                div { dt { "SHA-256" } dd { code { (record.sha256) } } }
            }
            @if record.payload.is_empty() {
                p.soft { (page.say("Съдържанието е твърде дълго и не е запазено.", "The content was too long to be kept.")) }
            } @else {
                // It scrolls, so the keyboard has to reach it.
                pre tabindex="0" role="region" aria-label={ (page.say("Съдържание на запис", "Content of record")) " " (number) } { (record.payload) }
            }
        }
    }
}
