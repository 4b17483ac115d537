//! Tickets through the hub.

use chrono::TimeDelta;
use parter::{
    protocol::hub::TicketWish,
    queue::{Appointment, TicketCode, Visit, appointments::Codes, transitions::Refused},
    store::{Store, StoreError},
};
use serde_json::Value;

use crate::{
    given::Satellite,
    line::{Fate, Line},
    lobby::{TestLobby, database, morning},
};

pub fn url(lobby: &TestLobby) -> String {
    format!("http://{}", lobby.address)
}

#[tokio::test]
async fn a_ticket_taken_elsewhere_is_called_like_any_other_and_told_to_the_server_by_the_hub_alone() {
    let lobby = TestLobby::start();
    let kiosk = Satellite::joined(&lobby, &url(&lobby)).await;
    let first = lobby.take("kasa").await;
    let (visit, counted) = kiosk.try_take("kasa").await.unwrap();
    assert_eq!(visit.ticket.number.to_string(), "К\u{a0}002");
    let (lines, ahead) = counted.unwrap();
    assert_eq!((ahead.unwrap().people, lines["kasa"].ahead.people), (1, 2));

    let clerk = lobby.clerk("1").await;
    let view = clerk.does("call_next").await;
    assert_eq!(view["visitor"]["code"], Value::from(first.ticket.code.as_str()));
    clerk.does_with("start", first.ticket.code.as_str()).await;
    clerk.does_with("finish", first.ticket.code.as_str()).await;
    let view = clerk.does("call_next").await;
    assert_eq!(view["visitor"]["code"], Value::from(visit.ticket.code.as_str()));

    let here = kiosk.store(Store::counts).await;
    assert_eq!((here.visits, here.outbox), (1, 0), "a copy, and nothing for the server");
    let folder = lobby.end();
    let sql = "SELECT count(*) FROM outbox WHERE kind = 'visit' AND id = ?1";
    let told: u32 = database(folder.path())
        .query_row(sql, [visit.ticket.code.as_str()], |row| row.get(0))
        .unwrap();
    assert_eq!(told, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_appointment_checks_in_at_any_kiosk_while_the_hub_can_be_reached() {
    let lobby = TestLobby::start();
    let line = Line::to(lobby.address);
    let kiosk = Satellite::joined(&lobby, &line.address).await;
    assert_eq!(kiosk.lines().await.unwrap().1.codes, None, "nobody is expected");
    let hour = morning() + TimeDelta::minutes(30);
    let appointment = Appointment {
        day: hour.date_naive(),
        code: "17".parse().unwrap(),
        at: hour,
        queue: "kasa".to_owned(),
        letter: 'К',
        service: None,
    };
    lobby
        .store(move |store| store.import_appointments(&[appointment]))
        .await;
    assert_eq!(kiosk.lines().await.unwrap().1.codes, Some(Codes::Digits));

    let unknown = kiosk.check_in("18").await;
    assert_eq!(unknown.unwrap_err(), StoreError::Refused(Refused::NoSuchAppointment));
    let (visit, _) = kiosk.check_in("17").await.unwrap();
    assert_eq!((visit.arranged_at, visit.ticket.number.seq), (Some(hour), 1));
    assert_eq!(kiosk.check_in("17").await.unwrap().0, visit, "asked again");
    assert_eq!(lobby.store(Store::counts).await.visits, 1);
    assert_eq!(kiosk.store(Store::counts).await.visits, 1, "a copy, for the paper");

    line.set(Fate::Cut);
    assert_eq!(kiosk.check_in("17").await.unwrap_err(), StoreError::HubAway);
}

#[tokio::test]
async fn the_same_wish_is_the_same_ticket_however_often_it_comes() {
    let lobby = TestLobby::start();
    let kiosk = Satellite::joined(&lobby, &url(&lobby)).await;
    let wish = TicketWish {
        code: TicketCode::random(&mut rand::rng()),
        queue: "kasa".to_owned(),
        service: None,
        priority: None,
    };
    let asked: Vec<Visit> = futures_util::future::join_all((0..6).map(|_| post(&lobby, &kiosk, &wish))).await;
    assert!(asked.iter().all(|visit| *visit == asked[0]), "{asked:?}");
    assert_eq!(lobby.store(Store::counts).await.visits, 1);
    assert_eq!(lobby.take("kasa").await.ticket.number.seq, 2);
}

pub async fn post(lobby: &TestLobby, kiosk: &Satellite, wish: &TicketWish) -> Visit {
    let request = lobby
        .stranger()
        .client
        .post(format!("{}/api/kiosk/tickets", url(lobby)));
    let request = request
        .bearer_auth(token(kiosk))
        .header("content-type", "application/json");
    let response = request.body(serde_json::to_string(wish).unwrap()).send().await.unwrap();
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

/// What the kiosk shows the hub.
pub fn token(kiosk: &Satellite) -> String {
    let text = std::fs::read_to_string(kiosk.folder.path().join("hub.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_pause_is_the_whole_lobbys_wherever_staff_say_so() {
    let lobby = TestLobby::start();
    let kiosk = Satellite::joined(&lobby, &url(&lobby)).await;
    let lines = kiosk.pause("kasa", true).await.unwrap();
    assert!(lines["kasa"].paused.is_some());
    assert_eq!(kiosk.try_take("kasa").await.unwrap_err(), StoreError::QueuePaused);
    let now = lobby.clock.clone();
    let at_hub = lobby
        .store(move |store| store.queues_now(parter::clock::Clock::now(&now)))
        .await;
    assert!(at_hub["kasa"].paused.is_some());
    kiosk.pause("kasa", false).await.unwrap();
    assert_eq!(kiosk.take("kasa").await.ticket.number.seq, 1);
}

#[tokio::test]
async fn a_new_day_begins_with_001_and_numbers_of_its_own() {
    let lobby = TestLobby::start();
    let line = Line::to(lobby.address);
    let kiosk = Satellite::joined(&lobby, &line.address).await;
    kiosk.until_it_holds("kasa", 20).await;
    assert_eq!(kiosk.take("kasa").await.ticket.number.seq, 1);
    for clock in [&lobby.clock, &kiosk.clock] {
        clock.advance(TimeDelta::days(1));
    }
    assert_eq!(kiosk.take("kasa").await.ticket.number.seq, 1);
    kiosk.until_it_holds("kasa", 20).await;
    line.set(Fate::Cut);
    let visit = kiosk.take("kasa").await;
    assert_eq!(
        (visit.ticket.number.seq, visit.day.to_string()),
        (501, "2026-11-24".to_owned())
    );
}
