//! A service's form: its words, its documents and the ways to apply in their order, its deadlines and fees as a table of three
//! speeds.

use axum::response::Response;
use maud::{Markup, html};

use super::super::super::{
    form::refused,
    page::Page,
    table::{row, table},
};
use super::super::{
    address,
    desk::Desk,
    fields::{Fields, language},
    frame::{framed, status},
    part::entry_place,
    rows::Rows,
    save,
    typed::Typed,
};
use super::read::{CHANNELS, CURRENCIES, EVIDENCE};
use crate::content::{
    edit::{
        Fault,
        part::schema::SERVICES_PART,
        services::{SPEEDS, channel_name, currency_name, speed_name},
        typed::Unit,
    },
    l10n,
    read::SERVICES,
    service::{ChannelKind, Service, Speed},
};

pub fn show(page: &Page, desk: &Desk, id: &str, typed: &Typed, faults: &[Fault]) -> Response {
    let mut services = desk.pack.services.iter().enumerate();
    let Some((at, service)) = services.find(|(_, service)| service.id == id) else {
        return page.not_found();
    };
    let fields = Fields::of(page, desk, typed, faults, (SERVICES, paths(at, service)));
    let here = format!("{}/services/{id}", address(&desk.municipality));
    let content = html! {
        (refused(page.lang, !faults.is_empty()))
        (fields.placed.above(page))
        p { a href=(entry_place(&desk.municipality, &SERVICES_PART, id)) {
            (page.say("Звено, думи за търсене, правно основание, източник", "Unit, words for search, legal basis, source"))
        } }
        form data-saves method="post" action=(here) {
            (fields.head())
            section {
                (fields.text("name", page.say("Име", "Name"), 2))
                (fields.text("description", page.say("Описание", "Description"), 3))
            }
            section #documents {
                h2 { (page.say("Документи, които се носят", "Documents to bring")) }
                (documents(page, typed, &fields))
            }
            section {
                h2 { (page.say("Срокове и такси", "Deadlines and fees")) }
                p.soft { (page.say(
                    "Ред без срок и без такса не се показва. Таксата се пише, както е в източника.",
                    "A row without deadline and fee is not shown. The fee is written as its source has it.",
                )) }
                (speeds(page, &fields))
            }
            section #channels {
                h2 { (page.say("Как се заявява", "Ways to apply")) }
                (channels(page, typed, &fields))
            }
            div.save { button.button { (page.say("Запис", "Save")) } (save::status(page)) }
        }
    };
    page.answer(
        status(faults),
        service.name.get(page.lang.code()),
        framed(page, desk, &content),
    )
}

/// The form's fields with their ways in the document.
fn paths(at: usize, service: &Service) -> Vec<(String, String)> {
    let entry = format!("service/{at}");
    let mut paths = vec![(String::new(), entry.clone())];
    paths.extend(["name", "description"].map(|name| (name.to_owned(), format!("{entry}/{name}"))));
    for row in 0..service.evidence.len() {
        for name in ["name", "condition"] {
            paths.push((
                format!("evidence.{row}.{name}"),
                format!("{entry}/evidence/{row}/{name}"),
            ));
        }
    }
    for row in 0..service.channels.len() {
        for name in ["kind", "text", "url"] {
            paths.push((format!("channel.{row}.{name}"), format!("{entry}/channel/{row}/{name}")));
        }
    }
    for (row, tier) in service.tiers.iter().enumerate() {
        let field = format!("tier.{}", speed_name(tier.speed));
        let path = format!("{entry}/tier/{row}");
        paths.push((format!("{field}.text"), format!("{path}/text")));
        paths.push((format!("{field}.count"), format!("{path}/duration")));
    }
    for (row, fee) in service.fees.iter().enumerate() {
        let field = format!("fee.{}", speed_name(fee.speed));
        let path = format!("{entry}/fee/{row}");
        paths.push((format!("{field}.amount"), format!("{path}/cents")));
        paths.push((format!("{field}.amount"), format!("{path}/currency")));
        paths.push((format!("{field}.source"), format!("{path}/source")));
        paths.push((format!("{field}.date"), format!("{path}/date")));
    }
    paths
}

fn documents(page: &Page, typed: &Typed, fields: &Fields<'_>) -> Markup {
    let rows = Rows {
        page,
        typed,
        list: EVIDENCE,
        called: (
            page.say("Документ", "Document"),
            page.say("Нов документ", "New document"),
        ),
        main: "name.bg",
    };
    rows.html(|row| {
        html! {
            (fields.text(&format!("{row}.name"), page.say("Документ", "Document"), 1))
            (fields.text(&format!("{row}.condition"), page.say("Само когато", "Only when"), 1))
            (fields.tick(&format!("{row}.ex_officio"), page.say("осигурява се служебно", "the office obtains it")))
        }
    })
}

fn channels(page: &Page, typed: &Typed, fields: &Fields<'_>) -> Markup {
    let lang = page.lang.code();
    let mut kinds = vec![("", "–")];
    kinds.extend(ChannelKind::ALL.map(|kind| (channel_name(kind), l10n::channel(kind, lang))));
    let rows = Rows {
        page,
        typed,
        list: CHANNELS,
        called: (page.say("Начин", "Way"), page.say("Нов начин", "New way")),
        main: "kind",
    };
    rows.html(|row| {
        let kind = format!("{row}.kind");
        let label = page.say("Как", "How");
        html! {
            div.field { label for=(kind) { (label) } (fields.choice(&kind, label, &kinds)) (fields.placed.beside(page, &kind)) }
            (fields.text(&format!("{row}.text"), page.say("Подробности", "Details"), 1))
            (fields.line(&format!("{row}.url"), page.say("Адрес в интернет", "Web address"), None, "text"))
        }
    })
}

fn speeds(page: &Page, fields: &Fields<'_>) -> Markup {
    let columns = [
        page.say("Вид", "Speed"),
        page.say("Срок с думи", "Deadline in words"),
        page.say("Срок", "Deadline"),
        page.say("Такса", "Fee"),
        page.say("Източник на таксата", "Source of the fee"),
        page.say("От дата", "Dated"),
    ];
    let rows: Vec<Markup> = SPEEDS
        .map(|speed| row(&columns, &cells(page, fields, speed, &columns)))
        .into();
    html! { div.speeds { (table(&columns, &rows)) } }
}

fn cells(page: &Page, fields: &Fields<'_>, speed: Speed, columns: &[&str; 6]) -> [Markup; 6] {
    let name = speed_name(speed);
    let called = speed_words(page, speed);
    let label = |column: usize| format!("{}, {called}", columns[column]);
    let text = format!("tier.{name}.text");
    let fee = format!("fee.{name}");
    let units = Unit::ALL.map(|unit| (unit.name(), unit_words(page, unit)));
    let currencies = CURRENCIES.map(|currency| (currency_name(currency), currency_name(currency)));
    [
        html! { (called) },
        html! {
            @for lang in fields.languages {
                div.small {
                    span.soft aria-hidden="true" { (language(page, lang)) }
                    (fields.bare_text(&format!("{text}.{lang}"), &format!("{} {}", label(1), language(page, lang)), Some(lang)))
                }
            }
            (fields.placed.beside(page, &text))
        },
        html! {
            (fields.bare(&format!("tier.{name}.count"), Some(&label(2)), "text"))
            (fields.choice(&format!("tier.{name}.unit"), &format!("{}, {called}", page.say("Мярка", "Unit")), &units))
        },
        html! {
            (fields.bare(&format!("{fee}.amount"), Some(&label(3)), "text"))
            (fields.choice(&format!("{fee}.currency"), &format!("{}, {called}", page.say("Валута", "Currency")), &currencies))
        },
        html! {
            (fields.bare_text(&format!("{fee}.source"), &label(4), None))
            (fields.placed.beside(page, &format!("{fee}.source")))
            label.tick {
                input type="checkbox" name={ (fee) ".confirmed" } value="yes" checked[fields.typed.has(&format!("{fee}.confirmed"))];
                span { (page.say("потвърдена", "confirmed")) span.unseen { ", " (called) } }
            }
        },
        html! { (fields.bare(&format!("{fee}.date"), Some(&label(5)), "date")) },
    ]
}

fn speed_words(page: &Page, speed: Speed) -> &str {
    match speed {
        Speed::Ordinary => page.say("обикновена", "ordinary"),
        Speed::Fast => page.say("бърза", "fast"),
        Speed::Express => page.say("експресна", "express"),
    }
}

fn unit_words(page: &Page, unit: Unit) -> &str {
    match unit {
        Unit::Hours => page.say("часа", "hours"),
        Unit::Days => page.say("дни", "days"),
        Unit::WorkingDays => page.say("работни дни", "working days"),
        Unit::Months => page.say("месеца", "months"),
    }
}
