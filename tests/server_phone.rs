//! A ticket's page on the visitor's phone, over HTTP: what it says in every state, to whom, and how soon.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/server.rs"]
mod support;

use support::{TestServer, monday, visit_record};

#[tokio::test]
async fn a_kiosk_of_this_server_is_heard() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk("kyustendil/obshtina").await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 0));
    kiosk.tell(&[visit_record(&visit)]).await;
    assert_eq!(server.get("/healthz").await.status(), 200);
    server.shutdown().await;
}
