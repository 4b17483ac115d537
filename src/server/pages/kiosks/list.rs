//! `/admin/kiosks`: how every kiosk is, those that need somebody first.

use axum::{extract::State, response::Response};
use maud::{Markup, html};

use super::{
    super::{
        error::{Answer, OrUnavailable},
        page::Page,
        table::{row, table},
        time, words,
    },
    address, parts,
};
use crate::server::{fleet, state::App, store::devices::DeviceReport};

pub async fn get(State(app): State<App>, page: Page) -> Answer {
    let mut reports = app.store.fleet(app.now()).await.or_unavailable(&page)?;
    fleet::sort(&mut reports, app.now());
    Ok(show(&page, &reports))
}

fn show(page: &Page, reports: &[DeviceReport]) -> Response {
    let content = html! {
        div.actions {
            p.soft { (page.say("Състояние към", "As of")) " " (time::date(page.lang, page.now, page.now)) }
            a.button.second href="/admin/images" { (page.say("Система на киоските", "The kiosks' system")) }
            @if page.is_administrator() {
                a.button href="/admin/new-kiosk" { (page.say("Нов киоск", "New kiosk")) }
            }
        }
        @if reports.is_empty() {
            p.empty { (page.say("Още няма киоски.", "There are no kiosks yet.")) }
        } @else {
            (fleet_table(page, reports))
        }
    };
    page.show(page.say("Киоски", "Kiosks"), content)
}

fn fleet_table(page: &Page, reports: &[DeviceReport]) -> Markup {
    let columns = [
        page.say("Киоск", "Kiosk"),
        page.say("Състояние", "State"),
        page.say("Чут", "Heard"),
        page.say("Съдържание и програма", "Content and program"),
        page.say("Принтер и диск", "Printer and disk"),
        page.say("Непратени", "Not sent"),
    ];
    let row = |report: &DeviceReport| {
        let kiosk = html! {
            a href=(address(&report.device.id)) { (report.device.name) }
            div.soft { (parts::place(page, report)) }
        };
        let state = html! { (parts::state(page, report)) (parts::problems(page, report)) };
        let cells = [
            kiosk,
            state,
            heard(page, report),
            versions(page, report),
            hardware(page, report),
            unsent(page, report),
        ];
        row(&columns, &cells)
    };
    let rows: Vec<Markup> = reports.iter().map(row).collect();
    table(&columns, &rows)
}

fn heard(page: &Page, report: &DeviceReport) -> Markup {
    html! {
        @match report.heard_at {
            Some(at) => { (time::moment(page.lang, at, page.now)) }
            None => { (page.say("още не", "not yet")) }
        }
    }
}

fn versions(page: &Page, report: &DeviceReport) -> Markup {
    html! {
        div { (parts::content(page, report)) }
        @if let Some(heartbeat) = &report.heartbeat { div.soft { "Parter " (heartbeat.program) } }
    }
}

fn hardware(page: &Page, report: &DeviceReport) -> Markup {
    let Some(heartbeat) = &report.heartbeat else {
        return html! { "–" };
    };
    html! {
        div { (words::printer(page.lang, heartbeat.printer)) }
        @if let Some(free) = heartbeat.disk_free {
            div.soft { (words::bytes(page.lang, free)) " " (page.say("свободни", "free")) }
        }
    }
}

fn unsent(page: &Page, report: &DeviceReport) -> Markup {
    let Some(heartbeat) = &report.heartbeat else {
        return html! { "–" };
    };
    html! {
        div { (words::number(page.lang, heartbeat.outbox)) }
        @if let Some(oldest) = parts::oldest(page, report) {
            div.soft { (page.say("най-старият:", "the oldest:")) " " (oldest) }
        }
    }
}
