//! The charter, touched through: contents, chapters, promises, corrections, and the search for words.

use parter::kiosk::controllers::session::Screen;

use crate::harness::Lobby;

#[test]
fn the_charter_is_read_chapter_by_chapter() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Харта на клиента");
    lobby.see("Заповед № РД-00-770 от 17 август 2017 г.");
    lobby.seek("ОСНОВНИТЕ ЦЕЛИ, КОИТО СИ ПОСТАВЯМЕ СА:");
    assert_eq!(lobby.screen(), Screen::CharterSection);
    lobby.see("ОСНОВНИТЕ ЦЕЛИ");
    lobby.page_down();
    lobby.tap("Следваща глава");
    lobby.see("СТРАТЕГИЧЕСКИ ЦЕЛИ");
    lobby.tap("Предишна глава");
    lobby.see("ОСНОВНИТЕ ЦЕЛИ");
    lobby.tap("Назад");
    assert_eq!(lobby.screen(), Screen::Charter, "turned chapters are no steps");
}

#[test]
fn a_promise_leads_to_its_own_words() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    lobby.tap("Customer charter");
    lobby.see("The approved text is in Bulgarian.");
    lobby.seek("What the charter promises");
    assert_eq!(lobby.screen(), Screen::Promises);
    lobby.see("No time set in the charter");
    lobby.tap("Received within 10 minutes when booked in advance");
    assert_eq!(lobby.screen(), Screen::CharterSection);
    lobby.see("в рамките на 10 минути");
    lobby.tap("Back");
    lobby.tap("Back");
    assert_eq!(lobby.screen(), Screen::Charter);
}

#[test]
fn what_was_corrected_can_be_seen() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Харта на клиента");
    lobby.seek("Очевидни грешки в източника са поправени");
    assert_eq!(lobby.screen(), Screen::Errata);
    lobby.see("НАУНОВ");
    lobby.read_on("подготвената");
}

#[test]
fn what_visitors_said_and_what_was_done_stand_together() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Харта на клиента");
    assert!(!lobby.sees("Вие казахте, ние направихме"));
    lobby.improve();
    lobby.settle();
    lobby.seek("Вие казахте, ние направихме");
    assert_eq!(lobby.screen(), Screen::Improvements);
    lobby.see("Казахте: Дълго чакане");
    lobby.see("(243 оценки)");
    lobby.see("Направихме: Отворихме трето гише");
    lobby.see("В сила от 1 октомври 2026 г.");
}

#[test]
fn words_typed_are_found_and_lead_to_their_place() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Харта на клиента");
    lobby.seek("Търсене в хартата");
    lobby.see("Въведете дума");
    lobby.tap("Дума от хартата");
    lobby.type_text("оплаквания");
    lobby.see("Намерено на");
    lobby.tap("Готово");
    lobby.tap("Изчистване");
    lobby.see("Въведете дума");
    lobby.type_text("жжж");
    lobby.see("В хартата не намерихме „жжж“.");
    lobby.tap("Изчистване");
    lobby.type_text("минути");
    lobby.tap("Готово");
    lobby.tap_containing("когато");
    assert_eq!(lobby.screen(), Screen::CharterSection);
    lobby.see("в рамките на 10 минути");
}
