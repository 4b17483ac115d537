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
fn a_ticket_takes_three_touches() {
    let lobby = Lobby::kyustendil();
    tap_beginning(&lobby, "Вземете билет");
    assert_eq!(lobby.screen(), Screen::Queues);
    tap_beginning(&lobby, QUEUE);
    assert_eq!(lobby.screen(), Screen::TicketCheck);
    tap_beginning(&lobby, "Вземете билет");
    assert_eq!(lobby.screen(), Screen::TicketIssued);
    lobby.see("К 001");
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
