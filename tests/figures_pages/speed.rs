//! How long every page takes at the server, with three years of a municipality with five lobbies.

use std::{
    env,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};

use crate::{
    given::{after, analyst, drawn, know},
    postgres,
    support::TestServer,
    years::Years,
};

/// At the server, over HTTP from the same machine.
const PAGE: Duration = Duration::from_millis(200);

#[tokio::test(flavor = "multi_thread")]
async fn every_page_answers_in_less_than_a_fifth_of_a_second() {
    let is_full = env::var_os("TEST_FULL").is_some();
    let (years, now): (Years, DateTime<Utc>) = if is_full {
        let years = Years {
            seed: 24,
            from: "2023-11-20".parse().unwrap(),
            to: "2026-11-20".parse().unwrap(),
            visits: 300,
        };
        (years, "2026-11-21T07:00:00Z".parse().unwrap())
    } else {
        (Years { visits: 10, ..drawn() }, after())
    };
    let sqlite = TestServer::start().await;
    let address = postgres::shared().database().await;
    let postgres = TestServer::with(|config| config.database = Some(address)).await;
    for (database, server) in [("SQLite", sqlite), ("PostgreSQL", postgres)] {
        let began = Instant::now();
        know(&server, &years, now).await;
        println!("{database}: filled and condensed in {:.0?}", began.elapsed());
        pages(database, &server, is_full).await;
        server.shutdown().await;
    }
}

async fn pages(database: &str, server: &TestServer, is_full: bool) {
    let browser = analyst(server).await;
    let staff = "/admin/figures/kyustendil";
    for path in [
        format!("{staff}?unit=month"),
        format!("{staff}?unit=year"),
        format!("{staff}/satisfaction?unit=day&on=2026-04-15"),
        format!("{staff}/satisfaction?unit=month"),
        format!("{staff}/satisfaction?unit=year"),
        format!("{staff}/satisfaction?unit=year&queue=kasa"),
        format!("{staff}/register"),
        format!("{staff}/alerts"),
        format!("{staff}/report?year=2025"),
        "/o/kyustendil?lang=bg".to_owned(),
        "/o/kyustendil/figures.json".to_owned(),
    ] {
        let mut took = Vec::new();
        for _ in 0..5 {
            // What was made for the public is made anew.
            server.clock.advance(chrono::TimeDelta::minutes(6));
            let began = Instant::now();
            browser.get(&path).await.is(200);
            took.push(began.elapsed());
        }
        took.sort_unstable();
        println!("{database}: {path}: median {:.1?}, slowest {:.1?}", took[2], took[4]);
        if is_full {
            assert!(took[2] < PAGE, "{path}");
        }
    }
}
