//! A town of which some weeks are known, and who looks at its figures.

use chrono::{DateTime, Utc};
use parter::server::store::users::Role;

use crate::{
    postgres,
    staff::Browser,
    support::TestServer,
    years::{Years, store::settle},
};

/// Over a change of the clock and Easter, with as many visits as leave something to withhold.
pub const WEEKS: (&str, &str) = ("2026-03-02", "2026-04-17");

/// The morning after.
pub fn after() -> DateTime<Utc> {
    "2026-04-18T07:00:00Z".parse().unwrap()
}

pub fn drawn() -> Years {
    Years {
        seed: 24,
        from: WEEKS.0.parse().unwrap(),
        to: WEEKS.1.parse().unwrap(),
        visits: 25,
    }
}

pub async fn town() -> TestServer {
    let server = TestServer::start().await;
    know(&server, &drawn(), after()).await;
    server
}

/// What a server has been told of those years, at a time after them.
pub async fn know(server: &TestServer, years: &Years, now: DateTime<Utc>) {
    settle(&server.app, years).await;
    server.clock.set(now);
}

/// Runs a test with a town on each database.
pub async fn on_both(test: impl AsyncFn(&TestServer)) {
    let server = town().await;
    test(&server).await;
    server.shutdown().await;
    let address = postgres::shared().database().await;
    let server = TestServer::with(|config| config.database = Some(address)).await;
    know(&server, &drawn(), after()).await;
    test(&server).await;
    server.shutdown().await;
}

pub async fn editor(server: &TestServer) -> Browser<'_> {
    Browser::signed_in(server, "e.editor", Role::Editor).await
}

pub async fn analyst(server: &TestServer) -> Browser<'_> {
    Browser::signed_in(server, "a.analyst", Role::Analyst).await
}

/// Between two texts on a page.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).expect(before);
    rest.split_once(after).expect(after).0
}
