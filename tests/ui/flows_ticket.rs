//! A ticket, touched as a visitor touches it.

use parter::kiosk::controllers::session::Screen;

use crate::{
    harness::{LANDSCAPE, Lobby, PORTRAIT, Setup},
    walk::PACKS,
};

const QUEUE: &str = "К, Каса и местни приходи";

/// The control whose label begins so.
fn tap_beginning(lobby: &Lobby, beginning: &str) {
    let label = lobby.labels().into_iter().find(|label| label.starts_with(beginning));
    lobby.tap(&label.unwrap_or_else(|| beginning.to_owned()));
}

/// What the codes on the screen say.
fn qr_texts(lobby: &Lobby) -> Vec<String> {
    let picture = lobby.picture();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut grey =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| picture.as_slice()[y * width + x].g);
    let grids = grey.detect_grids();
    let read = grids.iter().filter_map(|grid| grid.decode().ok());
    read.map(|(_, text)| text).collect()
}

#[test]
fn a_ticket_takes_three_touches_in_both_languages() {
    for (lang, take, queue, number) in [
        (None, "Вземете билет", QUEUE, "Вашият номер"),
        (
            Some("English"),
            "Take a ticket",
            "К, Cash desk and local revenue",
            "Your number",
        ),
    ] {
        let lobby = Lobby::kyustendil();
        if let Some(lang) = lang {
            lobby.tap(lang);
        }
        tap_beginning(&lobby, take);
        assert_eq!(lobby.screen(), Screen::Queues);
        tap_beginning(&lobby, queue);
        assert_eq!(lobby.screen(), Screen::TicketCheck);
        tap_beginning(&lobby, take);
        assert_eq!(lobby.screen(), Screen::TicketIssued);
        lobby.see(number);
        lobby.see("К 001");
    }
}

#[test]
fn the_language_may_change_at_every_step_and_nothing_chosen_is_lost() {
    let lobby = Lobby::kyustendil();
    tap_beginning(&lobby, "Вземете билет");
    lobby.tap("English");
    tap_beginning(&lobby, "К, Cash desk and local revenue");
    lobby.tap("Български");
    lobby.see("Каса и местни приходи");
    lobby.tap("English");
    tap_beginning(&lobby, "Take a ticket");
    lobby.see("Cash desk and local revenue");
    lobby.tap("Български");
    lobby.see("Каса и местни приходи");
    lobby.see("К 001");
    lobby.tap("Готово");
    assert_eq!(lobby.screen(), Screen::Home);
}

#[test]
fn the_next_visitor_has_the_next_number_and_nothing_of_the_last() {
    let lobby = Lobby::kyustendil();
    for number in ["К 001", "К 002"] {
        tap_beginning(&lobby, "Вземете билет");
        tap_beginning(&lobby, QUEUE);
        tap_beginning(&lobby, "Вземете билет");
        lobby.see(number);
        lobby.advance(45 + 20 + 60);
        assert_eq!(lobby.screen(), Screen::Home);
        assert!(!lobby.sees(number));
    }
}

#[test]
fn while_the_clock_is_wrong_the_screen_says_so_and_gives_tickets() {
    let lobby = Lobby::open(&Setup {
        at: "1970-01-01T06:00:00Z",
        ..Setup::default()
    });
    lobby.see("Часовникът не е сверен");
    assert!(!lobby.sees("Нова година") && !lobby.sees("1970") && !lobby.sees("8:00"));
    tap_beginning(&lobby, "Вземете билет");
    tap_beginning(&lobby, QUEUE);
    tap_beginning(&lobby, "Вземете билет");
    lobby.see("К 001");
    assert!(!lobby.sees("Издаден в"));
}

#[test]
fn where_no_hours_are_published_there_are_no_tickets_on_a_sunday() {
    let lobby = Lobby::open(&Setup {
        pack: "samokov",
        at: "2026-11-22T08:30:00Z",
        ..Setup::default()
    });
    lobby.see("В събота и неделя няма билети: работното време не е обявено");
}

#[test]
fn the_code_promises_documents_only_where_there_are_some() {
    let lobby = Lobby::kyustendil();
    tap_beginning(&lobby, "Вземете билет");
    tap_beginning(&lobby, QUEUE);
    tap_beginning(&lobby, "Вземете билет");
    lobby.see("Кодът съдържа номера като текст");
    assert!(!lobby.sees("документите"));

    let lobby = Lobby::kyustendil();
    lobby.kiosk.borrow_mut().choose_service("2076");
    lobby.advance(60);
    tap_beginning(&lobby, "Вземете билет");
    lobby.see("Кодът съдържа номера и документите като текст");
}

/// The longest list of documents, on panels of several sizes: what a phone would read off the screen.
#[test]
fn the_longest_ticket_is_read_off_the_screen() {
    for (size, diagonal) in [
        (PORTRAIT, 21.5),
        (LANDSCAPE, 21.5),
        ((768, 1024), 15.0),
        ((1366, 768), 15.6),
        ((2160, 3840), 32.0),
    ] {
        let lobby = Lobby::open(&Setup {
            pack: "plovdiv",
            size,
            diagonal,
            ..Setup::default()
        });
        // The place with the longest name, which has the service with the most to bring.
        lobby.kiosk.borrow_mut().config.place = Some("tsentralen".to_owned());
        lobby.kiosk.borrow_mut().choose_service("kopie-pup-yuzhen");
        lobby.advance(60);
        tap_beginning(&lobby, "Вземете билет");
        let says = {
            let kiosk = lobby.kiosk.borrow();
            kiosk.ticket_qr(kiosk.session.ticket.issued.as_ref().unwrap())
        };
        // On a small panel the code is further down.
        while qr_texts(&lobby).is_empty() && lobby.control("Надолу").is_some_and(|key| key.is_enabled()) {
            lobby.tap("Надолу");
            lobby.advance(1);
        }
        assert_eq!(qr_texts(&lobby), [says], "{size:?}");
    }
}

/// Whoever reads large words sees the whole code at once too, however long the service's name is.
#[test]
fn the_code_is_seen_without_turning_the_page() {
    for (pack, size, large) in PACKS.into_iter().flat_map(|pack| {
        [
            (pack, PORTRAIT, false),
            (pack, PORTRAIT, true),
            (pack, LANDSCAPE, false),
            (pack, LANDSCAPE, true),
        ]
    }) {
        let lobby = Lobby::open(&Setup {
            pack,
            size,
            ..Setup::default()
        });
        lobby.read(|session| session.large = large);
        let longest = {
            let kiosk = lobby.kiosk.borrow();
            let with_queue = kiosk
                .pack
                .services
                .iter()
                .filter(|service| kiosk.queue_for(service).is_some());
            let longest = with_queue.max_by_key(|service| service.name.get("bg").chars().count());
            longest.map(|service| service.id.clone()).unwrap()
        };
        lobby.kiosk.borrow_mut().choose_service(&longest);
        lobby.advance(60);
        tap_beginning(&lobby, "Вземете билет");
        assert_eq!(qr_texts(&lobby).len(), 1, "{pack}, {longest}, {size:?}, large: {large}");
    }
}
