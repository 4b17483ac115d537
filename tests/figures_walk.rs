//! The pages of figures in a real browser: staff's and everybody's, on a desk, on a telephone, at 320 pixels and on paper. The
//! pictures are in `target/pages`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/browser.rs"]
mod browser;
#[path = "support/server.rs"]
mod support;
#[path = "support/years/mod.rs"]
mod years;

use std::env;

use chrono::TimeDelta;
use parter::{
    figures::alert::{Found, Measured, Rule},
    server::{
        auth::passwords,
        store::{audit::Actor, users::Role},
    },
};
use support::TestServer;
use years::{MUNICIPALITY, Years, store::settle};

const NAME: &str = "m.ivanova";
const PASSWORD: &str = "green door by the stairs";

/// A municipality of whose five places some months are known, with an alert that was raised.
async fn town() -> TestServer {
    let server = TestServer::start().await;
    let store = &*server.app.store;
    let years = Years {
        seed: 24,
        from: "2026-09-28".parse().unwrap(),
        to: "2026-11-20".parse().unwrap(),
        visits: 60,
    };
    settle(&server.app, &years).await;
    let (actor, now) = (Actor::CommandLine, server.app.now());
    let hash = passwords::hash(PASSWORD.to_owned()).await.unwrap();
    store.add_user(NAME, Role::Editor, &hash, &actor, now).await.unwrap();
    let rule = Rule::Unhappy {
        percent: 30,
        days: 7,
        answers: 20,
    };
    let rule = store.add_alert_rule(MUNICIPALITY, rule, &actor, now).await.unwrap();
    let found = |subject: &str, unhappy, answers| Found {
        subject: subject.to_owned(),
        measured: Measured::Unhappy { unhappy, answers },
    };
    let first = [found("kyustendil/obshtina", 12, 30)];
    store
        .settle_alerts(rule, &first, now - TimeDelta::days(2))
        .await
        .unwrap();
    let second = [found("kyustendil/iztok", 9, 22)];
    store
        .settle_alerts(rule, &second, now - TimeDelta::hours(20))
        .await
        .unwrap();
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn on_screens_and_on_paper() {
    let server = town().await;
    let locales: &[&str] = if env::var_os("TEST_FULL").is_some() {
        &["bg-BG", "en-GB"]
    } else {
        &["bg-BG"]
    };
    for &locale in locales {
        let url = server.url.clone();
        let environment = [
            ("NAME", NAME),
            ("PASSWORD", PASSWORD),
            ("LOCALE", locale),
            ("MINUTES", "6"),
        ];
        tokio::task::spawn_blocking(move || browser::walk("figures.mjs", &url, &environment))
            .await
            .unwrap();
    }
    server.shutdown().await;
}
