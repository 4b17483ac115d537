//! What can be read: charter, contacts, complaints, services.

use parter::kiosk::controllers::session::Screen;

use crate::{harness::Lobby, tree::Node};

#[test]
fn every_door_of_the_home_screen_opens_and_leads_back() {
    for (lang, doors) in [
        (
            None,
            [
                ("Вземете билет", Screen::Queues),
                ("Услуги и документи", Screen::Services),
                ("Харта на клиента", Screen::Charter),
                ("Оценете обслужването", Screen::Rate),
                ("Контакти и работно време", Screen::Contacts),
                ("Сигнал или жалба", Screen::Complaint),
            ],
        ),
        (
            Some("English"),
            [
                ("Take a ticket", Screen::Queues),
                ("Services and documents", Screen::Services),
                ("Customer charter", Screen::Charter),
                ("Rate the service", Screen::Rate),
                ("Contacts and hours", Screen::Contacts),
                ("Signal or complaint", Screen::Complaint),
            ],
        ),
    ] {
        let lobby = Lobby::kyustendil();
        if let Some(lang) = lang {
            lobby.tap(lang);
        }
        for (door, screen) in doors {
            lobby.tap(door);
            assert_eq!(lobby.screen(), screen, "{door}");
            lobby.tap(if lang.is_some() { "Back" } else { "Назад" });
            assert_eq!(lobby.screen(), Screen::Home);
        }
    }
}

#[test]
fn a_service_is_found_by_typing_on_the_screen() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Услуги и документи");
    lobby.tap("Какво ви трябва? Напишете дума");
    lobby.type_text("наследници");
    lobby.tap_containing("услуги по гражданско състояние");
    assert_eq!(lobby.screen(), Screen::Service);
    lobby.see("Услуги по гражданско състояние");
}

#[test]
fn a_typed_word_is_forgotten_with_its_visitor() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Услуги и документи");
    lobby.tap("Какво ви трябва? Напишете дума");
    lobby.type_text("наследници");
    lobby.advance(45 + 20);
    assert_eq!(lobby.screen(), Screen::Home);
    lobby.tap("Услуги и документи");
    let fields = lobby.nodes().into_iter().map(|node| node.value());
    assert!(fields.into_iter().all(|value| !value.contains("наследници")));
}

#[test]
fn an_extension_stands_beside_the_code_that_does_not_dial_it() {
    let lobby = Lobby::kyustendil();
    lobby.visit(Screen::Telephone);
    lobby.see("поискайте вътрешен 253");
}

#[test]
fn a_complaint_without_a_term_speaks_of_none() {
    let lobby = Lobby::kyustendil();
    lobby.visit(Screen::ComplaintNamed);
    lobby.see("Тя не посочва брой дни");
    lobby.see("Поискайте входящ номер.");
    assert!(!lobby.sees("Срокът тече"));
    lobby.tap("English");
    lobby.see("The charter promises: “");
}

#[test]
fn a_service_is_found_in_english_and_its_ticket_taken() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    lobby.tap("Services and documents");
    lobby.tap("What do you need? Type a word");
    lobby.type_text("xq");
    lobby.see("We found nothing for “xq”.");
    lobby.tap("Clear");
    lobby.type_text("status");
    lobby.tap_containing("civil status");
    assert_eq!(lobby.screen(), Screen::Service);
    lobby.tap_containing("take a ticket");
    assert_eq!(lobby.screen(), Screen::TicketCheck);
    lobby.see("Civil status");
}

#[test]
fn what_is_typed_stays_when_the_language_changes() {
    let lobby = Lobby::kyustendil();
    lobby.tap("Услуги и документи");
    lobby.tap("Какво ви трябва? Напишете дума");
    lobby.type_text("наследници");
    lobby.tap("English");
    let field = lobby.nodes().into_iter().find(Node::is_field).unwrap();
    assert_eq!(field.value(), "наследници");
    lobby.tap_containing("civil status");
    assert_eq!(lobby.screen(), Screen::Service);
}
