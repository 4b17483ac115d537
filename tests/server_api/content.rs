//! What is published, as kiosks ask for it.

use parter::{
    bundle::Manifest,
    content::files::Files,
    packs::builtin,
    protocol::{content::Published, record::Hash, version},
    server::{
        publish::{self, Aim},
        store::audit::Actor,
    },
};
use reqwest::RequestBuilder;
use serde_json::json;

use crate::{
    bundles::Publisher,
    given::{LOBBY, ask, enrol},
    server::{TestKiosk, TestServer},
};

/// Kyustendil's pack as a later version.
fn kyustendil(version: u64) -> Files {
    let mut files = builtin::files("kyustendil").unwrap();
    let text = files.text("pack.toml").unwrap();
    let text = text.replace("version = 1\n", &format!("version = {version}\n"));
    files.insert("pack.toml", text);
    files
}

async fn published(server: &TestServer, version: u64) -> Manifest {
    let store = server.app.store.as_ref();
    let now = server.app.now();
    let key = server.publishing_key().await;
    let files = kyustendil(version);
    publish::pack(store, &key, &files, Aim::default(), &Actor::CommandLine, now)
        .await
        .unwrap()
}

fn get(server: &TestServer, kiosk: &TestKiosk, path: &str) -> RequestBuilder {
    let request = server.client.get(format!("{}{path}", server.url));
    let request = request.header(version::HEADER, version::KNOWN.to_string());
    request.bearer_auth(kiosk.token.reveal())
}

const CONTENT: &str = "/api/v1/content";
const OBJECT: &str = "/api/v1/objects/{sha256}";

#[tokio::test]
async fn a_kiosk_is_told_what_is_new_and_then_nothing() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let asks = |query: &str| get(&server, &kiosk, &format!("{CONTENT}{query}"));
    assert_eq!(ask("get", CONTENT, asks("")).await.status, 204);
    let manifest = published(&server, 2).await;
    let answer = ask("get", CONTENT, asks("")).await;
    assert_eq!((answer.status, answer.protocol.as_deref()), (200, Some("1")));
    let told: Published = serde_json::from_value(answer.body).unwrap();
    assert_eq!(Manifest::read(told.manifest.as_bytes()).unwrap(), manifest);
    let key = server.publishing_key().await;
    assert!(key.public().signed(told.manifest.as_bytes(), &told.signature));
    let known = format!("\"{}\"", Hash::of(told.manifest.as_bytes()));
    let again = ask("get", CONTENT, asks("?version=2").header("if-none-match", &known)).await;
    assert_eq!(again.status, 304);
    // By another process on the same database.
    let beside = server.beside().await;
    published(&beside, 3).await;
    let news = ask("get", CONTENT, asks("?version=2").header("if-none-match", &known)).await;
    assert_eq!(news.status, 200);
    beside.shutdown().await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_file_is_had_whole_or_from_where_it_was_cut() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    published(&server, 2).await;
    let files = kyustendil(2);
    let bytes = files.get("services.toml").unwrap();
    let path = format!("/api/v1/objects/{}", Hash::of(bytes));
    let asks = |range: Option<&str>| {
        let request = get(&server, &kiosk, &path);
        range.map_or_else(
            || request.try_clone().unwrap(),
            |range| request.try_clone().unwrap().header("range", range),
        )
    };
    let had = async |range| {
        let answer = asks(range).send().await.unwrap();
        let status = answer.status().as_u16();
        let range = answer
            .headers()
            .get("content-range")
            .map(|range| range.to_str().unwrap().to_owned());
        (status, range, answer.bytes().await.unwrap())
    };
    assert_eq!(had(None).await, (200, None, bytes.to_vec().into()));
    let size = bytes.len();
    let of = format!("bytes 100-{}/{size}", size - 1);
    assert_eq!(
        had(Some("bytes=100-")).await,
        (206, Some(of), bytes[100..].to_vec().into())
    );
    // What is not understood is answered by the whole, as HTTP has it.
    assert_eq!(had(Some("bytes=1-2")).await.0, 200);
    let beyond = ask("get", OBJECT, asks(Some(&format!("bytes={size}-")))).await;
    beyond.is_refusal(416, "malformed");
    for unknown in [Hash([1; 32]).to_string(), "..".to_owned(), "%2e%2e%2fkey".to_owned()] {
        let path = format!("/api/v1/objects/{unknown}");
        let status = get(&server, &kiosk, &path).send().await.unwrap().status();
        assert_eq!(status, 404, "{unknown}");
    }
    let missing = get(&server, &kiosk, &format!("/api/v1/objects/{}", Hash([1; 32])));
    ask("get", OBJECT, missing).await.is_refusal(404, "not_found");
    server.shutdown().await;
}

#[tokio::test]
async fn an_enrolment_says_whose_publications_to_trust() {
    let server = TestServer::start().await;
    let other = Publisher::new().public();
    let trust = server
        .app
        .store
        .trust_key(&other, &Actor::CommandLine, server.app.now());
    trust.await.unwrap();
    let code = server.offer("kyustendil").await;
    let body = json!({ "code": code, "municipality": "kyustendil", "lobby": LOBBY, "program": "0.1.0" });
    let answer = enrol(&server, &body).await;
    let mut keys = vec![server.publishing_key().await.public().to_string(), other.to_string()];
    keys.sort();
    assert_eq!(answer.body["keys"], json!(keys));
    server.shutdown().await;
}
