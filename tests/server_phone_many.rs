//! A lobby full of phones: each hears of each call, and what that costs.
//!
//! The full form, with its measurements: `TEST_PHONES=500`, as in `tests/long`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/server.rs"]
mod support;

use std::{
    env, fs,
    time::{Duration, Instant},
};

use parter::queue::{PeriodKind, Visit};
use support::{TestServer, monday, period_record, visit_record};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc,
    time::timeout,
};

/// People who are called one after the other, while all phones look on.
const CALLS: u32 = 10;

/// Follows a ticket's events, and says each headline and when it came.
async fn follow(address: String, code: String, heard: mpsc::UnboundedSender<(String, Instant)>) {
    let mut line = TcpStream::connect(&address).await.unwrap();
    let request = format!("GET /t/{code}/events HTTP/1.1\r\nhost: {address}\r\naccept-language: en\r\n\r\n");
    line.write_all(request.as_bytes()).await.unwrap();
    let mut text = Vec::new();
    while line.read_buf(&mut text).await.unwrap() > 0 {
        let read = String::from_utf8_lossy(&text);
        let Some((_, said)) = read.rsplit_once("data-say=\"") else {
            continue;
        };
        if let Some((headline, _)) = said.split_once('"') {
            heard.send((headline.to_owned(), Instant::now())).unwrap();
            text.clear();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_phone_hears_of_every_call() {
    let phones: u32 = env::var("TEST_PHONES").map_or(50, |text| text.parse().unwrap());
    let server = TestServer::start().await;
    let kiosk = server.kiosk("kyustendil/obshtina").await;
    let visits: Vec<Visit> = (1..=CALLS + 1 + phones)
        .map(|seq| kiosk.visit("kasa", 'К', seq, monday(9, 0)))
        .collect();
    // One before all the phones is never called, so that each of them has somebody before it to the end.
    let (before_all, waiting) = visits.split_at(CALLS as usize + 1);
    kiosk.tell(&visits.iter().map(visit_record).collect::<Vec<_>>()).await;

    let before = memory();
    let (heard, mut news) = mpsc::unbounded_channel();
    for visit in waiting {
        let address = server.url.trim_start_matches("http://").to_owned();
        tokio::spawn(follow(address, visit.ticket.code.to_string(), heard.clone()));
    }
    let mut hear = async |text: &str| {
        let mut last = Instant::now();
        for _ in 0..phones {
            let patience = Duration::from_secs(60);
            let (headline, at) = timeout(patience, news.recv())
                .await
                .expect("a phone hears nothing")
                .unwrap();
            assert!(headline.starts_with(text), "“{headline}” where “{text}” was to come");
            last = at;
        }
        last
    };
    hear("Issued today before yours: ").await;
    assert_eq!(server.app.phone.streams.open(), phones as usize);
    let each = memory().saturating_sub(before) / u64::from(phones);
    println!("{phones} phones: {each} KiB of memory each, this test's own half of the line among them");

    let mut delays = Vec::new();
    for visit in &before_all[1..] {
        kiosk
            .tell(&[period_record(visit, 2, PeriodKind::Called, Some("1"), monday(10, 29))])
            .await;
        let accepted = Instant::now();
        delays.push(hear("Before you: ").await.saturating_duration_since(accepted));
    }
    delays.sort_unstable();
    println!(
        "from a batch's acceptance to the last phone's news: median {:?}, longest {:?} of {CALLS}",
        delays[delays.len() / 2],
        delays[delays.len() - 1]
    );
}

/// What this process holds, in KiB.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
