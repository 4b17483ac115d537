//! A ticket, touched as a visitor touches it.

use parter::kiosk::controllers::session::Screen;

use crate::harness::Lobby;

const QUEUE: &str = "К, Каса и местни приходи";

/// The control whose label begins so.
fn tap_beginning(lobby: &Lobby, beginning: &str) {
    let label = lobby.labels().into_iter().find(|label| label.starts_with(beginning));
    lobby.tap(&label.unwrap_or_else(|| beginning.to_owned()));
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
