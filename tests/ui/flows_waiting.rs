//! What is said of the wait before it is known, and of those who go first.

use parter::kiosk::controllers::session::Screen;

use crate::harness::Lobby;

#[test]
fn where_there_is_not_enough_data_every_screen_that_tells_a_wait_says_so() {
    let lobby = Lobby::kyustendil();
    // One waits, nobody was called.
    lobby.visit(Screen::TicketIssued);
    lobby.advance(10);
    for screen in [Screen::Home, Screen::Queues, Screen::TicketCheck, Screen::TicketIssued] {
        assert!(lobby.visit(screen));
        lobby.see("Чакане: няма достатъчно данни");
        lobby.read(|session| session.lang = "en".to_owned());
        lobby.see("Waiting time: not enough data");
        lobby.read(|session| session.lang = "bg".to_owned());
    }
}

#[test]
fn where_nobody_waits_no_wait_is_told() {
    let lobby = Lobby::kyustendil();
    for screen in [Screen::Home, Screen::Queues, Screen::TicketCheck, Screen::TicketIssued] {
        assert!(lobby.visit(screen));
        assert!(!lobby.sees("няма достатъчно данни"), "{screen:?}");
    }
}

#[test]
fn for_whom_priority_is_and_what_it_may_not_do_is_said_before_the_ticket() {
    let lobby = Lobby::kyustendil();
    lobby.visit(Screen::TicketCheck);
    lobby.read_on("Който вече е чакал 20 минути, не се изпреварва заради предимство");
    lobby.see("Изброените тук се викат по-рано");
    for class in ["Бременни жени и родители с бебета", "Хора с увреждания"] {
        lobby.read_on(class);
    }
    lobby.visit(Screen::TicketCheck);
    lobby.read(|session| session.lang = "en".to_owned());
    lobby.read_on("Whoever has waited for 20 minutes is not overtaken because of priority");
}

/// Another pack, another bound.
#[test]
fn the_bound_is_the_packs_own() {
    let lobby = Lobby::kyustendil();
    let mut pack = (*lobby.kiosk.borrow().pack).clone();
    pack.queues.priority_bound_minutes = 45;
    lobby.kiosk.borrow_mut().pack = pack.into();
    lobby.visit(Screen::TicketCheck);
    lobby.read_on("Който вече е чакал 45 минути");
}
