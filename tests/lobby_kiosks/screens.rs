//! What the visitor sees of it: the same screens, whoever keeps the queues.

use std::{rc::Rc, sync::Arc, time::Duration};

use parter::{
    config::Config,
    kiosk::controllers::{kiosk::Kiosk, session::Screen, ticket::Taking},
    packs,
};

use crate::{
    given::Satellite,
    line::{Fate, Line},
    lobby::TestLobby,
};

fn screen(satellite: &Satellite) -> Kiosk {
    let pack = Arc::new(packs::load("kyustendil").unwrap());
    let mut kiosk = Kiosk::new(Config::default(), pack, Rc::new(satellite.clock.clone()));
    kiosk.belong_to(satellite.hub.handle());
    kiosk.connect(satellite.store_handle(), Arc::new(|| ()));
    while kiosk.wait_for_reply(Duration::from_millis(500)) {}
    kiosk
}

fn take(kiosk: &mut Kiosk) -> Option<String> {
    kiosk.choose_queue("kasa");
    kiosk.take_ticket();
    assert_eq!(
        kiosk.session.ticket.taking,
        Taking::UnderWay,
        "nobody waits on the screen's thread"
    );
    while kiosk.session.ticket.taking == Taking::UnderWay {
        assert!(kiosk.wait_for_reply(Duration::from_secs(10)), "an answer");
    }
    let issued = kiosk.session.ticket.issued.as_ref()?;
    Some(issued.visit.ticket.number.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_gets_a_ticket_from_the_hub_and_hears_of_those_before() {
    let lobby = TestLobby::start();
    let line = Line::to(lobby.address);
    let satellite = Satellite::joined(&lobby, &line.address).await;
    lobby.take("kasa").await;
    let mut kiosk = screen(&satellite);
    assert_eq!(kiosk.ahead("kasa").unwrap().people, 1);
    assert_eq!(take(&mut kiosk).as_deref(), Some("К\u{a0}002"));
    assert_eq!(kiosk.session.screen(), Screen::TicketIssued);
    assert_eq!(kiosk.session.ticket.issued.as_ref().unwrap().ahead.unwrap().people, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_hub_a_visitor_gets_a_ticket_and_is_told_no_wait_until_there_is_none_left() {
    let lobby = TestLobby::start();
    let line = Line::to(lobby.address);
    let satellite = Satellite::joined(&lobby, &line.address).await;
    satellite.until_it_holds("kasa", 20).await;
    let mut kiosk = screen(&satellite);
    line.set(Fate::Cut);
    for seq in 501..=520 {
        assert_eq!(take(&mut kiosk), Some(format!("К\u{a0}{seq}")));
        assert_eq!(kiosk.session.ticket.issued.as_ref().unwrap().ahead, None);
        kiosk.forget();
    }
    assert_eq!(kiosk.ahead("kasa"), None, "nobody knows how many wait");
    assert_eq!(take(&mut kiosk), None);
    assert_eq!(
        kiosk.session.ticket.taking,
        Taking::Failed,
        "the screen sends them to the desk"
    );
}
