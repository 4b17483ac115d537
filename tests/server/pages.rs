//! Staff's pages in a real browser: with and without scripts, by the keyboard alone, in both languages, on a desk and on a
//! telephone. The pictures are in `target/pages`.

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    protocol::{
        heartbeat::{ContentShown, Heartbeat, PrinterState},
        image::{ImageReport, Step, Trouble, UpdateReport},
        record::{Hash, Record, kind},
    },
    server::{
        auth::passwords,
        store::{audit::Actor, users::Role},
    },
};

use crate::browser;
use crate::images::{payload, publish, runs};
use crate::support::{TestKiosk, TestServer, monday, record};

const NAME: &str = "m.ivanova";
const PASSWORD: &str = "green door by the stairs";

fn heartbeat(sent_at: DateTime<Utc>) -> Heartbeat {
    Heartbeat {
        sent_at,
        program: "0.1.0".to_owned(),
        content: ContentShown {
            municipality: "kyustendil".to_owned(),
            version: 3,
            sha256: Hash::of(b"pack"),
        },
        printer: PrinterState::Ready,
        disk_free: Some(24_300_000_000),
        outbox: 0,
        oldest_unsent: None,
        set_aside: 0,
        uptime: 93_600,
        image: None,
    }
}

/// What a kiosk says on its way to a version.
fn updates(version: &str, step: Step, trouble: Option<Trouble>) -> ImageReport {
    ImageReport {
        update: Some(UpdateReport {
            version: version.parse().unwrap(),
            step,
            come: 60_000_000,
            size: 150_000_000,
            trouble,
        }),
        ..runs("1.2.0")
    }
}

async fn beat(kiosk: &TestKiosk, id: &str, heartbeat: &Heartbeat) {
    kiosk.tell(&[record(kind::HEARTBEAT, id.to_owned(), heartbeat)]).await;
}

/// A server with an administrator and a kiosk in every state.
async fn town() -> TestServer {
    let server = TestServer::with(|config| config.images = Some(config.state.join("images"))).await;
    let images = server.folder().join("images");
    publish(&images, "1.3.0", &[("root.raw", &payload(2_000_000))]);
    publish(&images, "1.4.0", &[("root.raw", b"root")]);
    std::fs::remove_file(images.join("1.4.0/SHA256SUMS.gpg")).unwrap();
    let hash = passwords::hash(PASSWORD.to_owned()).await.unwrap();
    let store = &server.app.store;
    let added = store.add_user(NAME, Role::Administrator, &hash, &Actor::CommandLine, monday(8, 0));
    added.await.unwrap();

    server.clock.set(monday(8, 5));
    let silent = server
        .kiosk_named("Кметство Гюешево, коридорът пред гишетата", "kyustendil/obshtina")
        .await;
    let failed = Heartbeat {
        image: Some(updates("1.3.0", Step::Failed, None)),
        ..heartbeat(monday(8, 5))
    };
    beat(&silent, "s.1", &failed).await;

    let needy = server.kiosk_named("Главен вход", "kyustendil/obshtina").await;
    let now = monday(9, 40);
    server.clock.set(now);
    let no_room = Trouble::NoRoom {
        missing: 90_000_000,
        free: 120_000_000,
        reserve: 1_000_000_000,
    };
    let trouble = Heartbeat {
        printer: PrinterState::OutOfPaper,
        disk_free: Some(120_000_000),
        outbox: 12_480,
        oldest_unsent: Some("2026-11-21T07:15:00Z".to_owned()),
        set_aside: 2,
        image: Some(updates("1.3.0", Step::Downloading, Some(no_room))),
        ..heartbeat(now + TimeDelta::minutes(7))
    };
    beat(&needy, "n.1", &trouble).await;
    let hostile = "{\"is\":\"no visit\",\"but\":\"<script>alert(1)</script>\"}".to_owned();
    needy
        .send(&[Record::new(kind::VISIT, "odd".to_owned(), hostile).unwrap()])
        .await;
    let kept = r#"{"news":1}"#.to_owned();
    let other = r#"{"news":2}"#.to_owned();
    needy
        .tell(&[Record::new("unheard_of", "1".to_owned(), kept).unwrap()])
        .await;
    needy
        .send(&[Record::new("unheard_of", "1".to_owned(), other).unwrap()])
        .await;

    server.clock.set(monday(10, 29));
    beat(
        &needy,
        "n.2",
        &Heartbeat {
            sent_at: monday(10, 36),
            ..trouble
        },
    )
    .await;
    let well = server.kiosk_named("Второ фоайе", "plovdiv/main").await;
    beat(&well, "w.1", &heartbeat(monday(10, 29))).await;
    server.clock.set(monday(10, 30));
    server
}

async fn walked(walk: &'static str, more: &'static [(&'static str, &'static str)]) {
    let server = town().await;
    let url = server.url.clone();
    let environment = [&[("NAME", NAME), ("PASSWORD", PASSWORD)], more].concat();
    tokio::task::spawn_blocking(move || browser::walk(walk, &url, &environment))
        .await
        .unwrap();
    server.shutdown().await;
}

#[tokio::test]
async fn on_a_desk_in_bulgarian() {
    walked(
        "admin.mjs",
        &[("LOCALE", "bg-BG"), ("SCRIPTS", "on"), ("SCREEN", "desk")],
    )
    .await;
}

#[tokio::test]
async fn on_a_desk_in_english_without_scripts() {
    walked(
        "admin.mjs",
        &[("LOCALE", "en-GB"), ("SCRIPTS", "off"), ("SCREEN", "desk")],
    )
    .await;
}

#[tokio::test]
async fn on_a_telephone_in_bulgarian_without_scripts() {
    walked(
        "admin.mjs",
        &[("LOCALE", "bg-BG"), ("SCRIPTS", "off"), ("SCREEN", "phone")],
    )
    .await;
}

#[tokio::test]
async fn on_a_telephone_in_english() {
    walked(
        "admin.mjs",
        &[("LOCALE", "en-GB"), ("SCRIPTS", "on"), ("SCREEN", "phone")],
    )
    .await;
}

#[tokio::test]
async fn by_the_keyboard_alone() {
    walked("keyboard.mjs", &[]).await;
}

#[tokio::test]
async fn content_on_a_desk_in_bulgarian() {
    walked(
        "content.mjs",
        &[("LOCALE", "bg-BG"), ("SCRIPTS", "on"), ("SCREEN", "desk")],
    )
    .await;
}

#[tokio::test]
async fn content_on_a_telephone_in_english_without_scripts() {
    walked(
        "content.mjs",
        &[("LOCALE", "en-GB"), ("SCRIPTS", "off"), ("SCREEN", "phone")],
    )
    .await;
}
