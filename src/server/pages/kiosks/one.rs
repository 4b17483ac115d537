//! `/admin/kiosks/ID`: all that is known of a kiosk, and what can be done with it.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use chrono::TimeDelta;
use maud::{Markup, html};

use super::{
    super::{error::Answer, form::refused, municipalities, page::Page, time, words},
    address, find, log,
    name::{self, Wrong},
    parts,
};
use crate::server::{
    state::App,
    store::{devices::DeviceReport, logs::KioskLog},
};

pub async fn get(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let report = find(&app, &page, &id).await?;
    let logs = log::of(&app, &page, &id).await?;
    Ok(show(&page, StatusCode::OK, (&report, &logs), &report.device.name, None))
}

/// The page; `typed` is the name in the form.
pub fn show(
    page: &Page,
    status: StatusCode,
    (report, logs): (&DeviceReport, &[KioskLog]),
    typed: &str,
    wrong: Option<Wrong>,
) -> Response {
    let content = html! {
        p { a href="/admin/kiosks" { (page.say("Всички киоски", "All kiosks")) } }
        section.panel aria-label=(page.say("Състояние", "State")) {
            (parts::state(page, report))
            (parts::problems(page, report))
        }
        (facts(page, report))
        @if page.is_administrator() { (actions(page, (report, logs), typed, wrong)) }
    };
    page.answer(status, &report.device.name, content)
}

fn facts(page: &Page, report: &DeviceReport) -> Markup {
    let lang = page.lang;
    let moment = |at| html! { (time::moment(lang, at, page.now)) };
    let device = &report.device;
    let mut rows = vec![
        (
            page.say("Община", "Municipality"),
            html! { (municipalities::name(page, &device.municipality)) },
        ),
        (page.say("Добавен", "Added"), moment(report.created_at)),
    ];
    rows.extend(device.lobby.as_ref().map(|lobby| {
        let place = municipalities::place(page, lobby);
        (page.say("Фоайе", "Lobby"), html! { (place) " " code { (lobby) } })
    }));
    rows.extend(
        report
            .enrolled_at
            .map(|at| (page.say("Свързан", "Enrolled"), moment(at))),
    );
    rows.extend(
        report
            .heard_at
            .map(|at| (page.say("Чут за последно", "Last heard"), moment(at))),
    );
    rows.extend(report.offer_until.map(|until| {
        (
            page.say("Има код, който важи до", "Has a code that is good until"),
            html! { (time::date(lang, until, page.now)) },
        )
    }));
    rows.extend(
        device
            .token_at
            .map(|at| (page.say("Ключът е от", "Token given"), moment(at))),
    );
    rows.extend(told(page, report));
    rows.push((
        page.say("Номер на устройството", "Device id"),
        html! { code { (device.id) } },
    ));
    html! { dl.facts { @for (name, value) in rows { div { dt { (name) } dd { (value) } } } } }
}

/// What the kiosk has said of itself.
fn told<'a>(page: &Page, report: &DeviceReport) -> Vec<(&'a str, Markup)> {
    let lang = page.lang;
    let Some(heartbeat) = &report.heartbeat else {
        return Vec::new();
    };
    let unknown = || page.say("не се знае", "not known").to_owned();
    let ahead = report.health.clock_ahead;
    let clock = if ahead.abs() < 60 {
        lang.say("точен", "right").to_owned()
    } else {
        words::clock(lang, ahead)
    };
    let uptime = i64::try_from(heartbeat.uptime).unwrap_or_default();
    vec![
        (
            lang.say("Програма", "Program"),
            html! {
                "Parter " (heartbeat.program)
                @if let Some(image) = &heartbeat.image { ", " (lang.say("система", "system")) " " (image.version) }
            },
        ),
        (
            lang.say("Съдържание", "Content"),
            html! {
                (municipalities::name(page, &heartbeat.content.municipality)) ", " (parts::content(page, report))
            },
        ),
        (
            lang.say("Принтер", "Printer"),
            html! { (words::printer(lang, heartbeat.printer)) },
        ),
        (
            lang.say("Свободно на диска", "Free on the disk"),
            html! {
                (heartbeat.disk_free.map_or_else(unknown, |free| words::bytes(lang, free)))
            },
        ),
        (lang.say("Часовник", "Clock"), html! { (clock) }),
        (
            lang.say("Работи без прекъсване", "Running for"),
            html! { (time::span(lang, TimeDelta::seconds(uptime))) },
        ),
        (
            lang.say("Непратени записи", "Records not sent yet"),
            html! {
                (words::number(lang, heartbeat.outbox))
                @if let Some(oldest) = parts::oldest(page, report) { ", " (lang.say("най-старият:", "the oldest:")) " " (oldest) }
            },
        ),
        (
            lang.say("Отделени на киоска", "Set aside on the kiosk"),
            html! { (words::number(lang, heartbeat.set_aside)) },
        ),
    ]
}

fn actions(page: &Page, (report, logs): (&DeviceReport, &[KioskLog]), typed: &str, wrong: Option<Wrong>) -> Markup {
    let at = address(&report.device.id);
    let code = match (report.device.revoked_at, report.enrolled_at) {
        (Some(_), _) => page.say(
            "С нов код киоскът може да се върне.",
            "With a new code the kiosk can come back.",
        ),
        (None, Some(_)) => page.say(
            "За подменено или преинсталирано устройство. Сегашният ключ важи, докато кодът не бъде въведен.",
            "For a device that was replaced or installed again. The present token is good until the code is entered.",
        ),
        (None, None) => page.say("Предишният код спира да важи.", "The code before it is good no more."),
    };
    html! {
        @if report.refused > 0 {
            section {
                h2 { (page.say("Отхвърлени записи", "Rejected records")) }
                p { a.button.second href={ (at) "/refused" } { (page.say("Преглед на записите", "Look at the records")) } }
            }
        }
        section {
            h2 { (page.say("Име", "Name")) }
            (refused(page.lang, wrong.is_some()))
            form.panel method="post" action={ (at) "/name" } {
                (page.csrf())
                (name::field(page, typed, wrong).html())
                button.button.second { (page.say("Промяна на името", "Change the name")) }
            }
        }
        section {
            h2 { (page.say("Нов код", "New code")) }
            p { (code) }
            (page.act(&format!("{at}/code"), "button second", page.say("Нов код за свързване", "New enrolment code")))
        }
        @if report.device.revoked_at.is_none() {
            (log::section(page, &report.device.id, logs))
            section {
                h2 { (page.say("Отнемане на достъпа", "Revoke")) }
                p { (page.say(
                    "Киоскът продължава да дава билети, но сървърът вече не приема нищо от него.",
                    "The kiosk goes on giving tickets, but the server accepts nothing from it any more.",
                )) }
                p { a.button.danger href={ (at) "/revoke" } { (page.say("Отнемане на достъпа…", "Revoke…")) } }
            }
        }
    }
}
