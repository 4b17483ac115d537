//! Staff pair browsers with counters and the board at the kiosk, touched as it is touched.

use parter::{kiosk::controllers::session::Screen, store::Store};

use crate::harness::Lobby;

/// The staff's first screen, of a kiosk that is a lobby's hub.
fn for_staff() -> Lobby {
    let lobby = Lobby::kyustendil();
    lobby.open_counters();
    lobby.enter_as_staff();
    lobby
}

fn open(lobby: &Lobby, post: &str) {
    lobby.seek("Сдвояване на гише");
    assert_eq!(lobby.screen(), Screen::StaffCounters);
    lobby.seek(post);
    assert_eq!(lobby.screen(), Screen::StaffPairing);
    lobby.wait_for(|kiosk| kiosk.session.staff.pairing.page.is_some() && kiosk.code_left().is_some());
}

/// What is shown, as one types it.
fn code(lobby: &Lobby) -> String {
    let offer = lobby.kiosk.borrow().session.staff.pairing.offer.clone();
    let code = offer.unwrap().code.to_string();
    lobby.see(&code);
    code
}

/// A browser that types the code; says what it is then.
fn types(lobby: &Lobby, code: &str) -> Option<String> {
    let (code, now) = (code.parse().unwrap(), lobby.kiosk.borrow().clock.now());
    let token = parter::protocol::secret::Token::random(&mut rand::rng());
    let paired = lobby.store(move |store| store.pair(&code, &token, now)).unwrap();
    paired.map(|pairing| pairing.counter)
}

#[test]
fn a_counters_code_is_shown_with_the_page_and_its_time_and_pairs_a_browser() {
    let lobby = for_staff();
    open(&lobby, "Гише\u{a0}1");
    let code = code(&lobby);
    lobby.see("Важи още 10:00 мин");
    lobby.see("На компютъра отворете този адрес и въведете кода там");
    lobby.see("https://192.168.100.200:8443");
    lobby.see("Няма сдвоен браузър");
    lobby.kiosk.borrow_mut().touched();
    lobby.advance(7);
    lobby.see("Важи още 9:53 мин");
    assert_eq!(types(&lobby, &code).as_deref(), Some("1"));
    lobby.advance(6);
    lobby.see("Браузърът е сдвоен");
    lobby.see("Сдвоен е 1 браузър");
    assert!(!lobby.sees(&code), "a code that was used is of no use");
    assert_eq!(types(&lobby, &code), None);
    lobby.tap("English");
    lobby.see("A browser was paired");
}

#[test]
fn the_board_has_a_code_of_its_own() {
    let lobby = for_staff();
    open(&lobby, "Табло");
    assert_eq!(types(&lobby, &code(&lobby)).as_deref(), Some("board"));
}

#[test]
fn after_ten_minutes_the_code_is_gone_and_a_new_one_is_a_touch_away() {
    let lobby = for_staff();
    open(&lobby, "Гише\u{a0}1");
    let old = code(&lobby);
    for _ in 0..20 {
        lobby.kiosk.borrow_mut().touched();
        lobby.advance(30);
    }
    lobby.see("Кодът вече не важи");
    assert!(!lobby.sees(&old));
    assert_eq!(types(&lobby, &old), None);
    lobby.tap("Нов код");
    let new = code(&lobby);
    assert_ne!(new, old);
    assert_eq!(types(&lobby, &new).as_deref(), Some("1"));
}

#[test]
fn a_pairing_ends_only_after_the_question() {
    let lobby = for_staff();
    for n in 0..2 {
        lobby.pair_browser("2", format!("7K3QX9M{n}").parse().unwrap());
    }
    let left = || lobby.store(Store::pairings).unwrap().len();
    open(&lobby, "Гише\u{a0}2 (Гражданско състояние, стая 14, вляво)");
    lobby.see("Сдвоени са 2 браузъра");
    lobby.seek("Браузър 1, сдвоен от 10:30");
    lobby.read_on("Да се прекрати ли сдвояването?");
    lobby.seek("Оставяне");
    assert_eq!(left(), 2);
    assert!(!lobby.sees("Да се прекрати ли"));
    lobby.seek("Браузър 1, сдвоен от 10:30");
    lobby.seek("Прекратяване на сдвояването");
    assert_eq!(left(), 1);
    lobby.see("Сдвоен е 1 браузър");
}

#[test]
fn a_kiosk_without_pages_for_counters_has_nothing_to_pair() {
    let lobby = Lobby::kyustendil();
    lobby.enter_as_staff();
    lobby.read_on("Последни събития");
    assert!(lobby.control("Сдвояване на гише").is_none());
}

#[test]
fn whoever_is_not_staff_gets_no_code() {
    let lobby = Lobby::kyustendil();
    lobby.open_counters();
    lobby.kiosk.borrow_mut().open_for_staff(Screen::StaffCounters);
    lobby.kiosk.borrow_mut().open_post("1");
    lobby.kiosk.borrow_mut().offer_code();
    lobby.settle();
    assert_eq!(lobby.screen(), Screen::Home);
    assert!(lobby.kiosk.borrow().session.staff.pairing.offer.is_none());
}

#[test]
fn staff_who_go_leave_no_code_on_the_screen() {
    let lobby = for_staff();
    open(&lobby, "Гише\u{a0}1");
    let shown = code(&lobby);
    lobby.advance(45 + 20 + 1);
    assert_eq!(lobby.screen(), Screen::Home);
    assert_eq!(
        types(&lobby, &shown).as_deref(),
        Some("1"),
        "it is good still, as the screen has said"
    );
    assert!(lobby.kiosk.borrow().session.staff.pairing.offer.is_none());
}
