//! The staff's screens and paused queues, touched as they are touched.

use std::{cell::RefCell, fs, rc::Rc};

use parter::{
    kiosk::controllers::session::Screen,
    sync::{Enrolment, SyncError, SyncStatus, Watch},
};

use crate::harness::{LANDSCAPE, Lobby, PIN, PORTRAIT, Setup};

const CHECK: &str = "Проверка на ПИН кода";

/// By the gesture and the keys.
fn enter(lobby: &Lobby) {
    lobby.hold_home(3);
    give(lobby, PIN);
    assert_eq!(lobby.screen(), Screen::Staff);
}

fn give(lobby: &Lobby, pin: &str) {
    lobby.type_text(pin);
    lobby.tap(CHECK);
    lobby.wait_for(|kiosk| !kiosk.checks_pin());
}

#[test]
fn three_seconds_on_the_key_of_the_way_home_lead_to_the_pin_and_less_does_not() {
    for size in [PORTRAIT, LANDSCAPE] {
        let lobby = Lobby::open(&Setup {
            size,
            ..Setup::default()
        });
        lobby.tap("Начало");
        lobby.hold_home(2);
        assert_eq!(lobby.screen(), Screen::Home);
        lobby.read(|session| session.low_reach = true);
        lobby.hold_home(3);
        assert_eq!(lobby.screen(), Screen::Pin);
        lobby.see("За служители");
        lobby.tap("Назад");
        assert_eq!(lobby.screen(), Screen::Home);
    }
}

#[test]
fn where_the_key_leads_home_it_does_no_more_than_that() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Контакти и работно време");
    lobby.hold_home(5);
    assert_eq!(lobby.screen(), Screen::Home);
}

#[test]
fn without_a_pin_in_the_configuration_the_gesture_does_nothing() {
    let lobby = Lobby::kyustendil();
    lobby.kiosk.borrow_mut().config.staff.pin_hash = None;
    lobby.advance(60);
    lobby.hold_home(10);
    assert_eq!(lobby.screen(), Screen::Home);
}

#[test]
fn the_digits_are_counted_and_never_shown() {
    let lobby = Lobby::kyustendil();
    lobby.hold_home(3);
    lobby.type_text("98");
    let says = |text: &str| lobby.nodes().iter().any(|node| node.label() == text);
    assert!(says("Въведени са 2 цифри"));
    let nines = lobby.texts().iter().filter(|text| text.contains('9')).count();
    assert_eq!(nines, 1, "on its key alone");
    lobby.tap("Изтриване на последната цифра");
    assert!(says("Въведена е 1 цифра"));
}

#[test]
fn a_wrong_pin_is_refused_and_after_five_there_is_a_countdown() {
    let lobby = Lobby::kyustendil();
    lobby.hold_home(3);
    give(&lobby, "111111");
    lobby.see("Грешен ПИН код. Остават 4 опита до изчакване.");
    for _ in 0..4 {
        give(&lobby, "111111");
    }
    lobby.see("Твърде много грешни опити. Опитайте отново след 1:00.");
    assert!(!lobby.control("1").unwrap().is_enabled());
    lobby.advance(1);
    lobby.see("Опитайте отново след 0:59.");
    lobby.kiosk.borrow_mut().touched();
    lobby.advance(40);
    lobby.kiosk.borrow_mut().touched();
    lobby.advance(19);
    give(&lobby, PIN);
    assert_eq!(lobby.screen(), Screen::Staff);
}

#[test]
fn a_revoked_kiosk_says_so_to_staff_and_works_for_visitors() {
    let lobby = Lobby::kyustendil();
    let since = "2026-11-22T07:43:00Z".parse().unwrap();
    let why = SyncError::NoCode;
    let enrolment = Enrolment {
        device: "d7k2m9".to_owned(),
        public_url: "https://queue.example.bg".to_owned(),
    };
    lobby.kiosk.borrow_mut().server = Watch::standing(SyncStatus::Revoked { since, why }, Some(enrolment));
    lobby.advance(60);
    assert!(!lobby.sees("отнет"), "visitors are not told");
    lobby.tap("Вземете билет");
    lobby.tap("К, Каса и местни приходи");
    lobby.tap("Вземете билет");
    lobby.see("К 001");
    lobby.tap("Готово");

    enter(&lobby);
    lobby.see("Достъпът на киоска е отнет от 22 ноември, 9:43");
    lobby.see("Поискайте от администратора нов код");
    lobby.see("d7k2m9");
    lobby.wait_for(|kiosk| kiosk.session.staff.facts.records.is_some());
    lobby.see("1 запис чака за сървъра");
}

#[test]
fn staff_read_how_the_kiosk_is_in_both_languages() {
    let lobby = Lobby::kyustendil();
    enter(&lobby);
    lobby.wait_for(|kiosk| kiosk.session.staff.facts.records.is_some());
    for text in [
        "Няма сървър: киоскът работи сам",
        "Съдържание: Община Кюстендил, версия 1",
        "Принтер: няма",
        "Работи от 0:00 ч.",
    ] {
        lobby.read_on(text);
    }
    lobby.see(&lobby.kiosk.borrow().pack.sha256.to_string()[..8]);
    lobby.tap("English");
    lobby.see("There is no server: the kiosk works by itself");
    assert!(!lobby.sees("Часовникът") && !lobby.sees("The clock"));
    lobby.set_clock("1970-01-01T06:00:00Z");
    lobby.see("The clock is not set");
}

#[test]
fn a_queue_is_paused_with_one_touch_and_visitors_read_it_everywhere() {
    let lobby = Lobby::kyustendil();
    enter(&lobby);
    lobby.tap("Спиране на опашки");
    lobby.tap("К, Каса и местни приходи");
    lobby.see("Спряна от 10:30. Докоснете, за да я пуснете.");
    lobby.tap("Начало");
    assert_eq!(lobby.screen(), Screen::Home);
    lobby.tap("Вземете билет");
    lobby.see("Временно не се издават билети. Моля, обърнете се към служител");
    lobby.tap("К, Каса и местни приходи");
    lobby.see("Временно не се издават билети");
    assert!(lobby.control("Вземете билет").is_none());
    lobby.tap("Услуги и документи");
    assert_eq!(lobby.screen(), Screen::Services, "information still works");
    lobby.tap("Начало");

    enter(&lobby);
    lobby.tap("Спиране на опашки");
    lobby.tap("Спиране на всички");
    lobby.tap("Начало");
    lobby.see("Временно не се издават билети");

    enter(&lobby);
    lobby.see("Всички опашки са спрени");
    lobby.tap("Спиране на опашки");
    lobby.tap("Пускане на всички");
    lobby.tap("Начало");
    assert!(!lobby.sees("Временно"));
}

#[test]
fn a_code_is_typed_on_the_keyboard_and_handed_over() {
    let lobby = Lobby::kyustendil();
    let given = Rc::new(RefCell::new(None));
    let taken = given.clone();
    lobby
        .kiosk
        .borrow_mut()
        .enrol_by(move |code| *taken.borrow_mut() = Some(code.to_string()));
    lobby.kiosk.borrow_mut().server = Watch::standing(SyncStatus::NotEnrolled { why: SyncError::NoCode }, None);
    enter(&lobby);
    lobby.see("Поискайте от администратора код за включване");
    lobby.tap("Въвеждане на код");
    assert!(!lobby.control("Включване на киоска").unwrap().is_enabled());
    lobby.tap("Код за включване");
    lobby.type_text("k7qm3x9p2wd4roab");
    lobby.tap("Включване на киоска");
    assert_eq!(given.borrow().as_deref(), Some("K7QM-3X9P-2WD4-R0AB"));
    lobby.see("Кодът е изпратен");
    assert!(!lobby.control("Включване на киоска").unwrap().is_enabled(), "once");
}

#[test]
fn the_latest_events_are_read_from_the_log() {
    let lobby = Lobby::kyustendil();
    let folder = lobby.state().join("log");
    fs::create_dir_all(&folder).unwrap();
    let line = r#"{"timestamp":"2026-11-23T06:00:05Z","level":"WARN","message":"records wait on the kiosk","error":"no route","target":"parter::sync"}"#;
    fs::write(folder.join("parter.2026-11-23.jsonl"), line).unwrap();
    enter(&lobby);
    lobby.tap("Последни събития");
    lobby.wait_for(|kiosk| kiosk.session.staff.log.is_some());
    lobby.see("8:00 · records wait on the kiosk");
    lobby.see("error: no route");
}

#[test]
fn staff_who_go_leave_nothing_behind() {
    let lobby = Lobby::kyustendil();
    enter(&lobby);
    lobby.advance(45 + 20 + 1);
    assert_eq!(lobby.screen(), Screen::Home);
    enter(&lobby);
    lobby.seek("Изход");
    assert_eq!(lobby.screen(), Screen::Home);
    lobby.hold_home(3);
    assert_eq!(lobby.screen(), Screen::Pin);
}
