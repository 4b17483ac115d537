//! What a kiosk is for, by its configuration: everything, tickets, rating, or reading alone.

use parter::{config::Mode, kiosk::controllers::session::Screen};

use crate::harness::{Lobby, Setup};

fn kiosk_for(mode: Mode) -> Lobby {
    Lobby::open(&Setup {
        mode,
        ..Setup::default()
    })
}

fn offers(lobby: &Lobby, door: &str) -> bool {
    lobby.labels().iter().any(|label| label == door)
}

#[test]
fn a_full_kiosk_has_every_door() {
    let lobby = kiosk_for(Mode::Full);
    for door in [
        "Вземете билет",
        "Услуги и документи",
        "Харта на клиента",
        "Оценете обслужването",
    ] {
        assert!(offers(&lobby, door), "{door}");
    }
}

#[test]
fn a_kiosk_for_tickets_begins_with_the_queues_and_returns_to_them() {
    let lobby = kiosk_for(Mode::Tickets);
    assert_eq!(lobby.screen(), Screen::Queues);
    lobby.tap("К, Каса и местни приходи");
    lobby.tap("Вземете билет");
    lobby.see("К 001");
    lobby.tap("Готово");
    assert_eq!(lobby.screen(), Screen::Queues);
}

#[test]
fn a_kiosk_for_rating_asks_one_thing() {
    let lobby = kiosk_for(Mode::Rating);
    assert_eq!(lobby.screen(), Screen::Rate);
    assert!(!lobby.control("Начало").unwrap().is_enabled());
    lobby.tap("Отлично");
    assert_eq!(lobby.screen(), Screen::RateThanks);
}

#[test]
fn a_kiosk_for_reading_gives_no_tickets_and_asks_for_no_rating() {
    let lobby = kiosk_for(Mode::Info);
    assert!(!offers(&lobby, "Вземете билет") && !offers(&lobby, "Оценете обслужването"));
    lobby.tap("Сигнал или жалба");
    assert!(!offers(&lobby, "Анонимно мнение"));
    lobby.tap("Начало");
    lobby.tap("Услуги и документи");
    lobby.tap("Какво ви трябва? Напишете дума");
    lobby.type_text("наследници");
    lobby.tap_containing("услуги по гражданско състояние");
    assert_eq!(lobby.screen(), Screen::Service);
    assert!(!lobby.labels().iter().any(|label| label.contains("билет")));
}
