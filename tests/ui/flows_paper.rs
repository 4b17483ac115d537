//! What the screens say of a ticket's paper, to visitors and to staff.

use parter::{
    kiosk::controllers::session::Screen,
    queue::paper::{PrintFault, PrintState},
};

use crate::harness::Lobby;

#[test]
fn the_ticket_says_what_becomes_of_its_paper() {
    for (state, says) in [
        (PrintState::Queued, "Билетът ви се печата"),
        (PrintState::Printed, "Билетът ви е отпечатан – вземете го"),
        (
            PrintState::Failed(PrintFault::OutOfPaper),
            "Не можа да се отпечата – снимайте екрана с телефона си",
        ),
        (
            PrintState::Unknown,
            "Ако билетът не излезе, снимайте екрана с телефона си",
        ),
    ] {
        let lobby = Lobby::kyustendil();
        lobby.print_ticket(state);
        lobby.see(says);
        let on_paper = matches!(state, PrintState::Queued | PrintState::Printed);
        assert_ne!(lobby.sees("екрана с телефона"), on_paper, "{says}");
    }
}

#[test]
fn without_a_printer_a_picture_of_the_screen_is_asked_for() {
    let lobby = Lobby::kyustendil();
    lobby.visit(Screen::TicketIssued);
    lobby.see("Снимайте екрана с телефона си");
}

#[test]
fn staff_see_the_printer_try_it_and_print_a_number_once_more() {
    let lobby = Lobby::kyustendil();
    lobby.print_ticket(PrintState::Queued);
    lobby.fail_print(PrintFault::OutOfPaper);
    lobby.visit(Screen::Staff);
    lobby.read_on("Принтер: няма хартия");
    lobby.read_on("Последен номер, А 001: не можа да се отпечата");
    lobby.seek("Пробен печат");
    assert!(lobby.kiosk.borrow().session.staff.tried_print);
    while lobby.page_up() {}
    lobby.read_on("Пробният печат се изпраща");
    lobby.seek("Повторен печат на билет");
    assert_eq!(lobby.screen(), Screen::StaffPapers);
    lobby.see("Принтер: няма хартия");
    lobby.see("не можа да се отпечата");
    lobby.tap("А\u{a0}001");
    lobby.wait_for(|kiosk| kiosk.session.staff.facts.papers[0].state == PrintState::Queued);
    lobby.see("печата се");
}

#[test]
fn without_a_printer_staff_have_nothing_to_print() {
    let lobby = Lobby::kyustendil();
    lobby.visit(Screen::TicketIssued);
    lobby.visit(Screen::Staff);
    lobby.read_on("Принтер: няма");
    while lobby.page_down() {}
    assert!(!lobby.sees("Пробен печат") && !lobby.sees("Повторен печат"));
}
