//! The counter's page in a real browser: with and without scripts, by the keyboard alone, in both languages, on a desk and on
//! a telephone. The pictures are in `target/pages`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/browser.rs"]
mod browser;
#[path = "support/lobby.rs"]
mod lobby;

use std::time::Duration;

use lobby::TestLobby;
use parter::queue::IssueRequest;

/// A lobby in which five wait, one of them of a priority class.
async fn busy() -> TestLobby {
    let lobby = TestLobby::start();
    for n in 0..5u64 {
        let request = IssueRequest {
            queue: "kasa".to_owned(),
            letter: 'К',
            service: (n != 3).then(|| "zadalzhenia".to_owned()),
            priority: (n == 4).then(|| "bebeta".to_owned()),
            touched: Duration::from_secs(60 * n),
        };
        // All have waited for the bound: nobody goes first.
        let came = lobby::morning() - chrono::TimeDelta::minutes(30 - i64::try_from(n).unwrap());
        lobby.store(move |store| store.issue(&request, came)).await;
    }
    lobby
}

async fn walked(environment: &'static [(&'static str, &'static str)]) {
    let lobby = busy().await;
    let (url, code) = (format!("http://{}", lobby.address), lobby.code("Каса 3"));
    let walk = move || {
        let environment = [environment, &[("CODE", code.as_str())]].concat();
        browser::walk("counter.mjs", &url, &environment);
    };
    tokio::task::spawn_blocking(walk).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_desk_in_bulgarian() {
    walked(&[
        ("LOCALE", "bg-BG"),
        ("SCRIPTS", "on"),
        ("SCREEN", "desk"),
        ("KEYS", "off"),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_desk_in_english_without_scripts_by_the_keyboard_alone() {
    walked(&[
        ("LOCALE", "en-GB"),
        ("SCRIPTS", "off"),
        ("SCREEN", "desk"),
        ("KEYS", "on"),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone_in_english() {
    walked(&[
        ("LOCALE", "en-GB"),
        ("SCRIPTS", "on"),
        ("SCREEN", "phone"),
        ("KEYS", "off"),
    ])
    .await;
}

/// A page that is open shows what another counter and the kiosk do.
#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_follows_by_itself() {
    let lobby = busy().await;
    let (url, code) = (format!("http://{}", lobby.address), lobby.code("1"));
    let walk = tokio::task::spawn_blocking(move || browser::walk("counter-live.mjs", &url, &[("CODE", &code)]));
    let other = lobby.clerk("2").await;
    // The page opens its counter once it is paired, and waits for the other's call.
    let opened = || lobby.store(|store| store.lobby_now(lobby::morning()).map(|lobby| lobby.counters.len()));
    while opened().await < 2 && !walk.is_finished() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    other.does("call_next").await;
    walk.await.unwrap();
}
