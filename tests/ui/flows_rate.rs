//! Rating, touched as a visitor touches it.

use parter::{config::Mode, kiosk::controllers::session::Screen};

use crate::harness::{Lobby, Setup};

#[test]
fn one_touch_is_enough() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Оценете обслужването");
    lobby.tap("Отлично");
    lobby.see("Благодарим. Оценката е записана: Отлично.");
    lobby.tap("Готово");
    lobby.see("Какво записахме");
    lobby.see("Отлично (5 от 5)");
    lobby.tap("Готово");
    assert_eq!(lobby.screen(), Screen::Home);
}

#[test]
fn more_can_be_said_and_is_shown_as_it_was_stored() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    lobby.tap("Rate the service");
    lobby.tap("Very bad");
    lobby.tap("Long wait");
    lobby.tap("Unclear information");
    lobby.tap("Long wait");
    lobby.tap("Next");
    lobby.tap("Cash desk and local revenue");
    lobby.tap("Next");
    lobby.tap("Skip");
    lobby.tap("Only some");
    lobby.tap("Back");
    lobby.see("Was it easy to find where to go?");
    lobby.tap("Skip");
    lobby.tap("Next");
    lobby.tap("Done");
    for stored in [
        "Very bad (1 of 5)",
        "23 November 2026",
        "Cash desk and local revenue",
        "Unclear information",
        "Did you know beforehand which documents you needed?",
        "Only some",
        "A number drawn at random",
        "Nothing ties it to you.",
    ] {
        lobby.see(stored);
    }
    assert!(!lobby.sees("Long wait"));
}

#[test]
fn the_screen_by_the_door_has_faces_only_and_returns_by_itself() {
    let lobby = Lobby::open(&Setup {
        mode: Mode::Rating,
        ..Setup::default()
    });
    assert_eq!(lobby.screen(), Screen::Rate);
    lobby.tap("Лошо");
    lobby.see("Благодарим за оценката!");
    lobby.see("Връщане в началото след 20 секунди");
    lobby.advance(19);
    lobby.see("Връщане в началото след 1 секунда");
    assert!(!lobby.sees("Още ли сте тук?"), "no warning over the thanks");
    lobby.advance(1);
    lobby.see("Как ви обслужиха днес?");
}

#[test]
fn touches_too_close_get_the_same_thanks() {
    let lobby = Lobby::open(&Setup {
        mode: Mode::Rating,
        ..Setup::default()
    });
    for repeated in ["Не", "Да"] {
        lobby.tap("Добре");
        lobby.see("Благодарим за оценката!");
        assert!(lobby.texts().iter().any(|text| text == repeated));
        lobby.tap("Готово");
    }
}
