//! Tickets to be printed, as the kiosk would have them.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use parter::{
    content::{Pack, service::Service},
    print::{
        sheet::{Block, Sheet},
        ticket::TicketPaper,
    },
    queue::{
        Ticket, TicketNumber, Visit,
        closing::WaitRange,
        estimate::WaitEstimate,
        qr::{self, TicketText},
    },
};

pub use parter::print::ticket::Before;

/// A ticket for `service`.
pub fn visit(pack: &Pack, service: Option<&Service>) -> Visit {
    let plan = &pack.queues;
    let queue = service
        .and_then(|service| plan.queue_for(service))
        .unwrap_or(&plan.queues[0]);
    Visit {
        ticket: Ticket {
            number: TicketNumber {
                letter: queue.letter,
                seq: 12,
            },
            code: "7F3K9QW10M4D".parse().unwrap(),
        },
        lobby: "lobby".to_owned(),
        day: "2026-11-05".parse().unwrap(),
        queue: queue.id.clone(),
        service: service.map(|service| service.id.clone()),
        priority: queue.priorities.first().cloned(),
        issued_at: "2026-11-05T10:15:30Z".parse().unwrap(),
        arranged_at: None,
    }
}

/// Three waited before, and their wait is known.
pub fn before() -> Before {
    let minutes = TimeDelta::minutes;
    Before {
        people: 3,
        called_today: true,
        wait: Some(WaitEstimate {
            range: WaitRange {
                low: minutes(10),
                high: minutes(20),
            },
            based_on: 30,
        }),
    }
}

/// The paper of `visit`, with the code that carries the ticket as text: the largest there is.
pub fn paper<'a>(pack: &'a Pack, visit: &'a Visit, qr: &'a str, lang: &'a str) -> TicketPaper<'a> {
    TicketPaper {
        pack,
        visit,
        place: pack.hours.places.first(),
        issued: Some(issued()),
        before: Some(before()),
        qr,
        has_page: false,
        lang,
    }
}

pub fn qr_text(pack: &Pack, visit: &Visit, lang: &str) -> String {
    let text = TicketText {
        ticket: &visit.ticket,
        queue: pack.queues.queue(&visit.queue).unwrap().name.get(lang),
        place: pack.hours.places.first().map(|place| place.name.get(lang)),
        issued: Some(issued()),
        service: visit.service.as_ref().and_then(|id| pack.service(id)),
    };
    qr::ticket_text(&text, lang)
}

fn issued() -> NaiveDateTime {
    "2026-11-05T10:15:30".parse().unwrap()
}

/// Everything that the paper says in words.
pub fn words(sheet: &Sheet) -> String {
    let lines = sheet.0.iter().filter_map(|block| match block {
        Block::Rule | Block::Qr(_) => None,
        Block::Number(text) | Block::Title(text) | Block::Centred(text) => Some(text.as_str()),
        Block::Heading(text) | Block::Text(text) | Block::Item(text) => Some(text.as_str()),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The service whose ticket says most.
pub fn longest(pack: &Pack, lang: &str) -> Service {
    let length = |service: &&Service| {
        let visit = visit(pack, Some(service));
        words(&paper(pack, &visit, "", lang).sheet()).len()
    };
    pack.services.iter().max_by_key(length).unwrap().clone()
}

/// How long a test waits for anything at all before it gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);
