//! After closing: those present are served on, and every screen on the way to a ticket says until when.

use std::time::Duration;

use chrono::{DateTime, Utc};
use parter::{
    kiosk::controllers::session::Screen,
    queue::{self, CounterState, IssueRequest},
    store::Store,
};

use crate::harness::{AFTER_CLOSING, Lobby, Setup};

const BULGARIAN: &str = "Нови билети не се издават. Който вече е тук, се обслужва до";
const ENGLISH: &str = "No new tickets. Those already here are served until";

fn at(pack: &'static str, at: &'static str) -> Lobby {
    Lobby::open(&Setup {
        pack,
        at,
        ..Setup::default()
    })
}

/// Opens the counters, for whom somebody has waited since before closing.
fn with_one_who_waits(lobby: &Lobby) -> queue::Counter {
    lobby.open_counters();
    let (queue, letter, now) = {
        let kiosk = lobby.kiosk.borrow();
        let first = kiosk.queues().next().unwrap();
        (first.id.clone(), first.letter, kiosk.clock.now())
    };
    let counter = queue::Counter {
        id: "1".to_owned(),
        queues: vec![queue.clone()],
    };
    let request = IssueRequest {
        queue,
        letter,
        service: None,
        priority: None,
        touched: Duration::ZERO,
    };
    lobby.store(move |store| store.issue(&request, now)).unwrap();
    lobby.advance(60);
    counter
}

#[test]
fn the_band_the_first_screen_and_the_tickets_screens_say_it_and_count_down() {
    let lobby = at("plovdiv", AFTER_CLOSING);
    for screen in [Screen::Home, Screen::Queues, Screen::TicketCheck] {
        assert!(lobby.visit(screen));
        let says = |text: &str| lobby.texts().iter().filter(|shown| shown.contains(text)).count();
        let all = says(&format!("{BULGARIAN} 19:15, още 75 минути"));
        assert!(
            all >= 2,
            "in the band and below, {screen:?}: {}",
            lobby.texts().join(" | ")
        );
        lobby.read(|session| session.lang = "en".to_owned());
        let all = says(&format!("{ENGLISH} 19:15, for 75 more minutes"));
        assert!(
            all >= 2,
            "in the band and below, {screen:?}: {}",
            lobby.texts().join(" | ")
        );
        lobby.read(|session| session.lang = "bg".to_owned());
    }
    assert!(lobby.control("Вземете билет").is_none());
    lobby.kiosk.borrow_mut().touched();
    lobby.visit(Screen::Home);
    lobby.advance(60);
    lobby.see(&format!("{BULGARIAN} 19:15, още 74 минути"));
    lobby.set_clock("2026-11-23T17:14:01Z");
    lobby.see(&format!("{BULGARIAN} 19:15, още 1 минута"));
    lobby.set_clock("2026-11-23T17:15:00Z");
    assert!(!lobby.sees(BULGARIAN) && lobby.sees("Затворено · отваря утре"));
}

/// The ordinance's two hours hold for whoever waits, also where the municipality publishes nothing of them.
#[test]
fn a_lobby_that_publishes_nothing_says_it_while_somebody_waits() {
    let lobby = at("kyustendil", AFTER_CLOSING);
    lobby.see("Затворено · отваря утре");
    let counter = with_one_who_waits(&lobby);
    lobby.see(&format!("{BULGARIAN} 19:00, още 59 минути"));
    lobby.visit(Screen::TicketCheck);
    lobby.see(&format!("{BULGARIAN} 19:00"));
    assert!(lobby.control("Вземете билет").is_none());

    let now: DateTime<Utc> = lobby.kiosk.borrow().clock.now();
    let bound = lobby.kiosk.borrow().pack.queues.priority_bound();
    let call = move |store: &mut Store| {
        store.set_counter("1", CounterState::Open, now)?;
        store.call_next(&counter, bound, now)
    };
    assert!(lobby.store(call).unwrap().is_some(), "the last who waited is called");
    lobby.visit(Screen::Home);
    lobby.advance(10);
    lobby.see("Затворено · отваря утре");
}

#[test]
fn in_working_hours_and_on_holidays_nothing_of_it_is_said() {
    for moment in ["2026-11-23T15:14:00Z", "2026-12-25T16:00:00Z", "2026-11-22T16:00:00Z"] {
        let lobby = at("plovdiv", moment);
        lobby.visit(Screen::Queues);
        assert!(!lobby.sees("Който вече е тук"), "{moment}");
    }
}
