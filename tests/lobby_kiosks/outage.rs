//! The hub can't be reached, and is back.

use chrono::TimeDelta;
use parter::{
    queue::{PeriodKind, Visit},
    store::{Store, StoreError},
};
use tempfile::TempDir;

use crate::{
    given::{Satellite, eventually, join, settings},
    line::{Fate, Line},
    lobby::{TestLobby, database},
};

async fn lobby_and_kiosk() -> (TestLobby, Line, Satellite) {
    let lobby = TestLobby::start();
    let line = Line::to(lobby.address);
    let kiosk = Satellite::joined(&lobby, &line.address).await;
    kiosk.until_it_holds("kasa", 20).await;
    kiosk.until_it_holds("delovodstvo", 20).await;
    (lobby, line, kiosk)
}

/// Who waits at the hub, in order.
async fn waiting(lobby: &TestLobby) -> Vec<u32> {
    let now = parter::clock::Clock::now(&lobby.clock);
    let present = lobby.store(move |store| store.lobby_now(now)).await.present;
    let waiting = present.iter().filter(|one| one.kind == PeriodKind::Waiting);
    waiting.map(|one| one.number.seq).collect()
}

#[tokio::test]
async fn visitors_get_numbers_that_the_hub_never_issues_and_wait_there_where_they_came() {
    let (lobby, line, kiosk) = lobby_and_kiosk().await;
    lobby.take("kasa").await;
    line.set(Fate::Cut);
    let cut_off = kiosk.take("kasa").await;
    assert_eq!(cut_off.ticket.number.to_string(), "К\u{a0}501");
    let second = kiosk.take("kasa").await;
    assert_eq!(kiosk.lines().await.unwrap_err(), StoreError::HubAway);

    for clock in [&lobby.clock, &kiosk.clock] {
        clock.advance(TimeDelta::minutes(5));
    }
    lobby.take("kasa").await;
    line.set(Fate::Pass);
    kiosk.until_handed_in().await;
    assert_eq!(
        waiting(&lobby).await,
        [1, 501, 502, 2],
        "in the order in which they came"
    );
    let now = parter::clock::Clock::now(&lobby.clock);
    let present = lobby.store(move |store| store.lobby_now(now)).await.present;
    assert_eq!(present[1].issued_at, cut_off.issued_at);
    assert_eq!(present[2].code, second.ticket.code);

    let clerk = lobby.clerk("1").await;
    for expected in [1, 501, 502, 2] {
        let view = clerk.does("call_next").await;
        assert_eq!(view["visitor"]["seq"], expected);
        let code = view["visitor"]["code"].as_str().unwrap().to_owned();
        clerk.does_with("start", &code).await;
        clerk.does_with("finish", &code).await;
    }
    assert_eq!(
        kiosk.store(Store::counts).await.outbox,
        0,
        "the hub tells the server of them"
    );
    let folder = lobby.end();
    let sql = "SELECT count(*), count(DISTINCT id) FROM outbox WHERE kind = 'visit'";
    let told: (u32, u32) = database(folder.path())
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(told, (4, 4));
}

#[tokio::test]
async fn what_was_handed_in_is_handed_in_once_also_when_the_answer_is_lost() {
    let (lobby, line, kiosk) = lobby_and_kiosk().await;
    line.set(Fate::Cut);
    for _ in 0..3 {
        kiosk.take("kasa").await;
    }
    line.set(Fate::Pass);
    kiosk.until_handed_in().await;
    // Told again, as after an answer that was lost.
    let sql = "SELECT payload FROM outbox WHERE kind = 'visit'";
    let handed: Vec<Visit> = {
        let conn = database(lobby.folder.path());
        let mut query = conn.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|text| serde_json::from_str(&text.unwrap()).unwrap()).collect()
    };
    assert_eq!(handed.len(), 3);
    let items: Vec<_> = handed.into_iter().map(parter::protocol::hub::HandIn::Visit).collect();
    let now = parter::clock::Clock::now(&lobby.clock);
    let answers = lobby.store(move |store| store.take_in(&items, now)).await;
    assert!(
        answers
            .iter()
            .all(|answer| *answer == parter::protocol::hub::HandedIn::Taken)
    );
    assert_eq!(waiting(&lobby).await, [501, 502, 503]);
}

#[tokio::test]
async fn numbers_that_are_used_up_are_refused_calmly_and_renewed_when_the_hub_is_back() {
    let (lobby, line, kiosk) = lobby_and_kiosk().await;
    line.set(Fate::Cut);
    for expected in 501..=520 {
        assert_eq!(kiosk.take("kasa").await.ticket.number.seq, expected);
    }
    assert_eq!(kiosk.try_take("kasa").await.unwrap_err(), StoreError::NoNumbers);
    assert_eq!(
        kiosk.take("delovodstvo").await.ticket.number.seq,
        501,
        "another queue has its own"
    );
    line.set(Fate::Pass);
    kiosk.until_handed_in().await;
    kiosk.until_it_holds("kasa", 20).await;
    eventually("the hub answers", || async { kiosk.lines().await.is_ok() }).await;
    assert_eq!(kiosk.take("kasa").await.ticket.number.seq, 1);
    line.set(Fate::Cut);
    assert_eq!(kiosk.take("kasa").await.ticket.number.seq, 521);
    drop(lobby);
}

#[tokio::test]
async fn a_ticket_whose_answer_was_lost_is_nobodys_and_is_not_called() {
    let (lobby, line, kiosk) = lobby_and_kiosk().await;
    line.set(Fate::LoseAnswers);
    let visit = kiosk.take("kasa").await;
    assert_eq!(visit.ticket.number.seq, 501);
    assert_eq!(
        waiting(&lobby).await,
        [1],
        "the hub has issued one, under the code that it was asked with, once"
    );
    line.set(Fate::Pass);
    kiosk.until_handed_in().await;
    assert_eq!(waiting(&lobby).await, [501]);
}

#[tokio::test]
async fn what_a_kiosk_did_alone_survives_its_restart_and_the_hubs() {
    let (lobby, line, kiosk) = lobby_and_kiosk().await;
    line.set(Fate::Cut);
    assert_eq!(kiosk.take("kasa").await.ticket.number.seq, 501);
    let address = line.address.clone();
    let kiosk = Satellite::start(kiosk.end(), &address);
    assert_eq!(kiosk.take("kasa").await.ticket.number.seq, 502);
    line.set(Fate::Pass);
    kiosk.until_handed_in().await;
    assert_eq!(waiting(&lobby).await, [501, 502]);
    assert_eq!(lobby.take("kasa").await.ticket.number.seq, 1);
}

#[tokio::test]
async fn a_queue_that_was_paused_before_the_outage_stays_so() {
    let (_lobby, line, kiosk) = lobby_and_kiosk().await;
    kiosk.pause("kasa", true).await.unwrap();
    line.set(Fate::Cut);
    eventually("the outage is known", || async { kiosk.lines().await.is_err() }).await;
    assert_eq!(kiosk.try_take("kasa").await.unwrap_err(), StoreError::QueuePaused);
    assert_eq!(kiosk.pause("kasa", false).await.unwrap_err(), StoreError::HubAway);
}

#[tokio::test]
async fn the_hubs_own_numbers_go_around_the_blocks() {
    let (lobby, _line, _kiosk) = lobby_and_kiosk().await;
    let mut last = 0;
    for _ in 0..510 {
        let seq = lobby.take("kasa").await.ticket.number.seq;
        assert!(seq > last && !(501..=520).contains(&seq), "{seq}");
        last = seq;
    }
    assert_eq!(last, 530);
}

#[tokio::test]
async fn a_queue_that_the_hub_does_not_know_is_no_outage() {
    let lobby = TestLobby::start();
    let folder = TempDir::new().unwrap();
    let address = format!("http://{}", lobby.address);
    let mut config = settings(folder.path(), &address);
    join(&lobby, config.clone()).await;
    config.queues.insert(0, "new-one".to_owned());
    let kiosk = Satellite::with(folder, config);
    assert_eq!(kiosk.try_take("new-one").await.unwrap_err(), StoreError::NoNumbers);
    kiosk.until_it_holds("kasa", 20).await;
    assert_eq!(kiosk.take("kasa").await.ticket.number.seq, 1);
}
