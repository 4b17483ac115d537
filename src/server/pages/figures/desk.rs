//! What the pages of one municipality's figures have in common.

use std::sync::Arc;

use axum::response::Response;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::{
    super::{error::Refusal, icon, municipalities, page::Page},
    address,
};
use crate::{
    content::{Pack, calendar::local_time},
    figures::Unit,
    server::figures::{
        gather::Gathered,
        scope::{Scope, UNITS},
        words,
    },
};

/// The pages, by the ends of their addresses.
const PAGES: [(&str, &str, &str); 5] = [
    ("", "Обещания", "Promises"),
    ("/satisfaction", "Удовлетвореност", "Satisfaction"),
    ("/register", "Сигнали и писма", "Signals and letters"),
    ("/alerts", "Известия", "Alerts"),
    ("/report", "Годишен отчет", "Yearly report"),
];

/// The municipality's pack.
pub fn pack(page: &Page, municipality: &str) -> Result<Arc<Pack>, Refusal> {
    let found = page.packs.of(municipality).cloned();
    found.ok_or_else(|| page.not_found().into())
}

/// The wall's day in the municipality.
pub fn today(page: &Page, pack: &Pack) -> NaiveDate {
    local_time(page.now, pack.zone()).date()
}

/// A page of the municipality's figures, with the way to the others.
pub fn framed(page: &Page, municipality: &str, part: &str, content: &Markup) -> Markup {
    html! {
        p.soft { a href="/admin/figures" { (page.say("Показатели", "Figures")) } " · " (municipalities::name(page, municipality)) }
        nav.tabs aria-label=(page.say("Показатели на общината", "The municipality's figures")) {
            @for (at, bg, en) in PAGES {
                a href={ (address(municipality)) (at) } aria-current=[(at == part).then_some("page")] { (page.say(bg, en)) }
            }
        }
        (content)
    }
}

pub fn show(page: &Page, municipality: &str, part: &str, content: &Markup) -> Response {
    page.show(title(page, part), framed(page, municipality, part, content))
}

pub fn title<'a>(page: &'a Page, part: &str) -> &'a str {
    let named = PAGES.iter().find(|(at, ..)| *at == part);
    named.map_or("", |(_, bg, en)| page.say(bg, en))
}

/// Chooses time, place and, where `queues` are given, queue.
pub fn chooser(page: &Page, scope: &Scope, gathered: &Gathered, units: &[Unit], queues: &[(&str, &str)]) -> Markup {
    let unit = |unit| match unit {
        Unit::Day => page.say("ден", "day"),
        Unit::Week => page.say("седмица", "week"),
        Unit::Month => page.say("месец", "month"),
        Unit::Quarter => page.say("тримесечие", "quarter"),
        Unit::Year => page.say("година", "year"),
    };
    let mut lobbies = vec![("", page.say("всички места", "all places"))];
    lobbies.extend(
        gathered
            .lobbies()
            .map(|lobby| (lobby, municipalities::place(page, lobby))),
    );
    let mut shown_queues = vec![("", page.say("всички опашки", "all queues"))];
    shown_queues.extend(queues);
    let units: Vec<(&str, &str)> = UNITS
        .iter()
        .filter(|(known, _)| units.contains(known))
        .map(|(known, name)| (*name, unit(*known)))
        .collect();
    let chosen = UNITS
        .iter()
        .find(|(known, _)| *known == scope.unit)
        .map_or("", |(_, name)| name);
    html! {
        form.panel.wide.chooser method="get" {
            (choice("unit", page.say("Период", "Period"), &units, chosen))
            div.field {
                label for="on" { (page.say("В който е денят", "That has the day")) }
                input #on name="on" type="date" value=(scope.period.first) max=(gathered.today);
            }
            @if lobbies.len() > 2 {
                (choice("lobby", page.say("Място", "Place"), &lobbies, scope.lobby.as_deref().unwrap_or_default()))
            }
            @if !queues.is_empty() {
                (choice("queue", page.say("Опашка", "Queue"), &shown_queues, scope.queue.as_deref().unwrap_or_default()))
            }
            button.button { (page.say("Покажи", "Show")) }
        }
        div.period {
            h2 { (words::period(page.lang, scope.unit, scope.period)) }
            nav aria-label=(page.say("Други периоди", "Other periods")) {
                @if let Some(before) = scope.before() { a.button.second href={ "?" (before.query()) } rel="prev" { (page.say("Предишен", "Previous")) } }
                @if let Some(after) = scope.after(gathered.today) { a.button.second href={ "?" (after.query()) } rel="next" { (page.say("Следващ", "Next")) } }
            }
        }
        @if gathered.stale > 0 {
            p.alert.calm role="status" { (icon::info()) span {
                (page.say("Още се обработват дни:", "Days that are still being counted:")) " " (gathered.stale) ". "
                (page.say("Отворете страницата отново след малко.", "Open the page again in a moment."))
            } }
        }
    }
}

fn choice(name: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    html! {
        div.field {
            label for=(name) { (label) }
            select id=(name) name=(name) {
                @for (value, shown) in options { option value=(value) selected[*value == chosen] { (shown) } }
            }
        }
    }
}
