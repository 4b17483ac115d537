//! `/admin/audit`: who did what, the newest first.

use std::collections::HashMap;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    error::{Answer, OrUnavailable},
    page::Page,
    table::{row, table},
    time, words,
};
use crate::server::{
    state::App,
    store::{
        audit::{Act, Actor, Entry},
        users::Role,
    },
};

/// Entries on a page.
const SHOWN: u32 = 50;

#[derive(Deserialize)]
pub struct Before {
    before: Option<i64>,
}

pub async fn get(State(app): State<App>, page: Page, Query(Before { before }): Query<Before>) -> Answer {
    let mut entries = app.store.audit_log(before, SHOWN + 1).await.or_unavailable(&page)?;
    let is_more = entries.len() > SHOWN as usize;
    entries.truncate(SHOWN as usize);
    let fleet = app.store.fleet(app.now()).await.or_unavailable(&page)?;
    let kiosks: HashMap<String, String> = fleet
        .into_iter()
        .map(|report| (report.device.id, report.device.name))
        .collect();
    let older = entries.last().filter(|_| is_more).map(|entry| entry.id);
    let content = html! {
        @if entries.is_empty() { p.empty { (page.say("Няма записи.", "There are no entries.")) } } @else { (entries_table(&page, &entries, &kiosks)) }
        nav.pages aria-label=(page.say("По-стари и по-нови", "Older and newer")) {
            @if before.is_some() { a.button.second href="/admin/audit" { (page.say("Най-новите", "The newest")) } }
            @if let Some(older) = older {
                a.button.second href={ "/admin/audit?before=" (older) } { (page.say("По-стари", "Older")) }
            }
        }
    };
    Ok(page.show(page.say("Дневник", "Log"), content))
}

fn entries_table(page: &Page, entries: &[Entry], kiosks: &HashMap<String, String>) -> Markup {
    let columns = [
        page.say("Кога", "When"),
        page.say("Кой", "Who"),
        page.say("Какво", "What"),
        page.say("Кого или какво", "Whom or what"),
    ];
    let row = |entry: &Entry| {
        let cells = [
            time::date(page.lang, entry.at, page.now),
            actor(page, &entry.actor, kiosks),
            html! { (words::act(page.lang, &entry.act)) },
            subject(page, entry, kiosks),
        ];
        row(&columns, &cells)
    };
    let rows: Vec<Markup> = entries.iter().map(row).collect();
    table(&columns, &rows)
}

fn actor(page: &Page, actor: &str, kiosks: &HashMap<String, String>) -> Markup {
    if actor == Actor::CommandLine.name() {
        return html! { (page.say("командният ред", "the command line")) };
    }
    match actor.strip_prefix("@kiosk/") {
        Some(id) => kiosk(page, id, kiosks),
        None => html! { (actor) },
    }
}

fn kiosk(page: &Page, id: &str, kiosks: &HashMap<String, String>) -> Markup {
    match kiosks.get(id) {
        Some(name) => html! { (page.say("киоск", "kiosk")) " " a href={ "/admin/kiosks/" (id) } { (name) } },
        None => html! { (id) },
    }
}

/// Nothing where it is whoever acted.
fn subject(page: &Page, entry: &Entry, kiosks: &HashMap<String, String>) -> Markup {
    let is_itself = entry.actor.strip_prefix("@kiosk/").unwrap_or(&entry.actor) == entry.subject;
    let is_role = [Act::AddUser, Act::ChangeRole]
        .map(Act::name)
        .contains(&entry.act.as_str());
    let detail = match Role::named(&entry.detail) {
        Some(role) if is_role => words::role(page.lang, role),
        _ => &entry.detail,
    };
    html! {
        @if !is_itself { (kiosk(page, &entry.subject, kiosks)) }
        @if !detail.is_empty() && entry.act != Act::CreateDevice.name() { div.soft { (detail) } }
    }
}
