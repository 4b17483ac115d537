//! The public page.

use chrono::TimeDelta;
use reqwest::StatusCode;

use crate::{
    given::{after, between, on_both, town},
    staff::Browser,
    support::TestServer,
};

#[tokio::test]
async fn everybody_sees_promises_and_satisfaction_without_signing_in() {
    on_both(async |server| {
        // The months are whole when the next has begun.
        server.clock.set(after() + TimeDelta::days(15));
        let page = Browser::new(server).get("/o/kyustendil").await;
        page.is(200)
            .says("<html lang=\"en\">")
            .says("<h1>Promised and measured</h1>");
        page.says("Municipality of Kyustendil")
            .says("not an official index")
            .says("1 May 2025 – 30 April 2026")
            .says("Received within 10 minutes when booked in advance")
            .says("no number here is of fewer than 10 ratings");
        for chart in ["faces", "months", "quarters"] {
            page.says(&format!("id=\"{chart}-title\""));
        }
        page.silent_of("csrf").silent_of("<script").silent_of("style=\"");
        let header = |name: &str| page.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("cache-control").as_deref(), Some("public, max-age=300"));
        assert_eq!(header("vary").as_deref(), Some("accept-language"));
        assert_eq!(header("content-language").as_deref(), Some("en"));
        assert_eq!(header("set-cookie"), None);
    })
    .await;
}

#[tokio::test]
async fn who_has_the_page_already_is_told_so() {
    let server = town().await;
    let at = format!("{}/o/kyustendil?lang=bg", server.url);
    let first = server.client.get(&at).send().await.unwrap();
    let tag = first.headers()["etag"].clone();
    assert!(first.text().await.unwrap().contains("<html lang=\"bg\">"));
    for (sent, status) in [
        (tag.to_str().unwrap().to_owned(), StatusCode::NOT_MODIFIED),
        (
            format!("\"other\", W/{}", tag.to_str().unwrap()),
            StatusCode::NOT_MODIFIED,
        ),
        ("*".to_owned(), StatusCode::NOT_MODIFIED),
        ("\"other\"".to_owned(), StatusCode::OK),
    ] {
        let again = server
            .client
            .get(&at)
            .header("if-none-match", &sent)
            .send()
            .await
            .unwrap();
        assert_eq!(again.status(), status, "{sent}");
        assert_eq!(again.headers()["etag"], tag);
        assert_eq!(again.headers()["cache-control"], "public, max-age=300");
    }
    // In the other language it is another page.
    let english = server.client.get(at.replace("=bg", "=en")).send().await.unwrap();
    assert_ne!(english.headers()["etag"], tag);
    server.shutdown().await;
}

#[tokio::test]
async fn a_page_that_was_made_is_good_for_five_minutes() {
    let server = town().await;
    let browser = Browser::new(&server);
    let day = async || between(&browser.get("/o/kyustendil").await.text, "Counted on ", ".").to_owned();
    assert_eq!(day().await, "18 April 2026");
    server.clock.advance(TimeDelta::days(1) - TimeDelta::minutes(1));
    assert_eq!(day().await, "19 April 2026");
    server.clock.advance(TimeDelta::minutes(4));
    assert_eq!(day().await, "19 April 2026");
    server.shutdown().await;
}

#[tokio::test]
async fn what_is_not_there_and_who_asks_too_often_get_a_calm_page() {
    let server = TestServer::start().await;
    let browser = Browser::new(&server);
    browser
        .get("/o/atlantis")
        .await
        .is(404)
        .says("There is no such municipality");
    browser.get("/o/kyustendil/secrets.json").await.is(404);
    // Nothing was ever told.
    browser
        .get("/o/kyustendil")
        .await
        .is(200)
        .says("There are no ratings of this period.");
    let public = &server.app.limits.public;
    while public.check(&[127, 0, 0, 1].into()).is_ok() {}
    let refused = browser.get("/o/kyustendil").await;
    refused.is(429);
    refused.says("Try again in a minute.");
    assert!(refused.headers.contains_key("retry-after"));
    server.shutdown().await;
}
