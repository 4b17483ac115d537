//! The document and the versions of the protocol.

use std::collections::BTreeSet;

use parter::{
    protocol::version,
    server::{app, routes::openapi},
};

use crate::{
    given::{LOBBY, ask},
    server::TestServer,
};

#[test]
fn the_document_has_every_route_of_the_api_and_no_other() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let mut documented = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        documented.extend(
            operations
                .as_object()
                .unwrap()
                .keys()
                .map(|method| format!("{method} {path}")),
        );
    }
    let served: BTreeSet<String> = app::routes()
        .iter()
        .filter(|route| {
            route.path != "/"
                && !["/admin", "/t/", "/o/", "/assets", "/api/openapi.json", "/robots"]
                    .iter()
                    .any(|page| route.path.starts_with(page))
        })
        .map(|route| format!("{} {}", route.method.as_str().to_lowercase(), route.path))
        .collect();
    assert_eq!(documented, served);
}

#[tokio::test]
async fn versions_of_the_protocol_are_settled_before_anything_else() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let with = |offered: Option<&str>| {
        let request = server.client.post(format!("{}/api/v1/batches", server.url));
        let request = request
            .bearer_auth(kiosk.token.reveal())
            .header("content-type", "application/json");
        let request = request.body("{\"records\":[]}");
        offered.map_or_else(
            || request.try_clone().unwrap(),
            |offered| request.try_clone().unwrap().header(version::HEADER, offered),
        )
    };
    for (offered, spoken) in [("1", "1"), ("1-2", "1"), ("1-9", "1")] {
        let answer = ask("post", "/api/v1/batches", with(Some(offered))).await;
        assert_eq!(
            (answer.status, answer.protocol.as_deref()),
            (207, Some(spoken)),
            "{offered}"
        );
    }
    for offered in [None, Some("2"), Some("7-9"), Some("0"), Some("2-1"), Some("one")] {
        let answer = ask("post", "/api/v1/batches", with(offered)).await;
        answer.is_refusal(426, "protocol");
        assert_eq!(
            answer.protocol.as_deref(),
            Some("1"),
            "the answer names what the server knows"
        );
    }
    server.shutdown().await;
}

#[test]
fn a_newer_server_serves_kiosks_one_version_back() {
    let versions = |oldest, newest| version::Versions::new(oldest, newest).unwrap();
    let (older, newer) = (versions(1, 1), versions(1, 2));
    assert_eq!(newer.common(older), Some(1));
    assert_eq!(newer.common(newer), Some(2));
    assert_eq!(versions(2, 3).common(newer), Some(2));
    assert_eq!(versions(2, 3).common(older), None);
    for text in ["1", "1-2", "3-7"] {
        assert_eq!(text.parse::<version::Versions>().unwrap().to_string(), text);
    }
}
