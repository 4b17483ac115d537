//! Enrolment and tokens.

use chrono::{TimeDelta, Utc};
use serde_json::json;

use crate::{
    given::{Answer, LOBBY, ask, batch, enrol, post},
    server::{TestKiosk, TestServer},
};

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
