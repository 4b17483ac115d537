//! What the list and a kiosk's own page both show.

use maud::{Markup, html};

use super::super::{icon, municipalities, page::Page, time, words};
use crate::server::{
    fleet::{self, State},
    store::devices::DeviceReport,
};

/// The state in words, with a sign beside them.
pub fn state(page: &Page, report: &DeviceReport) -> Markup {
    let needs = fleet::needs_attention(report, page.now);
    let moment = |at| time::moment(page.lang, at, page.now);
    let (class, sign, words, when) = match fleet::state(report, page.now) {
        State::Works if needs => (
            "state warn",
            icon::warning(),
            page.say("Работи, но има проблем", "Works, with a problem"),
            None,
        ),
        State::Works => ("state good", icon::check(), page.say("Работи", "Works"), None),
        State::Silent { since } => (
            "state bad",
            icon::warning(),
            page.say("Мълчи, последно чут", "Silent, last heard"),
            Some(moment(since)),
        ),
        State::Revoked { at } => (
            "state off",
            icon::cross(),
            page.say("Достъпът е отнет", "Revoked"),
            Some(moment(at)),
        ),
        State::NotEnrolled {
            code_until: Some(until),
        } => (
            "state wait",
            icon::key(),
            page.say(
                "Още не е свързан, кодът важи до",
                "Not enrolled yet, its code is good until",
            ),
            Some(time::date(page.lang, until, page.now)),
        ),
        State::NotEnrolled { code_until: None } => (
            "state warn",
            icon::key(),
            page.say(
                "Не е свързан, кодът вече не важи",
                "Not enrolled, its code is good no more",
            ),
            None,
        ),
    };
    html! {
        p class=(class) { (sign) span { (words) @if let Some(when) = when { " " (when) } } }
    }
}

/// What is wrong, and since when; nothing where nothing is.
pub fn problems(page: &Page, report: &DeviceReport) -> Markup {
    if !matches!(fleet::state(report, page.now), State::Works | State::Silent { .. }) {
        return html! {};
    }
    let lang = page.lang;
    html! {
        @if !report.health.problems.is_empty() || report.refused > 0 {
            ul.problems {
                @for (problem, since) in &report.health.problems {
                    li {
                        (words::problem(lang, *problem, report)) ", "
                        span.soft { (page.say("от", "since")) " " (time::date(lang, *since, page.now)) }
                    }
                }
                @if let Ok(refused @ 1..) = u64::try_from(report.refused) {
                    li { (page.say("Записи, отхвърлени от сървъра:", "Records rejected by the server:")) " " (words::number(lang, refused)) }
                }
            }
        }
    }
}

/// Whose it is, and where it stands.
pub fn place(page: &Page, report: &DeviceReport) -> Markup {
    let device = &report.device;
    html! {
        (municipalities::name(page, &device.municipality))
        @if let Some(lobby) = &device.lobby { " · " (municipalities::place(page, lobby)) }
    }
}

/// The pack on the screen: its version and the beginning of its hash.
pub fn content(page: &Page, report: &DeviceReport) -> Markup {
    let Some(shown) = report.heartbeat.as_ref().map(|heartbeat| &heartbeat.content) else {
        return html! { "–" };
    };
    if shown.version == 0 {
        return html! { (page.say("още нищо", "nothing yet")) };
    }
    let hash = shown.sha256.to_string();
    html! { (page.say("версия", "version")) " " (shown.version) " · " code { (hash[..8]) } }
}

/// The oldest record that was not sent, as far as it is known.
pub fn oldest(page: &Page, report: &DeviceReport) -> Option<Markup> {
    let oldest = report.heartbeat.as_ref()?.oldest_unsent.as_ref()?;
    Some(match oldest.parse() {
        Ok(at) => time::moment(page.lang, at, page.now),
        // Of a rating the day alone is known.
        Err(_) => html! { (oldest) },
    })
}
