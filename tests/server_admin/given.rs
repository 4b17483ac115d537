//! An office with an administrator, its log, and pages that are read.

use parter::server::store::users::Role;

use crate::{
    staff::{Browser, add_user},
    support::TestServer,
};

pub const ADMINISTRATOR: &str = "m.ivanova";

pub async fn office() -> TestServer {
    let server = TestServer::start().await;
    add_user(&server, ADMINISTRATOR, Role::Administrator).await;
    server
}

pub async fn administrator(server: &TestServer) -> Browser<'_> {
    Browser::with_session(server, ADMINISTRATOR).await
}

/// The acts in the log, the newest first, with who did each and to whom.
pub async fn log(server: &TestServer) -> Vec<(String, String, String)> {
    let entries = server.app.store.audit_log(None, 100).await.unwrap();
    entries
        .into_iter()
        .map(|entry| (entry.actor, entry.act, entry.subject))
        .collect()
}

pub fn acted(actor: &str, act: &str, subject: &str) -> (String, String, String) {
    (actor.to_owned(), act.to_owned(), subject.to_owned())
}

/// Between two texts on a page.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).expect(before);
    rest.split_once(after).unwrap().0
}
