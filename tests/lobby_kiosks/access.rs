//! Who may use the kiosks' ways in.

use parter::{
    hub::HubError,
    lobby::orders::{Answer, Order},
    protocol::record::Hash,
};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    given::{Satellite, join, join_by, settings},
    lobby::{TestLobby, told},
    tickets::{token, url},
};

async fn lines_with(lobby: &TestLobby, bearer: Option<&str>, cookie: Option<&str>) -> (u16, Value) {
    let mut request = lobby.stranger().client.get(format!("{}/api/kiosk/lines", url(lobby)));
    if let Some(bearer) = bearer {
        request = request.bearer_auth(bearer);
    }
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    told(request.send().await.unwrap()).await
}

#[tokio::test]
async fn a_kiosks_ways_are_for_kiosks_and_a_counters_for_counters() {
    let lobby = TestLobby::start();
    let kiosk = Satellite::joined(&lobby, &url(&lobby)).await;
    let clerk = lobby.clerk("1").await;
    let cookie = clerk.cookie.clone().unwrap();
    let (_, of_clerk) = cookie.split_once('=').unwrap();
    assert_eq!(lines_with(&lobby, Some(&token(&kiosk)), None).await.0, 200);
    assert_eq!(lines_with(&lobby, None, None).await.0, 401);
    assert_eq!(lines_with(&lobby, Some("guessed"), None).await.0, 401);
    assert_eq!(lines_with(&lobby, None, Some(&cookie)).await.0, 401);
    assert_eq!(lines_with(&lobby, Some(of_clerk), None).await.0, 403);

    let mut browser = lobby.stranger();
    browser.cookie = Some(format!("__Host-parter-lobby={}", token(&kiosk)));
    assert_eq!(browser.asks(r#"{"do": "open"}"#).await.0, 403);
}

#[tokio::test]
async fn a_code_makes_one_kiosk_a_member_and_no_browser() {
    let lobby = TestLobby::start();
    let Answer::Code(code) = lobby.order(&Order::Pair("kiosk".to_owned())) else {
        panic!()
    };
    let mut browser = lobby.stranger();
    assert_eq!(browser.pair(&code.to_string()).await.0, 422);
    let folder = TempDir::new().unwrap();
    join_by(code.clone(), settings(folder.path(), &url(&lobby)))
        .await
        .unwrap();
    let again = join_by(code, settings(folder.path(), &url(&lobby))).await;
    assert!(matches!(again, Err(HubError::Refused { .. })), "{again:?}");
    let counters: parter::protocol::secret::PairingCode = lobby.code("1").parse().unwrap();
    let refused = join_by(counters, settings(folder.path(), &url(&lobby))).await;
    assert!(matches!(refused, Err(HubError::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_kiosk_that_is_put_out_gets_nothing_more() {
    let lobby = TestLobby::start();
    let kiosk = Satellite::joined(&lobby, &url(&lobby)).await;
    let Answer::Pairings(pairings) = lobby.order(&Order::Pairings) else {
        panic!()
    };
    assert_eq!(pairings[0].post, "kiosk");
    lobby.order(&Order::Revoke(pairings[0].id));
    assert_eq!(lines_with(&lobby, Some(&token(&kiosk)), None).await.0, 401);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let lobby = TestLobby::start();
    let kiosk = Satellite::joined(&lobby, &url(&lobby)).await;
    let post = |path: &'static str, body: Value| {
        let request = lobby
            .stranger()
            .client
            .post(format!("{}/api/kiosk/{path}", url(&lobby)));
        let request = request
            .bearer_auth(token(&kiosk))
            .header("content-type", "application/json");
        async move { told(request.body(body.to_string()).send().await.unwrap()).await.0 }
    };
    let unknown = json!({ "code": "K7QM3X9P2WD4", "queue": "no-such" });
    assert_eq!(post("tickets", unknown.clone()).await, 409);
    assert_eq!(post("blocks", json!({ "key": "a", "queue": "no-such" })).await, 409);
    assert_eq!(post("tickets", json!({ "code": "x", "queue": "kasa" })).await, 422);
    let many: Vec<Value> = (0..51).map(|_| json!({ "withdrawn": "K7QM3X9P2WD4" })).collect();
    assert_eq!(post("visits", Value::from(many)).await, 413);
    // A number that the hub has given nobody.
    let mut visit = serde_json::to_value(lobby.take("kasa").await).unwrap();
    visit["code"] = "K7QM3X9P2WD4".into();
    visit["seq"] = 907.into();
    let client = lobby.stranger().client;
    let request = client
        .post(format!("{}/api/kiosk/visits", url(&lobby)))
        .bearer_auth(token(&kiosk));
    let request = request.header("content-type", "application/json");
    let response = request
        .body(json!([{ "visit": visit }]).to_string())
        .send()
        .await
        .unwrap();
    let (status, answers) = told(response).await;
    assert_eq!(status, 200);
    assert!(answers[0]["refused"]["why"].is_string(), "{answers}");
}

#[tokio::test]
async fn the_hubs_own_certificate_is_trusted_by_its_hash_and_no_other_is() {
    let lobby = TestLobby::listening("0.0.0.0:0");
    let pem = lobby.folder.path().join("lobby-cert.pem");
    let certificate = Hash::of(&CertificateDer::from_pem_file(pem).unwrap());
    let folder = TempDir::new().unwrap();
    let address = format!("https://127.0.0.1:{}", lobby.address.port());
    let mut config = settings(folder.path(), &address);
    config.certificate = Some(certificate);
    join(&lobby, config.clone()).await;
    let kiosk = Satellite::with(folder, config.clone());
    assert_eq!(kiosk.take("kasa").await.ticket.number.seq, 1);

    config.certificate = Some(Hash([7; 32]));
    let other = join_by("K7QM-3X9P".parse().unwrap(), config.clone()).await;
    assert!(matches!(other, Err(HubError::Certificates(_))), "{other:?}");
    config.certificate = None;
    let unknown = join_by("K7QM-3X9P".parse().unwrap(), config).await;
    assert!(matches!(unknown, Err(HubError::Certificates(_))), "{unknown:?}");
}

#[tokio::test]
async fn another_lobbys_kiosk_is_told_so() {
    let lobby = TestLobby::start();
    let Answer::Code(code) = lobby.order(&Order::Pair("kiosk".to_owned())) else {
        panic!()
    };
    let folder = TempDir::new().unwrap();
    let mut config = settings(folder.path(), &url(&lobby));
    config.lobby = "samokov/main".to_owned();
    let refused = join_by(code, config).await;
    assert!(matches!(refused, Err(HubError::OtherLobby { .. })), "{refused:?}");
}
