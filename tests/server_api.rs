//! The kiosks' API, call by call, each answer held against the OpenAPI document that the server itself gives.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/server.rs"]
mod server;

use std::collections::BTreeSet;

use chrono::{TimeDelta, Utc};
use parter::{
    feedback::{Bucket, Rating, RatingId, Remarks},
    protocol::{
        batch::{Batch, MAX_RECORDS, Reason, Verdict},
        heartbeat::{ContentShown, Heartbeat, PrinterState},
        record::{Hash, MAX_PAYLOAD, Record},
        version,
    },
    queue::PeriodKind,
    server::{app, routes::openapi},
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use server::{TestKiosk, TestServer, monday, period_record, record, visit_record};

const LOBBY: &str = "kyustendil/any";

/// An answer that the document allows.
#[derive(Debug)]
struct Answer {
    status: u16,
    protocol: Option<String>,
    body: Value,
}

/// Sends a request and holds its answer against the document.
async fn ask(method: &str, path: &str, request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let protocol = response.headers().get(version::HEADER);
    let protocol = protocol.map(|value| value.to_str().unwrap().to_owned());
    let text = response.text().await.unwrap();
    let document = serde_json::to_value(openapi::document()).unwrap();
    let documented = &document["paths"][path][method]["responses"][status.to_string()];
    assert!(
        !documented.is_null(),
        "{method} {path} answers {status}, which the document does not know: {text}"
    );
    let mut body = Value::Null;
    if let Some(schema) = documented["content"]["application/json"].get("schema") {
        body = serde_json::from_str(&text).unwrap();
        let mut schema = schema.clone();
        schema["components"] = document["components"].clone();
        let validator = jsonschema::validator_for(&schema).expect("the document's schemas are sound");
        let faults: Vec<String> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{method} {path} {status}: {faults:?} in {body}");
    }
    Answer { status, protocol, body }
}

impl Answer {
    #[track_caller]
    fn is_refusal(&self, status: u16, cause: &str) {
        assert_eq!(
            (self.status, self.body["error"].as_str()),
            (status, Some(cause)),
            "{}",
            self.body
        );
    }
}

fn post(server: &TestServer, path: &str) -> RequestBuilder {
    let request = server.client.request(Method::POST, format!("{}{path}", server.url));
    request.header(version::HEADER, version::KNOWN.to_string())
}

async fn batch(server: &TestServer, kiosk: &TestKiosk, body: String) -> Answer {
    let request = post(server, "/api/v1/batches").bearer_auth(kiosk.token.reveal());
    let request = request.header("content-type", "application/json").body(body);
    ask("post", "/api/v1/batches", request).await
}

async fn enrol(server: &TestServer, body: &Value) -> Answer {
    let request = post(server, "/api/v1/enrol").header("content-type", "application/json");
    ask("post", "/api/v1/enrol", request.body(body.to_string())).await
}

#[test]
fn the_document_has_every_route_of_the_api_and_no_other() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let mut documented = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        documented.extend(
            operations
                .as_object()
                .unwrap()
                .keys()
                .map(|method| format!("{method} {path}")),
        );
    }
    let served: BTreeSet<String> = app::routes()
        .iter()
        .filter(|route| {
            route.path != "/"
                && !["/admin", "/t/", "/assets", "/api/openapi.json", "/robots"]
                    .iter()
                    .any(|page| route.path.starts_with(page))
        })
        .map(|route| format!("{} {}", route.method.as_str().to_lowercase(), route.path))
        .collect();
    assert_eq!(documented, served);
}

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

#[tokio::test]
async fn a_kiosk_without_a_good_token_is_refused() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    for path in ["/api/v1/batches", "/api/v1/token"] {
        ask("post", path, post(&server, path)).await.is_refusal(401, "token");
        ask("post", path, post(&server, path).bearer_auth("guess"))
            .await
            .is_refusal(401, "token");
    }
    let now = Utc::now();
    let actor = parter::server::store::audit::Actor::CommandLine;
    server
        .app
        .store
        .revoke_device(&kiosk.device, &actor, now)
        .await
        .unwrap();
    for path in ["/api/v1/batches", "/api/v1/token"] {
        let request = post(&server, path).bearer_auth(kiosk.token.reveal());
        ask("post", path, request).await.is_refusal(403, "revoked");
    }
    server.shutdown().await;
}

#[tokio::test]
async fn versions_of_the_protocol_are_settled_before_anything_else() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let with = |offered: Option<&str>| {
        let request = server.client.post(format!("{}/api/v1/batches", server.url));
        let request = request
            .bearer_auth(kiosk.token.reveal())
            .header("content-type", "application/json");
        let request = request.body("{\"records\":[]}");
        offered.map_or_else(
            || request.try_clone().unwrap(),
            |offered| request.try_clone().unwrap().header(version::HEADER, offered),
        )
    };
    for (offered, spoken) in [("1", "1"), ("1-2", "1"), ("1-9", "1")] {
        let answer = ask("post", "/api/v1/batches", with(Some(offered))).await;
        assert_eq!(
            (answer.status, answer.protocol.as_deref()),
            (207, Some(spoken)),
            "{offered}"
        );
    }
    for offered in [None, Some("2"), Some("7-9"), Some("0"), Some("2-1"), Some("one")] {
        let answer = ask("post", "/api/v1/batches", with(offered)).await;
        answer.is_refusal(426, "protocol");
        assert_eq!(
            answer.protocol.as_deref(),
            Some("1"),
            "the answer names what the server knows"
        );
    }
    server.shutdown().await;
}

#[test]
fn a_newer_server_serves_kiosks_one_version_back() {
    let versions = |oldest, newest| version::Versions::new(oldest, newest).unwrap();
    let (older, newer) = (versions(1, 1), versions(1, 2));
    assert_eq!(newer.common(older), Some(1));
    assert_eq!(newer.common(newer), Some(2));
    assert_eq!(versions(2, 3).common(newer), Some(2));
    assert_eq!(versions(2, 3).common(older), None);
    for text in ["1", "1-2", "3-7"] {
        assert_eq!(text.parse::<version::Versions>().unwrap().to_string(), text);
    }
}

#[tokio::test]
async fn a_code_enrols_one_kiosk_once() {
    let server = TestServer::start().await;
    let code = server.offer("kyustendil").await;
    let body = |code: &str, municipality: &str| json!({ "code": code, "municipality": municipality, "lobby": format!("{municipality}/any"), "program": "0.1.0" });
    let other = enrol(&server, &body(&code, "plovdiv")).await;
    other.is_refusal(409, "other_municipality");
    assert!(other.body["message"].as_str().unwrap().contains("kyustendil"));

    let done = enrol(&server, &body(&code.to_lowercase().replace('-', " "), "kyustendil")).await;
    assert_eq!((done.status, done.protocol.as_deref()), (201, Some("1")));
    assert_eq!(done.body["public_url"], server.url);
    let token = done.body["token"].as_str().unwrap();
    let request = post(&server, "/api/v1/token").bearer_auth(token);
    let next = ask("post", "/api/v1/token", request).await;
    assert_eq!(next.status, 201);
    assert_ne!(next.body["token"], done.body["token"]);

    enrol(&server, &body(&code, "kyustendil")).await.is_refusal(403, "code");
    enrol(&server, &body("0000-0000-0000-0000", "kyustendil"))
        .await
        .is_refusal(403, "code");
    enrol(&server, &body("no code", "kyustendil"))
        .await
        .is_refusal(400, "malformed");
    let strange = json!({ "code": code, "municipality": "kyustendil", "lobby": "plovdiv/any", "program": "0.1.0" });
    enrol(&server, &strange).await.is_refusal(400, "malformed");
    server.shutdown().await;
}

#[tokio::test]
async fn a_code_whose_answer_was_lost_is_good_once_more() {
    let server = TestServer::start().await;
    let code = server.offer("kyustendil").await;
    let body = json!({ "code": code, "municipality": "kyustendil", "lobby": LOBBY, "program": "0.1.0" });
    let [lost, given] = [enrol(&server, &body).await, enrol(&server, &body).await];
    assert_eq!((lost.status, given.status), (201, 201));
    assert_eq!(lost.body["device"], given.body["device"], "it is one kiosk");
    let with = |answer: &Answer| {
        let token = answer.body["token"].as_str().unwrap();
        let request = post(&server, "/api/v1/batches").bearer_auth(token);
        request
            .header("content-type", "application/json")
            .body("{\"records\":[]}")
    };
    ask("post", "/api/v1/batches", with(&lost))
        .await
        .is_refusal(401, "token");
    assert_eq!(ask("post", "/api/v1/batches", with(&given)).await.status, 207);
    enrol(&server, &body).await.is_refusal(403, "code");
    assert_eq!(ask("post", "/api/v1/batches", with(&given)).await.status, 207);
    server.shutdown().await;
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let server = TestServer::start().await;
    let guess =
        json!({ "code": "0000-0000-0000-0000", "municipality": "kyustendil", "lobby": LOBBY, "program": "0.1.0" });
    let mut refused = enrol(&server, &guess).await;
    for _ in 0..30 {
        refused = enrol(&server, &guess).await;
        if refused.status == 429 {
            break;
        }
    }
    refused.is_refusal(429, "too_many");
    server.shutdown().await;
}

#[tokio::test]
async fn a_token_is_renewed_after_its_days_and_no_lost_answer_locks_out() {
    let server = TestServer::start().await;
    let mut kiosk = server.kiosk(LOBBY).await;
    let empty = || "{\"records\":[]}".to_owned();
    assert_eq!(batch(&server, &kiosk, empty()).await.body["rotate_token"], false);
    server.clock.advance(TimeDelta::days(31));
    assert_eq!(batch(&server, &kiosk, empty()).await.body["rotate_token"], true);

    // Two answers are lost; the present token is still good, and the last one offered takes its place.
    let renew = |kiosk: &TestKiosk| post(&server, "/api/v1/token").bearer_auth(kiosk.token.reveal());
    let first = ask("post", "/api/v1/token", renew(&kiosk)).await;
    let last = ask("post", "/api/v1/token", renew(&kiosk)).await;
    assert_eq!(batch(&server, &kiosk, empty()).await.status, 207);
    let old = kiosk.token.clone();
    kiosk.token = first.body["token"].as_str().unwrap().to_owned().into();
    batch(&server, &kiosk, empty()).await.is_refusal(401, "token");
    kiosk.token = last.body["token"].as_str().unwrap().to_owned().into();
    let answer = batch(&server, &kiosk, empty()).await;
    assert_eq!((answer.status, &answer.body["rotate_token"]), (207, &json!(false)));
    kiosk.token = old;
    batch(&server, &kiosk, empty()).await.is_refusal(401, "token");
    server.shutdown().await;
}

#[tokio::test]
async fn a_heartbeat_says_what_is_wrong_and_since_when() {
    use parter::server::health::Problem;
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let began = monday(10, 30);
    let beat = |count: u32, printer, ahead: i64| {
        let heartbeat = Heartbeat {
            sent_at: began + TimeDelta::seconds(ahead),
            program: "0.1.0".to_owned(),
            content: ContentShown {
                municipality: "kyustendil".to_owned(),
                version: 1,
                sha256: Hash::of(b"pack"),
            },
            printer,
            disk_free: Some(10_000_000_000),
            outbox: 0,
            oldest_unsent: None,
            set_aside: 0,
            uptime: 60,
        };
        record("heartbeat", format!("start.{count}"), &heartbeat)
    };
    kiosk.tell(&[beat(1, PrinterState::OutOfPaper, 600)]).await;
    server.clock.set(began + TimeDelta::minutes(5));
    kiosk.tell(&[beat(2, PrinterState::OutOfPaper, 300)]).await;
    let report = server.app.store.device(&kiosk.device, began).await.unwrap().unwrap();
    let problems: Vec<_> = report.health.problems.into_iter().collect();
    assert_eq!(
        problems,
        [(Problem::PrinterOutOfPaper, began)],
        "it began with the first; the clock is right again"
    );
    assert_eq!(report.heard_at, Some(began + TimeDelta::minutes(5)));
    assert_eq!(
        kiosk.send(&[beat(2, PrinterState::OutOfPaper, 300)]).await,
        [Verdict::Duplicate]
    );
    server.shutdown().await;
}

#[tokio::test]
async fn who_watches_the_server_is_told() {
    let server = TestServer::with(|config| config.metrics.token = Some("watcher".to_owned())).await;
    let kiosk = server.kiosk(LOBBY).await;
    kiosk
        .tell(&[visit_record(&kiosk.visit("main", 'А', 1, monday(10, 0)))])
        .await;
    let get = |path: &str| server.client.get(format!("{}{path}", server.url));
    assert_eq!(ask("get", "/healthz", get("/healthz")).await.status, 200);
    assert_eq!(ask("get", "/readyz", get("/readyz")).await.status, 200);
    assert_eq!(ask("get", "/metrics", get("/metrics")).await.status, 401);
    let text = get("/metrics")
        .bearer_auth("watcher")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(text.contains("parter_records_total{verdict=\"accepted\"} 1"), "{text}");
    assert!(!text.contains(kiosk.token.reveal()));
    server.shutdown().await;

    let server = TestServer::start().await;
    let request = server
        .client
        .get(format!("{}/metrics", server.url))
        .bearer_auth("watcher");
    assert_eq!(ask("get", "/metrics", request).await.status, 404);
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
