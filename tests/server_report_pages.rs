//! The yearly report in a real browser and as that browser prints it, in both languages. The pictures are in `target/pages`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/browser.rs"]
mod browser;
#[path = "support/server.rs"]
mod support;
#[path = "support/years/mod.rs"]
mod years;

use std::{path::Path, process::Command};

use chrono::{DateTime, Utc};
use parter::server::{
    auth::passwords,
    store::{audit::Actor, users::Role},
};
use support::TestServer;
use years::{Years, store::settle};

const NAME: &str = "a.analyst";
const PASSWORD: &str = "green door by the stairs";

async fn town() -> TestServer {
    let server = TestServer::start().await;
    let years = Years {
        seed: 24,
        from: "2025-01-06".parse().unwrap(),
        to: "2025-12-30".parse().unwrap(),
        visits: 6,
    };
    settle(&server.app, &years).await;
    let now: DateTime<Utc> = "2026-02-02T08:30:00Z".parse().unwrap();
    server.clock.set(now);
    let hash = passwords::hash(PASSWORD.to_owned()).await.unwrap();
    let added = server
        .app
        .store
        .add_user(NAME, Role::Analyst, &hash, &Actor::CommandLine, now);
    added.await.unwrap();
    server
}

#[test]
fn the_report_is_read_on_every_screen_and_printed() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(town());
    for (locale, lang) in [("bg-BG", "bg"), ("en-GB", "en")] {
        browser::walk(
            "report.mjs",
            &server.url,
            &[("LOCALE", locale), ("NAME", NAME), ("PASSWORD", PASSWORD)],
        );
        let pages = printed(lang);
        assert!(pages.len() > 3);
        for (number, page) in pages.iter().enumerate() {
            let words = page.split_whitespace().count();
            assert!(
                words > 15,
                "{lang}: printed page {} is as good as empty: {page}",
                number + 1
            );
        }
        // What only a screen needs is not printed, and the tables behind charts are.
        let all = pages.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!all.contains("XLSX"), "{all}");
        assert!(
            all.contains(if lang == "bg" {
                "Средна оценка"
            } else {
                "Mean rating"
            }),
            "{all}"
        );
    }
    runtime.block_on(server.shutdown());
}

/// The words of each page that the browser printed.
fn printed(lang: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pages");
    let said = Command::new("pdftotext")
        .arg(root.join(format!("report-{lang}-print.pdf")))
        .arg("-")
        .output();
    let said = said.expect("pdftotext is there: tests/needs installs it");
    let text = String::from_utf8(said.stdout).unwrap();
    text.trim_end_matches('\u{c}')
        .split('\u{c}')
        .map(str::to_owned)
        .collect()
}
