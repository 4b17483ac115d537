//! The operating system's versions and the log, as kiosks ask for them and send it.

use std::fs;

use parter::{
    protocol::{
        batch::Batch,
        heartbeat::{ContentShown, Heartbeat, PrinterState},
        image::{ImageOffer, ImageReport},
        record::{Hash, kind},
        version,
    },
    server::{
        images::folder::Fault,
        store::{audit::Actor, images::Choice},
    },
};
use reqwest::RequestBuilder;
use tempfile::TempDir;

use crate::{
    given::{Answer, LOBBY, ask, batch, post},
    image_folder::{payload, publish, runs},
    server::{TestKiosk, TestServer, record},
};

const FILE: &str = "/api/v1/images/{version}/{file}";
const LOG: &str = "/api/v1/logs/{request}";

async fn given() -> (TestServer, TestKiosk, TempDir) {
    let folder = TempDir::new().unwrap();
    publish(
        folder.path(),
        "2",
        &[("root.raw", &payload(1000)), ("boot.efi", b"boot")],
    );
    let server = TestServer::with(|config| config.images = Some(folder.path().to_owned())).await;
    let kiosk = server.kiosk(LOBBY).await;
    (server, kiosk, folder)
}

fn get(server: &TestServer, kiosk: &TestKiosk, path: &str) -> RequestBuilder {
    let request = server.client.get(format!("{}/api/v1/images/{path}", server.url));
    let request = request.header(version::HEADER, version::KNOWN.to_string());
    request.bearer_auth(kiosk.token.reveal())
}

/// Says how it is, and is answered.
async fn beats(server: &TestServer, kiosk: &TestKiosk, id: &str, image: Option<ImageReport>) -> Answer {
    let heartbeat = Heartbeat {
        sent_at: server.app.now(),
        program: "0.1.0".to_owned(),
        content: ContentShown::nothing("kyustendil"),
        printer: PrinterState::None,
        disk_free: None,
        outbox: 0,
        oldest_unsent: None,
        set_aside: 0,
        uptime: 1,
        image,
    };
    let record = record(kind::HEARTBEAT, id.to_owned(), &heartbeat);
    let records = vec![record];
    batch(server, kiosk, serde_json::to_string(&Batch { records }).unwrap()).await
}

async fn choose(server: &TestServer, version: Option<&str>, share: u8) {
    let choice = Choice {
        municipality: None,
        version: version.map(str::to_owned),
        share,
    };
    let now = server.app.now();
    server
        .app
        .store
        .choose_image(&choice, &Actor::CommandLine, now)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_file_is_had_whole_or_by_its_ranges() {
    let (server, kiosk, _folder) = given().await;
    let whole = payload(1000);
    let had = async |range: Option<&str>| {
        let mut request = get(&server, &kiosk, "2/root.raw");
        if let Some(range) = range {
            request = request.header("range", range);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        assert_eq!(headers["content-type"], "application/octet-stream");
        (status, answer.bytes().await.unwrap().to_vec())
    };
    assert_eq!(had(None).await, (200, whole.clone()));
    assert_eq!(had(Some("bytes=100-199")).await, (206, whole[100..200].to_vec()));
    assert_eq!(had(Some("bytes=900-")).await, (206, whole[900..].to_vec()));
    let beyond = get(&server, &kiosk, "2/root.raw").header("range", "bytes=1000-1099");
    ask("get", FILE, beyond).await.is_refusal(416, "malformed");
    server.shutdown().await;
}

#[tokio::test]
async fn nothing_is_given_but_what_the_sums_name() {
    let (server, kiosk, folder) = given().await;
    fs::write(folder.path().join("2/key"), "secret").unwrap();
    fs::write(folder.path().join("key"), "secret").unwrap();
    for path in [
        "2/key",
        "2/..%2fkey",
        "2/%2e%2e%2fkey",
        "..%2f2/root.raw",
        "%2e/key",
        "2/.%2froot.raw",
        "3/root.raw",
        "2%2froot.raw/x",
        "2/root.raw%00",
    ] {
        let status = get(&server, &kiosk, path).send().await.unwrap().status();
        assert_eq!(status, 404, "{path}");
    }
    ask("get", FILE, get(&server, &kiosk, "2/other"))
        .await
        .is_refusal(404, "not_found");
    server.shutdown().await;
}

#[tokio::test]
async fn a_version_that_is_not_whole_is_listed_with_its_fault_and_not_offered() {
    let (server, kiosk, folder) = given().await;
    let at = folder.path();
    for version in ["10", "9", "8", "7", "6", "5"] {
        publish(at, version, &[("root.raw", b"root")]);
    }
    fs::remove_file(at.join("10/SHA256SUMS")).unwrap();
    fs::remove_file(at.join("9/SHA256SUMS.gpg")).unwrap();
    fs::remove_file(at.join("8/root.raw")).unwrap();
    fs::write(at.join("7/root.raw"), "ro").unwrap();
    fs::write(at.join("6/SHA256SUMS"), format!("{}  ../2/root.raw\n", Hash::of(b"x"))).unwrap();
    fs::remove_file(at.join("5/root.raw")).unwrap();
    std::os::unix::fs::symlink(at.join("2/root.raw"), at.join("5/root.raw")).unwrap();
    fs::create_dir(at.join(".new")).unwrap();
    std::os::unix::fs::symlink(at.join("2"), at.join("11")).unwrap();
    server.app.images.refresh().await;
    let listed: Vec<_> = server
        .app
        .images
        .listed()
        .iter()
        .map(|listed| (listed.version.clone(), listed.files.clone().err()))
        .collect();
    let root = || "root.raw".parse().unwrap();
    let expected = [
        ("10", Some(Fault::NoSums)),
        ("9", Some(Fault::NoSignature)),
        ("8", Some(Fault::Missing(root()))),
        ("7", Some(Fault::Differs(root()))),
        ("6", Some(Fault::Sums(1))),
        ("5", Some(Fault::Missing(root()))),
        ("2", None),
        (".new", Some(Fault::Name)),
    ];
    assert_eq!(listed, expected.map(|(version, fault)| (version.to_owned(), fault)));
    for path in ["7/root.raw", "5/root.raw", "11/root.raw", "8/SHA256SUMS"] {
        let status = get(&server, &kiosk, path).send().await.unwrap().status();
        assert_eq!(status, 404, "{path}");
    }
    choose(&server, Some("7"), 100).await;
    let answer = beats(&server, &kiosk, "a.1", Some(runs("1"))).await;
    assert!(answer.body.get("image").is_none());
    server.shutdown().await;
}

#[tokio::test]
async fn a_heartbeat_is_answered_by_what_was_chosen() {
    let (server, kiosk, _folder) = given().await;
    let image = async |id: &str, report| -> Option<ImageOffer> {
        let answer = beats(&server, &kiosk, id, report).await;
        assert_eq!(answer.status, 207);
        let image = answer.body.get("image").cloned();
        image.map(|image| serde_json::from_value(image).unwrap())
    };
    assert_eq!(image("a.1", Some(runs("1"))).await, None);
    choose(&server, Some("2"), 100).await;
    let offer = image("a.2", Some(runs("1"))).await.unwrap();
    assert_eq!((offer.version.as_str(), offer.now), ("2", None));
    let root = offer
        .files
        .iter()
        .find(|file| file.name.as_str() == "root.raw")
        .unwrap();
    assert_eq!((root.size, root.sha256), (1000, Hash::of(&payload(1000))));
    assert_eq!(offer.files.len(), 4);
    // One that runs it, and one that boots no image of ours, or is older than all this.
    assert_eq!(image("a.3", Some(runs("2"))).await, None);
    assert_eq!(image("a.4", None).await, None);
    choose(&server, Some("2"), 0).await;
    assert_eq!(image("a.5", Some(runs("1"))).await, None);
    let (store, now) = (&server.app.store, server.app.now());
    store
        .order_image(&kiosk.device, "2", &Actor::CommandLine, now)
        .await
        .unwrap();
    assert_eq!(image("a.6", Some(runs("1"))).await.unwrap().now, Some(now));
    choose(&server, None, 0).await;
    assert_eq!(image("a.7", Some(runs("1"))).await, None);
    server.shutdown().await;
}

#[tokio::test]
async fn a_log_is_taken_once_and_only_when_it_was_asked_for() {
    let (server, kiosk, _folder) = given().await;
    let send = async |request: &str, body: &[u8]| {
        let path = format!("/api/v1/logs/{request}");
        let request = post(&server, &path).bearer_auth(kiosk.token.reveal());
        ask("post", LOG, request.body(body.to_vec())).await
    };
    let packed = [0x1f, 0x8b, 8, 0];
    send("1", &packed).await.is_refusal(404, "not_found");
    send("none", &packed).await.is_refusal(404, "not_found");
    let answer = beats(&server, &kiosk, "a.1", None).await;
    assert!(answer.body.get("log_wanted").is_none());
    let (store, now) = (&server.app.store, server.app.now());
    store.ask_log(&kiosk.device, &Actor::CommandLine, now).await.unwrap();
    let answer = beats(&server, &kiosk, "a.2", None).await;
    let request = answer.body["log_wanted"].as_i64().unwrap().to_string();
    send(&request, b"text").await.is_refusal(400, "malformed");
    send(&request, &[0x1f; 3_000_000]).await.is_refusal(413, "malformed");
    let large = [&packed[..], &[0; 2_000_000]].concat();
    assert_eq!(send(&request, &large).await.status, 201);
    send(&request, &large).await.is_refusal(404, "not_found");
    let answer = beats(&server, &kiosk, "a.3", None).await;
    assert!(answer.body.get("log_wanted").is_none());
    server.shutdown().await;
}
