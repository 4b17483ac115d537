//! The part of the page that changes: the number, how it stands, and how old the knowledge is.

use maud::{Markup, PreEscaped, html};

use super::{
    knowledge::Knowledge,
    stage::{self, Stage},
    words,
};
use crate::server::{pages::lang::Lang, store::tickets::TicketNow};

pub fn card(known: &Knowledge, lang: Lang) -> Markup {
    let stage = stage::stage(known, lang);
    html! {
        div #card data-stage=(stage.name) data-title=(title(known, &stage)) data-say=(stage.headline) {
            @if let Some(ticket) = &known.ticket {
                (number(known, ticket, lang))
                (section(&stage, &html! { h2 { (stage.headline) } }))
            } @else {
                (section(&stage, &html! { h1 { (stage.headline) } }))
            }
            @if let Some(age) = age(known, lang) {
                p.age { (age) }
            }
        }
    }
}

/// What the browser's tab says.
pub fn title(known: &Knowledge, stage: &Stage) -> String {
    match &known.ticket {
        Some(ticket) => format!("{} · {}", ticket.number, stage.headline),
        None => stage.headline.clone(),
    }
}

pub fn section(stage: &Stage, heading: &Markup) -> Markup {
    html! {
        section {
            span.icon aria-hidden="true" { (PreEscaped(stage.icon)) }
            (heading)
            @for line in &stage.lines {
                p { (line) }
            }
        }
    }
}

fn number(known: &Knowledge, ticket: &TicketNow, lang: Lang) -> Markup {
    let queue = match known.queue() {
        Some(queue) => queue.name.get(lang.code()).to_owned(),
        None => format!("{} {}", lang.say("Опашка", "Queue"), ticket.number.letter),
    };
    html! {
        h1 {
            span.label { (lang.say("Вашият номер", "Your number")) }
            " "
            span.number { (ticket.number) }
        }
        p.queue { (queue) }
    }
}

/// Of a kiosk that is silent: since when, and what that means.
fn age(known: &Knowledge, lang: Lang) -> Option<String> {
    let heard = known.quiet_since().filter(|_| !known.is_final())?;
    let since = words::since(known.local(heard), known.today(), lang);
    let silent = words::sentence(&format!(
        "{} {since}",
        lang.say("Няма връзка с киоска", "The kiosk has had no connection")
    ));
    let meaning = if known.ticket.is_some() {
        lang.say(
            "Показаното е отпреди това. Опашката върви и без връзка: следете във фоайето кога ще повикат номера ви.",
            "What is shown is from before that. The queue goes on: look and listen in the lobby for your number.",
        )
    } else {
        lang.say(
            "Щом се възстанови, мястото ви ще се появи тук.",
            "As soon as it is back, your place will appear here.",
        )
    };
    Some(format!("{silent} {meaning}"))
}
