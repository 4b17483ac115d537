//! `/admin/content`: the municipalities, and where each draft stands.

use axum::extract::State;
use maud::{Markup, html};

use super::super::{
    error::{Answer, OrUnavailable},
    municipalities,
    page::Page,
    table::{row, table},
    time,
};
use super::{address, import};
use crate::server::{state::App, store::drafts::Revision};

pub async fn get(State(app): State<App>, page: Page) -> Answer {
    let columns = [page.say("Община", "Municipality"), page.say("Чернова", "Draft")];
    let mut rows: Vec<Markup> = Vec::new();
    let known = municipalities::all(&page);
    let drafted = app.store.drafted().await.or_unavailable(&page)?;
    // Of one that is being written and was never published, no name is known but its id.
    let others = drafted.iter().filter(|id| known.iter().all(|(known, _)| known != id));
    let others = others.map(|id| (id.as_str(), id.as_str()));
    for (id, name) in known.iter().copied().chain(others) {
        let newest = app.store.draft_revisions(id, None, 1).await.or_unavailable(&page)?;
        let cells = [
            html! { a href=(address(id)) { (name) } },
            newest
                .first()
                .map_or_else(|| none(&page), |revision| saved(&page, revision)),
        ];
        rows.push(row(&columns, &cells));
    }
    let content = html! {
        p.lead { (page.say(
            "Тук се променя това, което киоските показват: съобщения, услуги, такси, работно време.",
            "Here you change what the kiosks show: notices, services, fees, hours.",
        )) }
        (table(&columns, &rows))
        div.choices {
            a.button.second href="/admin/new-municipality" { (page.say("Нова община", "New municipality")) }
            a.button.second href=(import::pack::PLACE) { (page.say("Община от архив", "A municipality from an archive")) }
        }
    };
    Ok(page.show(page.say("Съдържание", "Content"), content))
}

fn none(page: &Page) -> Markup {
    html! { span.soft { (page.say("няма промени", "no changes")) } }
}

/// When and by whom.
pub fn saved(page: &Page, revision: &Revision) -> Markup {
    html! {
        (page.say("записана", "saved")) " " (time::moment(page.lang, revision.saved_at, page.now))
        @if !revision.saved_by.is_empty() { ", " (revision.saved_by) }
    }
}
