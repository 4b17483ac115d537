//! Records go up, and each is answered.

use chrono::TimeDelta;
use parter::{
    feedback::{Bucket, Rating, RatingId, Remarks},
    protocol::{
        batch::{Batch, MAX_RECORDS, Reason, Verdict},
        record::{Hash, MAX_PAYLOAD, Record},
    },
    queue::PeriodKind,
};
use serde_json::{Value, json};

use crate::{
    given::{LOBBY, ask, batch, post},
    server::{TestServer, monday, period_record, record, visit_record},
};

#[tokio::test]
async fn a_batch_is_answered_record_by_record() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("main", 'А', 1, monday(10, 0));
    let called = period_record(&visit, 2, PeriodKind::Called, Some("3"), monday(10, 5));
    let mut spoilt = visit_record(&kiosk.visit("main", 'А', 2, monday(10, 1)));
    spoilt.sha256 = Hash::of(b"something else");
    let mut elsewhere = kiosk.visit("main", 'А', 3, monday(10, 2));
    elsewhere.lobby = "plovdiv/north".to_owned();
    let rating = rating(24);
    let newer = record("weather", "w-1".to_owned(), &json!({ "rain": true }));
    let records = [
        visit_record(&visit),
        called,
        spoilt,
        visit_record(&elsewhere),
        record("rating", rating.id.to_string(), &rating),
        newer,
        visit_record(&visit),
    ];
    let body = serde_json::to_string(&Batch {
        records: records.to_vec(),
    })
    .unwrap();
    let answer = batch(&server, &kiosk, body).await;
    assert_eq!((answer.status, answer.protocol.as_deref()), (207, Some("1")));
    let verdicts: Vec<&str> = answer.body["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|on| on["reason"].as_str().or(on["verdict"].as_str()).unwrap())
        .collect();
    assert_eq!(
        verdicts,
        [
            "accepted",
            "accepted",
            "hash",
            "other_lobby",
            "accepted",
            "accepted",
            "duplicate"
        ]
    );
    let ids: Vec<&Value> = answer.body["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|on| &on["id"])
        .collect();
    let sent: Vec<&String> = records.iter().map(|record| &record.id).collect();
    assert_eq!(ids, sent);
    server.shutdown().await;
}

#[tokio::test]
async fn other_bytes_under_the_same_id_are_a_conflict_that_is_kept() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let mut visit = kiosk.visit("main", 'А', 1, monday(10, 0));
    kiosk.tell(&[visit_record(&visit)]).await;
    visit.issued_at += TimeDelta::seconds(1);
    for _ in 0..2 {
        let verdicts = kiosk.send(&[visit_record(&visit)]).await;
        assert!(
            matches!(
                verdicts[..],
                [Verdict::Rejected {
                    reason: Reason::Conflict,
                    ..
                }]
            ),
            "{verdicts:?}"
        );
    }
    let kept = server.app.store.refused(Some(&kiosk.device), 10).await.unwrap();
    assert_eq!(kept.len(), 1, "shown once, however often it comes");
    assert_eq!(
        (kept[0].id.as_str(), kept[0].reason.as_str()),
        (visit.ticket.code.as_str(), "conflict")
    );
    assert_eq!(kept[0].payload, visit_record(&visit).payload.get());
    server.shutdown().await;
}

#[tokio::test]
async fn a_rating_that_tells_its_hour_is_refused() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    for hours in [1, 2, 4] {
        let rating = rating(hours);
        let verdicts = kiosk.send(&[record("rating", rating.id.to_string(), &rating)]).await;
        assert!(
            matches!(
                verdicts[..],
                [Verdict::Rejected {
                    reason: Reason::TooFine,
                    ..
                }]
            ),
            "{verdicts:?}"
        );
    }
    server.shutdown().await;
}

#[tokio::test]
async fn what_is_no_batch_is_refused_in_words() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    for body in [
        "",
        "{",
        "[]",
        "{\"records\":1}",
        "{\"records\":[{\"kind\":\"visit\"}]}",
        "<html>",
    ] {
        batch(&server, &kiosk, body.to_owned())
            .await
            .is_refusal(400, "malformed");
    }
    let many = vec![record("visit", "x".to_owned(), &1); MAX_RECORDS + 1];
    batch(&server, &kiosk, json!({ "records": many }).to_string())
        .await
        .is_refusal(400, "malformed");
    let huge = format!("{{\"records\":[],\"filling\":\"{}\"}}", "x".repeat(600_000));
    batch(&server, &kiosk, huge).await.is_refusal(413, "malformed");
    let request = post(&server, "/api/v1/batches")
        .bearer_auth(kiosk.token.reveal())
        .body("{\"records\":[]}");
    ask("post", "/api/v1/batches", request)
        .await
        .is_refusal(415, "malformed");
    let empty = batch(&server, &kiosk, "{\"records\":[]}".to_owned()).await;
    assert_eq!((empty.status, &empty.body["verdicts"]), (207, &json!([])));
    server.shutdown().await;
}

#[tokio::test]
async fn records_that_are_not_what_they_say_move_aside_one_by_one() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("main", 'А', 1, monday(10, 0));
    let mut other_id = visit_record(&visit);
    other_id.id = "7K3QX9M2WD4R".to_owned();
    let long = record("weather", "long".to_owned(), &"x".repeat(MAX_PAYLOAD));
    let records = [
        record("visit", "7K3QX9M2WD4R".to_owned(), &json!({ "code": 1 })),
        other_id,
        record("Visit", "a".to_owned(), &1),
        record("", "a".to_owned(), &1),
        record("weather", "bell \u{7}".to_owned(), &1),
        record("weather", "zero".to_owned(), &"a\u{0}b"),
        record("weather", String::new(), &1),
        long,
        visit_record(&visit),
    ];
    let verdicts = kiosk.send(&records).await;
    let rejected = |verdict: &Verdict| matches!(verdict, Verdict::Rejected { .. });
    assert!(verdicts[..8].iter().all(rejected), "{verdicts:?}");
    assert_eq!(verdicts[8], Verdict::Accepted);
    server.shutdown().await;
}

/// The kiosk would not know its own record by a shortened name.
#[tokio::test]
async fn a_record_is_answered_by_the_name_that_it_was_sent_with() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let records = [
        record(&"weather".repeat(10_000), "1".to_owned(), &1),
        record("weather", "ѝ\u{7}".repeat(20_000), &1),
        record("", String::new(), &1),
    ];
    let body = serde_json::to_string(&Batch {
        records: records.to_vec(),
    });
    let answer = batch(&server, &kiosk, body.unwrap()).await;
    assert_eq!(answer.status, 207);
    for (record, on) in records.iter().zip(answer.body["verdicts"].as_array().unwrap()) {
        assert!(on["kind"] == record.kind && on["id"] == record.id);
        assert_eq!(on["reason"], "malformed");
    }
    // A list of rejected records and a database hold no such names.
    for kept in server.app.store.refused(Some(&kiosk.device), 10).await.unwrap() {
        assert!(kept.kind.len() <= 32 && kept.id.len() <= 128, "{kept:?}");
    }
    server.shutdown().await;
}

fn rating(hours: u32) -> Rating {
    Rating {
        id: RatingId::random(&mut rand::rng()),
        bucket: Bucket::at(monday(10, 0).naive_utc(), hours),
        face: 4.try_into().unwrap(),
        repeated: false,
        remarks: Remarks::default(),
    }
}

/// Records can't be made of text that is no JSON.
#[test]
fn a_record_is_json() {
    assert!(Record::new("visit", "x".to_owned(), "{".to_owned()).is_err());
}
