//! The rules, and what was raised by them.

use std::collections::HashMap;

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use maud::{Markup, html};

use super::{
    super::{
        super::{
            error::{Answer, OrUnavailable},
            icon, municipalities,
            page::Page,
            table::{row, table},
            time,
        },
        desk,
    },
    PART, addresses,
    rule::{self, Wrong},
};
use crate::{
    figures::alert::Measured,
    server::{figures::words, state::App, store::alerts::Alert},
};

/// The newest are shown.
const SHOWN: u32 = 50;

pub async fn get(State(app): State<App>, page: Page, Path(municipality): Path<String>) -> Answer {
    show(&app, &page, &municipality, None, None).await
}

/// The page; `wrong` and `unsent` are forms that were not accepted.
pub async fn show(
    app: &App,
    page: &Page,
    municipality: &str,
    wrong: Option<&Wrong>,
    unsent: Option<&addresses::Wrong>,
) -> Answer {
    desk::pack(page, municipality)?;
    let rules = app.store.alert_rules(Some(municipality)).await.or_unavailable(page)?;
    let alerts = app.store.alerts(municipality, SHOWN).await.or_unavailable(page)?;
    let sent_to = app.store.alert_addresses(municipality).await.or_unavailable(page)?;
    let fleet = app.store.fleet(app.now()).await.or_unavailable(page)?;
    let kiosks: HashMap<String, String> = fleet
        .into_iter()
        .map(|report| (report.device.id, report.device.name))
        .collect();
    let content = html! {
        p.lead { (page.say(
            "Когато нещо не върви, служителите научават веднага. Правилата са за място или киоск, никога за гише или служител.",
            "When something goes wrong, staff learn of it at once. Rules are about a place or a kiosk, never about a counter or a clerk.",
        )) }
        section {
            h2 { (page.say("Вдигнати известия", "What was raised")) }
            @if alerts.is_empty() { p.empty { (page.say("Досега няма известия.", "There were no alerts so far.")) } }
            @else { (raised(page, &alerts, &kiosks)) }
        }
        section {
            h2 { (page.say("Правила", "Rules")) }
            @if rules.is_empty() { p { (page.say("Още няма правила.", "There are no rules yet.")) } }
            @for kept in &rules { (rule::kept(page, municipality, kept, wrong)) }
        }
        @if page.is_editor() { (rule::new(page, municipality, wrong)) }
        (addresses::section(page, municipality, (&sent_to, app.mailer.is_some()), unsent))
    };
    let status = if wrong.is_some() || unsent.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(page.answer(
        status,
        desk::title(page, PART),
        desk::framed(page, municipality, PART, &content),
    ))
}

fn raised(page: &Page, alerts: &[Alert], kiosks: &HashMap<String, String>) -> Markup {
    let columns = [
        page.say("Къде", "Where"),
        page.say("Какво е измерено", "What was measured"),
        page.say("Правило", "Rule"),
        page.say("От", "Since"),
        page.say("До", "Until"),
    ];
    let row = |alert: &Alert| {
        let is_kiosk = matches!(alert.measured, Measured::Silent { .. });
        let subject = html! {
            @match kiosks.get(&alert.subject).filter(|_| is_kiosk) {
                Some(name) => { a href={ "/admin/kiosks/" (alert.subject) } { (name) } }
                None => { (municipalities::place(page, &alert.subject)) }
            }
        };
        let until = html! { @match alert.closed_at {
            Some(closed) => { (time::date(page.lang, closed, page.now)) }
            None => { p.state.warn { (icon::warning()) span { (page.say("още е така", "still so")) } } }
        } };
        let since = time::date(page.lang, alert.raised_at, page.now);
        let cells = [
            subject,
            html! { (measured(page, alert.measured)) },
            html! { (rule::words(page, &alert.rule)) },
            since,
            until,
        ];
        row(&columns, &cells)
    };
    let rows: Vec<Markup> = alerts.iter().map(row).collect();
    table(&columns, &rows)
}

fn measured(page: &Page, measured: Measured) -> Markup {
    let of = page.say("от", "of");
    html! {
        @match measured {
            Measured::Unhappy { unhappy, answers } => {
                (unhappy) " " (of) " " (words::ratings(page.lang, answers)) " " (page.say("са от недоволни", "are of unhappy visitors"))
            }
            Measured::Waiting { late, visits } => {
                (late) " " (of) " " (words::visits(page.lang, visits)) " " (page.say("са чакали по-дълго", "waited longer"))
            }
            Measured::Silent { since } => { (page.say("последно чут", "last heard")) " " (time::date(page.lang, since, page.now)) }
        }
    }
}
