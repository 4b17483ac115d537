//! One who comes by appointment, touched as a visitor touches it.

use parter::kiosk::controllers::{appointment::CheckInState, session::Screen};

use crate::harness::{LANDSCAPE, Lobby, PORTRAIT, Setup};

/// To the question for the code, by touch.
fn ask(lobby: &Lobby) {
    lobby.tap("Вземете билет");
    assert_eq!(lobby.screen(), Screen::Queues);
    lobby.tap("Имам уговорен час");
    assert_eq!(lobby.screen(), Screen::Appointment);
}

fn tap_all(lobby: &Lobby, keys: &[&str]) {
    for key in keys {
        lobby.tap(key);
    }
}

#[test]
fn a_code_is_typed_and_gives_a_ticket_with_its_hour_and_the_promise() {
    for size in [PORTRAIT, LANDSCAPE] {
        let lobby = Lobby::open(&Setup {
            size,
            ..Setup::default()
        });
        lobby.expect("107");
        ask(&lobby);
        tap_all(&lobby, &["1", "0", "9", "Изтриване на последния знак", "7"]);
        lobby.see("107");
        lobby.tap("Проверка на кода");
        lobby.wait_for(|kiosk| kiosk.session.screen() == Screen::TicketIssued);
        lobby.see("А 001");
        lobby.see("Уговорен час: 11:30");
        lobby.see("Ще бъдете повикани в този час или по-рано, ако се освободи гише. Обещано: до 10 минути.");
        lobby.tap("Готово");
        assert_eq!(lobby.screen(), Screen::Home);
    }
}

#[test]
fn a_wrong_code_leads_on_to_an_ordinary_ticket() {
    let lobby = Lobby::kyustendil();
    lobby.expect("K7Q2");
    ask(&lobby);
    tap_all(&lobby, &["K", "7", "Z", "Проверка на кода"]);
    lobby.wait_for(|kiosk| kiosk.session.check_in.state == CheckInState::Unknown);
    lobby.see("Днес няма час с този код. Проверете го или се върнете назад.");
    lobby.tap("Обикновен билет");
    assert_eq!(lobby.screen(), Screen::Queues);
}

#[test]
fn nobody_is_asked_for_a_code_while_nobody_is_expected() {
    let lobby = Lobby::kyustendil();
    lobby.visit(Screen::Queues);
    assert!(lobby.control("Имам уговорен час").is_none());
    lobby.expect("17");
    assert!(lobby.control("Имам уговорен час").is_some());
}
