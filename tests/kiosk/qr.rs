//! The QR codes say what they should, and can be read back.

use std::collections::BTreeMap;

use parter::{
    content::{
        service::{Evidence, Service, Source},
        text::LocalText,
    },
    packs,
    queue::{
        Ticket, TicketNumber,
        qr::{MOST_BYTES, QrMatrix, TicketText, service_text, telephone, ticket_page, ticket_text},
    },
};
use proptest::prelude::*;

/// Reads a matrix as a phone would: from a picture with a margin, four pixels a module.
fn read(matrix: &QrMatrix) -> String {
    let side = (matrix.side + 8) * 4;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let (column, row) = ((x / 4).checked_sub(4), (y / 4).checked_sub(4));
        let dark = column
            .zip(row)
            .filter(|(column, row)| *column < matrix.side && *row < matrix.side);
        let dark = dark.is_some_and(|(column, row)| matrix.dark[row * matrix.side + column]);
        if dark { 0 } else { 255 }
    });
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

fn ticket() -> Ticket {
    Ticket {
        number: TicketNumber { letter: 'А', seq: 12 },
        code: "7F3K9QW10M4D".parse().unwrap(),
    }
}

fn both(bg: &str, en: &str) -> LocalText {
    LocalText(BTreeMap::from([
        ("bg".to_owned(), bg.to_owned()),
        ("en".to_owned(), en.to_owned()),
    ]))
}

fn service(evidence: Vec<Evidence>) -> Service {
    Service {
        id: "2014".to_owned(),
        register_number: None,
        number_matched: false,
        local_code: None,
        name: both("Удостоверение за наследници", "Certificate of heirs"),
        keywords: Vec::new(),
        description: None,
        unit: None,
        room: None,
        legal_basis: Vec::new(),
        evidence,
        tiers: Vec::new(),
        fees: Vec::new(),
        fee_note: None,
        channels: Vec::new(),
        result: None,
        validity: None,
        form: None,
        life_events: Vec::new(),
        source: Source {
            text: String::new(),
            date: None,
            confirmed: false,
            note: None,
        },
    }
}

fn evidence(name: LocalText, condition: Option<LocalText>, ex_officio: bool) -> Evidence {
    Evidence {
        name,
        condition,
        ex_officio,
    }
}

fn text<'a>(ticket: &'a Ticket, service: Option<&'a Service>) -> TicketText<'a> {
    let issued = Some("2026-11-05T10:15:30".parse().unwrap());
    TicketText {
        ticket,
        queue: "Каса",
        place: Some("пл. „Велбъжд“ 1"),
        issued,
        service,
    }
}

#[test]
fn with_a_public_server_the_code_leads_to_the_tickets_page() {
    for base in ["https://opashka.kustendil.bg", "https://opashka.kustendil.bg/"] {
        let page = ticket_page(base, &ticket().code, None);
        assert_eq!(page, "https://opashka.kustendil.bg/t/7F3K9QW10M4D");
        assert_eq!(read(&QrMatrix::of(&page).unwrap()), page);
    }
    let page = ticket_page("https://opashka.kustendil.bg", &ticket().code, Some("k7qm3x9p"));
    assert_eq!(page, "https://opashka.kustendil.bg/t/7F3K9QW10M4D?k=k7qm3x9p");
    assert_eq!(read(&QrMatrix::of(&page).unwrap()), page);
}

#[test]
fn without_one_it_is_the_ticket_itself_in_the_visitors_language() {
    let documents = vec![
        evidence(both("Лична карта", "Identity card"), None, false),
        evidence(
            both("Пълномощно", "Power of attorney"),
            Some(both("при представител", "for a proxy")),
            false,
        ),
        evidence(both("Акт за смърт", "Death certificate"), None, true),
    ];
    let (ticket, service) = (ticket(), service(documents));
    let bulgarian = ticket_text(&text(&ticket, Some(&service)), "bg");
    assert_eq!(
        bulgarian,
        "Билет А\u{a0}012\n\
         Опашка: Каса\n\
         Място: пл. „Велбъжд“ 1\n\
         Издаден: 05.11.2026 г., 10:15 ч.\n\
         Услуга: Удостоверение за наследници\n\
         Носете със себе си:\n\
         – Лична карта\n\
         – Пълномощно (при представител)"
    );
    assert_eq!(read(&QrMatrix::of(&bulgarian).unwrap()), bulgarian);
    let english = ticket_text(&text(&ticket, Some(&service)), "en");
    assert!(
        english.contains("Issued: 5 November 2026, 10:15\nService: Certificate of heirs\n"),
        "{english}"
    );
    assert!(
        english.ends_with("– Identity card\n– Power of attorney (for a proxy)"),
        "{english}"
    );
    assert!(
        ticket_text(&text(&ticket, None), "bg").ends_with("10:15 ч."),
        "no service, no list"
    );
}

#[test]
fn a_long_list_ends_with_how_many_are_left_out() {
    let name = "Документ за собственост на недвижимия имот, заверено копие".to_owned();
    let documents: Vec<_> = (1..=20)
        .map(|n| evidence(LocalText::bg(&format!("{name} {n}")), None, false))
        .collect();
    let text = service_text(&service(documents), "bg");
    let listed = text.lines().filter(|line| line.starts_with("– ")).count();
    assert!(listed >= 4);
    assert!(
        text.ends_with(&format!("и още (попитайте на гишето): {}", 20 - listed)),
        "{text}"
    );
    assert!(text.len() <= MOST_BYTES);
    assert_eq!(read(&QrMatrix::of(&text).unwrap()), text);
}

#[test]
fn the_ticket_of_every_service_of_the_five_packs_lists_all_its_documents() {
    let (ticket, mut longest) = (ticket(), String::new());
    for name in packs::builtin::names() {
        let pack = packs::load(name).unwrap();
        for (service, lang) in pack
            .services
            .iter()
            .flat_map(|service| [(service, "bg"), (service, "en")])
        {
            let places = pack.hours.places.iter().map(|place| place.name.get(lang));
            let text = TicketText {
                queue: pack.queues.queue_for(service).map_or("", |queue| queue.name.get(lang)),
                place: places.max_by_key(|place| place.len()),
                ..text(&ticket, Some(service))
            };
            let told = ticket_text(&text, lang);
            let brought = service.evidence.iter().filter(|document| !document.ex_officio);
            for document in brought {
                let line = format!("\n– {}", document.name.get(lang));
                assert!(told.contains(&line), "{name}, {}: {line}", service.id);
            }
            assert!(!told.contains("и още") && !told.contains("and more"), "{told}");
            if told.len() > longest.len() {
                longest = told;
            }
        }
    }
    assert!(longest.len() > 800, "the longest tests something");
    assert_eq!(read(&QrMatrix::of(&longest).unwrap()), longest);
}

#[test]
fn place_and_queue_give_way_to_the_documents() {
    let documents: Vec<_> = (1..=8)
        .map(|n| {
            evidence(
                LocalText::bg(&format!("Документ за собственост на имота, копие {n}")),
                None,
                false,
            )
        })
        .collect();
    let (ticket, service) = (ticket(), service(documents));
    let place = "Район „Централен“, бул. „Шести септември“ и всичко наоколо до реката и отвъд нея ".repeat(2);
    let text = TicketText {
        place: Some(&place),
        ..text(&ticket, Some(&service))
    };
    let told = ticket_text(&text, "bg");
    assert!(!told.contains("Място") && told.contains("Опашка: Каса"), "{told}");
    assert!(told.ends_with("копие 8"), "{told}");
}

#[test]
fn figures_among_letters_do_not_lengthen_the_code() {
    // Segments of their own for each of these figures would make it 117 modules.
    let text = "м123456 ".repeat(111);
    let matrix = QrMatrix::of(&text).unwrap();
    assert!(
        text.len() <= MOST_BYTES && matrix.side <= 105,
        "{} modules",
        matrix.side
    );
    assert_eq!(read(&matrix), text);
}

#[test]
fn a_telephone_is_dialled() {
    assert_eq!(
        read(&QrMatrix::of(&telephone("+35978551166")).unwrap()),
        "tel:+35978551166"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_pack_says_the_code_stays_readable(
        name in "[а-яА-Я a-z„“]{0,1200}",
        documents in prop::collection::vec("[а-я a-z]{1,300}", 0..30),
    ) {
        let documents = documents.iter().map(|name| evidence(LocalText::bg(name), None, false)).collect();
        let service = Service { name: LocalText::bg(&name), ..service(documents) };
        let ticket = ticket();
        let payload = ticket_text(&text(&ticket, Some(&service)), "bg");
        prop_assert!(payload.len() <= MOST_BYTES, "{} bytes", payload.len());
        let matrix = QrMatrix::of(&payload).unwrap();
        prop_assert!(matrix.side <= 105, "{} modules", matrix.side);
        prop_assert_eq!(read(&matrix), payload);
    }
}
