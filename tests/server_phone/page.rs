//! What the page is made of: small, and it remembers nobody.

use chrono::TimeDelta;
use parter::queue::TicketCode;

use crate::{
    given::{BG, LOBBY, called_before},
    phone::Page,
    support::{TestServer, monday, visit_record},
};

#[tokio::test]
async fn the_page_remembers_nobody_and_is_kept_nowhere() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 12, monday(10, 10));
    kiosk.tell(&[visit_record(&visit)]).await;
    let unknown = TicketCode::random(&mut rand::rng());
    for path in [
        format!("/t/{}", visit.ticket.code),
        format!("/t/{unknown}"),
        "/t/K7QM".to_owned(),
    ] {
        let page = Page::get(&server, &path, BG).await;
        let header = |name: &str| page.headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header("set-cookie"), None);
        assert_eq!(header("cache-control"), Some("no-store"));
        assert_eq!(header("referrer-policy"), Some("same-origin"));
        assert_eq!(header("x-robots-tag"), Some("noindex"));
        assert_eq!(header("content-language"), Some("bg"));
        assert_eq!(header("vary"), Some("accept-language"));
        page.says(&["<meta name=\"robots\" content=\"noindex\">", "<html lang=\"bg\">"]);
        // Of other hosts only the namespace of its pictures is named.
        let elsewhere = page
            .body
            .split("://")
            .skip(1)
            .filter(|rest| !rest.starts_with("www.w3.org/2000/svg"));
        assert_eq!(elsewhere.count(), 0, "{}", page.body);
    }
    let events = server.get(&format!("/t/{}/events", visit.ticket.code)).await;
    assert_eq!(events.headers().get("set-cookie"), None);
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    assert_eq!(events.headers()["x-accel-buffering"], "no");
    assert_eq!(events.headers()["cache-control"], "no-cache");
}

/// The longest card: the longest names there are, and a kiosk that is silent.
#[tokio::test]
async fn all_in_all_it_is_small() {
    let server = TestServer::start().await;
    for lobby in [
        LOBBY,
        "peshtera/obshtina",
        "samokov/obshtina",
        "kostinbrod/obshtina",
        "plovdiv/obshtina",
    ] {
        let kiosk = server.kiosk(lobby).await;
        let visit = kiosk.visit("kasa", 'К', 1012, monday(10, 10));
        kiosk.tell(&called_before(&kiosk, 30, |_| 12)).await;
        kiosk.tell(&[visit_record(&visit)]).await;
        server.clock.advance(TimeDelta::minutes(30));
        let page = Page::get(&server, &format!("/t/{}", visit.ticket.code), BG).await;
        let mut bytes = page.bytes_on_wire;
        let assets: Vec<&str> = page.assets().collect();
        assert_eq!(assets.len(), 2, "{assets:?}");
        for asset in assets {
            let asset = Page::get(&server, asset, BG).await;
            assert_eq!(asset.status, 200);
            assert_eq!(asset.headers["cache-control"], "public, max-age=31536000, immutable");
            bytes += asset.bytes_on_wire;
        }
        assert!(bytes < 30_000, "{bytes} bytes");
    }
}

#[tokio::test]
async fn an_asset_of_another_version_is_served_but_not_kept() {
    let server = TestServer::start().await;
    for path in ["/assets/phone.css", "/assets/phone.js?v=000000000000"] {
        let asset = Page::get(&server, path, BG).await;
        assert_eq!(
            (asset.status, &asset.headers["cache-control"]),
            (200, &"no-store".parse().unwrap())
        );
    }
}
