//! How a kiosk is, and how the server is.

use chrono::TimeDelta;
use parter::{
    protocol::{
        batch::Verdict,
        heartbeat::{ContentShown, Heartbeat, PrinterState},
        record::Hash,
    },
    server::health::Problem,
};

use crate::{
    given::{LOBBY, ask},
    server::{TestServer, monday, record, visit_record},
};

#[tokio::test]
async fn a_heartbeat_says_what_is_wrong_and_since_when() {
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
            image: None,
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
