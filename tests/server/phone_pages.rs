//! A ticket's page in a real browser: what it looks like in every state, and that it changes while one looks.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use parter::queue::{PeriodKind, TicketCode, Visit};

use crate::browser;
use crate::support::{TestKiosk, TestServer, monday, period_record, visit_record};

/// The address of each state's page, by the state's name.
async fn states(server: &TestServer) -> BTreeMap<&'static str, String> {
    let silent = server.kiosk("plovdiv/stambolov").await;
    let stale = silent.visit("grazhdanska-registratsia", 'А', 7, monday(10, 0));
    silent.tell(&[visit_record(&stale)]).await;
    server.clock.set(monday(10, 30));

    let kiosk = server.kiosk("kyustendil/obshtina").await;
    let mut seq = 100;
    let mut visit = |queue: &str, letter: char| {
        seq += 1;
        kiosk.visit(queue, letter, seq, monday(10, 5))
    };
    let state = |visit: &Visit, kind: PeriodKind, counter: Option<&str>| {
        [
            visit_record(visit),
            period_record(visit, 2, kind, counter, monday(10, 28)),
        ]
    };
    let called = visit("grazhdansko-sastoyanie", 'А');
    let named = visit("grazhdansko-sastoyanie", 'А');
    let serving = visit("ustroystvo", 'Т');
    let held = visit("ustroystvo", 'Т');
    let served = visit("ustroystvo", 'Т');
    let absent = visit("ustroystvo", 'Т');
    kiosk.tell(&state(&called, PeriodKind::Called, Some("12"))).await;
    kiosk
        .tell(&state(
            &named,
            PeriodKind::Called,
            Some("Център за административно обслужване"),
        ))
        .await;
    kiosk.tell(&state(&serving, PeriodKind::Serving, Some("3"))).await;
    kiosk.tell(&state(&held, PeriodKind::Held, None)).await;
    kiosk.tell(&state(&served, PeriodKind::Served, Some("3"))).await;
    kiosk.tell(&state(&absent, PeriodKind::NoShow, Some("3"))).await;
    let waiting = busy(&kiosk).await;
    let first = visit("sobstvenost", 'С');
    let counted = visit("sobstvenost", 'С');
    let mut earlier = visit("delovodstvo", 'Р');
    earlier.day = earlier.day.pred_opt().unwrap();
    kiosk.tell(&[&first, &counted, &earlier].map(visit_record)).await;

    let unknown = TicketCode::random(&mut rand::rng());
    let page = |visit: &Visit| format!("/t/{}", visit.ticket.code);
    BTreeMap::from([
        ("absent", page(&absent)),
        ("called", page(&called)),
        ("called-named", page(&named)),
        ("counted", page(&counted)),
        ("earlier", page(&earlier)),
        ("first", page(&first)),
        ("held", page(&held)),
        ("malformed", "/t/K7QM".to_owned()),
        ("served", page(&served)),
        ("serving", page(&serving)),
        ("stale", page(&stale)),
        ("unheard", format!("/t/{unknown}?k={}", kiosk.device)),
        ("unheard-silent", format!("/t/{unknown}?k={}", silent.device)),
        ("waiting", page(&waiting)),
    ])
}

/// A queue in which thirty were called and fourteen wait; the last of them.
async fn busy(kiosk: &TestKiosk) -> Visit {
    let mut records = Vec::new();
    let mut last = None;
    for seq in 1..=44 {
        let visit = kiosk.visit("grazhdansko-sastoyanie", 'А', seq, monday(9, 30));
        records.push(visit_record(&visit));
        if seq <= 30 {
            let called = visit.issued_at + TimeDelta::minutes(8 + i64::from(seq % 9));
            records.push(period_record(&visit, 2, PeriodKind::Called, Some("1"), called));
        }
        last = Some(visit);
    }
    kiosk.tell(&records).await;
    last.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_looks_as_it_should() {
    let server = TestServer::start().await;
    server.clock.set(monday(10, 12));
    let states = serde_json::to_string(&states(&server).await).unwrap();
    let url = server.url.clone();
    let walk = move || browser::walk("phone-states.mjs", &url, &[("STATES", &states)]);
    tokio::task::spawn_blocking(walk).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_changes_while_one_looks() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk("kyustendil/obshtina").await;
    let url = server.url.clone();
    let walk = move || {
        let more = [
            ("TOKEN", kiosk.token.reveal()),
            ("DEVICE", &kiosk.device),
            ("LOBBY", &kiosk.lobby),
        ];
        browser::walk("phone.mjs", &url, &more);
    };
    tokio::task::spawn_blocking(walk).await.unwrap();
}
