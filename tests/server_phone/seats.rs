//! How many may look on at once.

use std::{net::IpAddr, sync::Arc};

use parter::server::phone::streams::Streams;

use crate::{
    given::{BG, LOBBY},
    phone::{Events, until},
    support::{TestServer, monday, visit_record},
};

#[tokio::test]
async fn without_a_seat_a_phone_gets_one_event_and_comes_again_later() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    kiosk.tell(&[visit_record(&visit)]).await;
    let path = format!("/t/{}/events", visit.ticket.code);
    let streams = &server.app.phone.streams;
    let here = IpAddr::from([127, 0, 0, 1]);
    let mut seats: Vec<_> = std::iter::from_fn(|| streams.seat(here)).collect();

    let mut events = Events::open(&server, &path, BG).await;
    let event = events.next().await;
    assert!(event.data.contains("Няма чакащи пред вас"), "{event:?}");
    assert!(event.retry.unwrap() >= 15_000, "{event:?}");
    assert!(events.ended().await);

    seats.pop();
    let mut events = Events::open(&server, &path, BG).await;
    assert!(events.next().await.retry.unwrap() <= 4000);
    assert_eq!(streams.open(), seats.len() + 1);
}

#[test]
fn seats_are_limited_in_all_and_to_each_address() {
    let streams = Arc::new(Streams::new(3, 2));
    let [one, two, three] = [1, 2, 3].map(|last| IpAddr::from([192, 0, 2, last]));
    let first = streams.seat(one);
    let second = streams.seat(one);
    assert!(first.is_some() && second.is_some() && streams.seat(one).is_none());
    let third = streams.seat(two);
    assert!(third.is_some() && streams.seat(three).is_none());
    drop(first);
    assert!(streams.seat(three).is_some());
    drop((second, third));
    assert_eq!(streams.open(), 0);
}

#[tokio::test]
async fn a_phone_that_goes_away_leaves_its_seat() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    kiosk.tell(&[visit_record(&visit)]).await;
    let mut events = Events::open(&server, &format!("/t/{}/events", visit.ticket.code), BG).await;
    events.next().await;
    assert_eq!(server.app.phone.streams.open(), 1);
    drop(events);
    until(|| server.app.phone.streams.open() == 0).await;
}
