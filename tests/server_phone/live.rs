//! The events that keep the page up to date.

use std::time::Duration;

use parter::{protocol::record::Record, queue::PeriodKind};

use crate::{
    given::{BG, EN, LOBBY},
    phone::Events,
    support::{TestServer, monday, period_record, visit_record},
};

#[tokio::test]
async fn people_before_a_ticket_become_fewer_while_the_phone_looks_on() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let before: Vec<_> = (1..=3)
        .map(|seq| kiosk.visit("kasa", 'К', seq, monday(10, 0)))
        .collect();
    let visit = kiosk.visit("kasa", 'К', 4, monday(10, 5));
    let records: Vec<Record> = before.iter().chain([&visit]).map(visit_record).collect();
    kiosk.tell(&records).await;

    let mut events = Events::open(&server, &format!("/t/{}/events", visit.ticket.code), BG).await;
    assert!(
        events
            .next()
            .await
            .data
            .contains("Издадени днес преди вашия: 3\u{a0}билета")
    );
    for (called, left) in before.iter().zip([
        "Пред вас: 2\u{a0}души",
        "Пред вас: 1\u{a0}човек",
        "Няма чакащи пред вас",
    ]) {
        kiosk
            .tell(&[period_record(called, 2, PeriodKind::Called, Some("1"), monday(10, 20))])
            .await;
        let event = events.next().await;
        assert!(event.data.contains(left), "{event:?}");
        assert_eq!(event.name, "message");
    }
    kiosk
        .tell(&[period_record(&visit, 2, PeriodKind::Called, Some("2"), monday(10, 25))])
        .await;
    let event = events.next().await;
    assert!(event.data.contains("Ваш ред\u{a0}е: гише\u{a0}2"), "{event:?}");
    assert!(event.data.contains("data-stage=\"called\""), "{event:?}");

    // After the last news there is nothing to wait for.
    kiosk
        .tell(&[period_record(&visit, 3, PeriodKind::Served, Some("2"), monday(10, 30))])
        .await;
    let event = events.next().await;
    assert!(event.data.contains("Обслужихме ви"), "{event:?}");
    assert_eq!(event.name, "last");
    assert!(events.ended().await);
    assert_eq!(server.app.phone.streams.open(), 0);
}

#[tokio::test]
async fn an_unknown_ticket_becomes_known_while_the_phone_looks_on() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    let path = format!("/t/{}/events?k={}", visit.ticket.code, kiosk.device);
    let mut events = Events::open(&server, &path, EN).await;
    let event = events.next().await;
    assert!(event.data.contains("No data on this ticket yet"), "{event:?}");
    // Another one's news are none for this phone.
    kiosk
        .tell(&[visit_record(&kiosk.visit("kasa", 'К', 2, monday(10, 26)))])
        .await;
    kiosk.tell(&[visit_record(&visit)]).await;
    let event = events.next().await;
    assert!(event.data.contains("Your number"), "{event:?}");
    assert!(event.data.contains("Nobody is waiting before you"), "{event:?}");
}

#[tokio::test]
async fn news_that_another_server_process_took_in_reach_the_phone() {
    let server = TestServer::start().await;
    let other = server.beside().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    kiosk.tell(&[visit_record(&visit)]).await;
    let mut events = Events::open(&other, &format!("/t/{}/events", visit.ticket.code), EN).await;
    assert!(events.next().await.data.contains("Nobody is waiting before you"));
    kiosk
        .tell(&[period_record(&visit, 2, PeriodKind::Called, Some("7"), monday(10, 30))])
        .await;
    let event = events.next().await;
    assert!(event.data.contains("counter\u{a0}7"), "{event:?}");
}

#[tokio::test]
async fn streams_end_with_the_server_and_the_phone_is_told_when_to_come_again() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    kiosk.tell(&[visit_record(&visit)]).await;
    let mut pauses = Vec::new();
    let mut streams = Vec::new();
    for _ in 0..8 {
        let mut events = Events::open(&server, &format!("/t/{}/events", visit.ticket.code), BG).await;
        let event = events.next().await;
        pauses.push(event.retry.unwrap());
        streams.push(events);
    }
    // Not all at the same moment.
    assert!(pauses.iter().all(|pause| (2000..=4000).contains(pause)), "{pauses:?}");
    assert!(pauses.iter().any(|pause| *pause != pauses[0]), "{pauses:?}");
    let end = tokio::time::timeout(Duration::from_secs(5), server.shutdown());
    end.await.expect("the server waits for its phones");
    for events in &mut streams {
        assert!(events.ended().await);
    }
}
