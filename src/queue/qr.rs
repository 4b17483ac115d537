//! What the QR codes say, and their modules.
//!
//! With a public server a ticket's code leads to its page; without one it carries the ticket itself as plain text, with
//! the documents of its service, so that it tells something with no network at all.

use chrono::NaiveDateTime;
use qrcode::{Color, EcLevel, QrCode, Version, bits::Bits, types::QrError};

use super::{Ticket, TicketCode, Visit};
use crate::content::{
    Pack,
    hours::Place,
    service::{Evidence, Service, Speed},
};

/// A text of up to this many bytes fits version 22: 105 modules a side, 113 with the quiet zone. The screens draw a module
/// at least 0.6 mm wide, which makes the code some 70 to 100 mm; a phone asks for half of that.
pub const MOST_BYTES: usize = 1000;

/// The squares of a QR code, without the quiet zone around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrMatrix {
    /// Modules a side.
    pub side: usize,
    /// Row by row; true is dark.
    pub dark: Vec<bool>,
}

impl QrMatrix {
    /// Draws `payload`. Fails when it is longer than [`MOST_BYTES`] by far; what this module writes never is.
    pub fn of(payload: &str) -> Result<Self, QrError> {
        let code = if payload.is_ascii() {
            QrCode::with_error_correction_level(payload, EcLevel::L)?
        } else {
            in_bytes(payload)?
        };
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self {
            side: code.width(),
            dark,
        })
    }
}

/// Letters beyond ASCII as one segment of bytes, whose length [`MOST_BYTES`] foretells. Split at every figure the code grows
/// past that, and two bytes of a `„` may pass for a sign of Shift JIS.
fn in_bytes(payload: &str) -> Result<QrCode, QrError> {
    for version in 1..=40 {
        let mut bits = Bits::new(Version::Normal(version));
        let fits = bits
            .push_byte_data(payload.as_bytes())
            .and_then(|()| bits.push_terminator(EcLevel::L));
        match fits {
            Ok(()) => return QrCode::with_bits(bits, EcLevel::L),
            Err(QrError::DataTooLong) => {}
            Err(err) => return Err(err),
        }
    }
    Err(QrError::DataTooLong)
}

/// A ticket as its plain text says it. Names are in the visitor's language already.
#[derive(Debug, Clone, Copy)]
pub struct TicketText<'a> {
    pub ticket: &'a Ticket,
    pub queue: &'a str,
    pub place: Option<&'a str>,
    /// The lobby's wall time; none where its clock is wrong.
    pub issued: Option<NaiveDateTime>,
    pub service: Option<&'a Service>,
}

impl<'a> TicketText<'a> {
    /// The text of `visit`'s ticket, with the pack's names in `lang`.
    #[must_use]
    pub fn of(
        pack: &'a Pack,
        visit: &'a Visit,
        place: Option<&'a Place>,
        issued: Option<NaiveDateTime>,
        lang: &str,
    ) -> Self {
        let queue = pack.queues.queue(&visit.queue);
        Self {
            ticket: &visit.ticket,
            queue: queue.map_or("", |queue| queue.name.get(lang)),
            place: place.map(|place| place.name.get(lang)),
            issued,
            service: visit.service.as_ref().and_then(|id| pack.service(id)),
        }
    }
}

/// The address of a ticket's page on the public server at `base` (`https://…`). With the name of the `device` it can say
/// of a ticket that the server has not heard of when that kiosk was last heard.
#[must_use]
pub fn ticket_page(base: &str, code: &TicketCode, device: Option<&str>) -> String {
    let kiosk = device.map_or_else(String::new, |device| format!("?k={device}"));
    format!("{}/t/{code}{kiosk}", base.trim_end_matches('/'))
}

/// A ticket as plain text in `lang`.
#[must_use]
pub fn ticket_text(text: &TicketText, lang: &str) -> String {
    let words = Words::of(lang);
    let documents = documents(text.service, lang, &words);
    let queue = Some(format!("{}: {}", words.queue, text.queue));
    let place = text.place.map(|place| format!("{}: {place}", words.place));
    let mut head = vec![format!("{} {}", words.ticket, text.ticket.number)];
    head.extend(queue.clone());
    head.extend(place.clone());
    head.extend(
        text.issued
            .map(|issued| format!("{}: {}", words.issued, issued.format(words.date_time))),
    );
    head.extend(
        text.service
            .map(|service| format!("{}: {}", words.service, service.name.get(lang))),
    );
    // What the screen says too gives way to the documents.
    for spare in [place, queue] {
        if whole(&head, &documents, &words).len() > MOST_BYTES {
            head.retain(|line| Some(line) != spare.as_ref());
        }
    }
    bounded(&head, &documents, &words)
}

/// A service to take along: its name, its ordinary deadline and its documents as plain text in `lang`.
#[must_use]
pub fn service_text(service: &Service, lang: &str) -> String {
    let words = Words::of(lang);
    let mut head = vec![service.name.get(lang).to_owned()];
    let ordinary = service.tiers.iter().find(|tier| tier.speed == Speed::Ordinary);
    head.extend(ordinary.map(|tier| format!("{}: {}", words.deadline, tier.text.get(lang))));
    bounded(&head, &documents(Some(service), lang, &words), &words)
}

/// A telephone number (E.164) that the phone offers to dial.
#[must_use]
pub fn telephone(dial: &str) -> String {
    format!("tel:{dial}")
}

/// The documents that the visitor brings; not those that the office obtains itself.
fn documents(service: Option<&Service>, lang: &str, words: &Words) -> Vec<String> {
    let line = |evidence: &Evidence| match &evidence.condition {
        Some(condition) => format!("{} {} ({})", words.dash, evidence.name.get(lang), condition.get(lang)),
        None => format!("{} {}", words.dash, evidence.name.get(lang)),
    };
    let evidence = service.map_or(&[][..], |service| &service.evidence);
    evidence
        .iter()
        .filter(|evidence| !evidence.ex_officio)
        .map(line)
        .collect()
}

/// Head and list.
fn whole(head: &[String], items: &[String], words: &Words) -> String {
    let mut lines = head.to_vec();
    if !items.is_empty() {
        lines.push(format!("{}:", words.bring));
        lines.extend_from_slice(items);
    }
    lines.join("\n")
}

/// Head and list; where that is too much, as many whole items as fit, and how many are left out.
fn bounded(head: &[String], items: &[String], words: &Words) -> String {
    let whole = whole(head, items, words);
    if whole.len() <= MOST_BYTES {
        return whole;
    }
    let mut text = cut(&head.join("\n"), MOST_BYTES - RESERVE);
    if items.is_empty() {
        return text;
    }
    text.push_str(&format!("\n{}:", words.bring));
    for (done, item) in items.iter().enumerate() {
        if text.len() + 1 + item.len() > MOST_BYTES - RESERVE / 2 {
            text.push_str(&format!("\n{} {}", words.more, items.len() - done));
            break;
        }
        text.push('\n');
        text.push_str(item);
    }
    text
}

/// Bytes kept for the list's heading and for the line that says how many items are left out.
const RESERVE: usize = 120;

/// `text`, cut at a letter where it is longer than `most` bytes, with an ellipsis to say so.
fn cut(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = (0..=most - '…'.len_utf8()).rev().find(|at| text.is_char_boundary(*at));
    format!("{}…", &text[..end.unwrap_or(0)])
}

/// The few words of a plain text. Bulgarian where the language has none.
struct Words {
    ticket: &'static str,
    queue: &'static str,
    place: &'static str,
    issued: &'static str,
    service: &'static str,
    deadline: &'static str,
    bring: &'static str,
    more: &'static str,
    dash: &'static str,
    date_time: &'static str,
}

impl Words {
    fn of(lang: &str) -> Self {
        match lang {
            "en" => Self {
                ticket: "Ticket",
                queue: "Queue",
                place: "Place",
                issued: "Issued",
                service: "Service",
                deadline: "Deadline",
                bring: "Bring with you",
                more: "and more, ask at the desk:",
                dash: "–",
                date_time: "%-d %B %Y, %H:%M",
            },
            _ => Self {
                ticket: "Билет",
                queue: "Опашка",
                place: "Място",
                issued: "Издаден",
                service: "Услуга",
                deadline: "Срок",
                bring: "Носете със себе си",
                more: "и още (попитайте на гишето):",
                dash: "–",
                date_time: "%d.%m.%Y г., %H:%M ч.",
            },
        }
    }
}
