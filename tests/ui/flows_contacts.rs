//! Complaints and contacts, touched through.

use parter::kiosk::controllers::session::Screen;

use crate::harness::{EVENING, Lobby, Setup};

#[test]
fn the_fork_leads_to_an_anonymous_opinion() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Сигнал или жалба");
    lobby.tap("Анонимно мнение");
    assert_eq!(lobby.screen(), Screen::Rate);
    lobby.tap("Добре");
    lobby.see("Благодарим. Оценката е записана: Добре.");
}

#[test]
fn a_complaint_with_a_name_says_when_the_answer_comes() {
    for (lang, doors, due) in [
        (
            None,
            ["Сигнал или жалба", "Сигнал или жалба с име", "Прочетете в хартата"],
            "При регистриране днес отговорът е до 23 декември 2026 г.",
        ),
        (
            Some("English"),
            [
                "Signal or complaint",
                "Signal or complaint with your name",
                "Read it in the charter",
            ],
            "If it is registered today, the answer is due by 23 December 2026.",
        ),
    ] {
        let lobby = Lobby::open(&Setup {
            pack: "plovdiv",
            ..Setup::default()
        });
        if let Some(lang) = lang {
            lobby.tap(lang);
        }
        let [signal, named, read] = doors;
        lobby.tap(signal);
        lobby.tap(named);
        assert_eq!(lobby.screen(), Screen::ComplaintNamed);
        lobby.see(due);
        lobby.seek(read);
        assert_eq!(lobby.screen(), Screen::CharterSection);
    }
}

#[test]
fn what_has_no_date_is_said_to_have_none() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Сигнал или жалба");
    lobby.tap("Сигнал или жалба с име");
    lobby.see("Хартата обещава");
    assert!(!lobby.sees("отговорът е до"));
    lobby.seek("На горещия телефон за сигнали и предложения");
    assert_eq!(lobby.screen(), Screen::Telephone);
    lobby.see("078/55-12-11");
}

#[test]
fn after_hours_the_day_of_registration_is_the_next_one() {
    let lobby = Lobby::open(&Setup {
        pack: "plovdiv",
        at: EVENING,
        ..Setup::default()
    });
    lobby.tap("Сигнал или жалба");
    lobby.tap("Сигнал или жалба с име");
    lobby.see("24 ноември");
    assert!(!lobby.sees("регистриране днес"));
}

#[test]
fn contacts_are_three_pages_and_a_code_that_dials() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Контакти и работно време");
    lobby.see("понеделник · днес");
    lobby.read_on("Прием на граждани");
    lobby.tap("Контакти");
    lobby.seek("Горещ телефон за сигнали и предложения");
    assert_eq!(lobby.screen(), Screen::Telephone);
    lobby.see("078/55-12-11");
    lobby.see("Насочете камерата на телефона си към кода");
    lobby.tap("Назад");
    assert_eq!(lobby.screen(), Screen::Contacts);
    lobby.see("Горещ телефон");
    lobby.tap("Звена");
    lobby.read_on("ЕСГРАОН");
}

#[test]
fn contacts_are_there_in_english_too() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    lobby.tap("Contacts and hours");
    lobby.see("Monday · today");
    lobby.tap("Contacts");
    lobby.seek("Hotline for signals and suggestions");
    lobby.see("Hotline for signals and suggestions");
    lobby.tap("Home");
    assert_eq!(lobby.screen(), Screen::Home);
}
