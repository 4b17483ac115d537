//! A kiosk and its server on an ordinary day.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use parter::{
    protocol::{
        heartbeat::{Heartbeat, PrinterState},
        record::Hash,
    },
    sync::{SyncConfig, SyncStatus},
};

use crate::store_support::{self, at, noon, tap};
use crate::sync_support::{
    self, Kiosk, ask,
    fake::{Fake, Fault},
    is_online, settings, ticket, until,
};

#[test]
fn a_ticket_is_sent_at_once() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    until(&kiosk.sync.watch(), "online", is_online);
    for n in 0..5 {
        let (visit, taken) = (ticket(&kiosk.worker, n), Instant::now());
        drop(server.until("the ticket", |kept| {
            kept.records.contains_key(&("visit".to_owned(), visit.clone()))
        }));
        assert!(taken.elapsed() < Duration::from_secs(2), "{:?}", taken.elapsed());
    }
    kiosk.stop();
}

#[test]
fn a_heartbeat_tells_how_the_kiosk_is() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let worker = sync_support::store(dir.path());
    ask(&worker, |store| store.issue(&store_support::request("А", 0), noon()));
    ask(&worker, |store| {
        store.issue(&store_support::request("А", 3000), noon() + TimeDelta::minutes(1))
    });
    worker.shutdown();
    let mut settings = settings(dir.path(), &server);
    settings.timing.heartbeat = Duration::from_millis(30);
    settings.printer = tokio::sync::watch::channel(PrinterState::OutOfPaper).1;
    let kiosk = Kiosk::start(settings);
    let beats = |kept: &sync_support::fake::Kept| -> Vec<(String, String)> {
        let all = kept.records.iter().filter(|((kind, _), _)| kind == "heartbeat");
        all.map(|((_, id), payload)| (id.clone(), payload.clone())).collect()
    };
    let kept = server.until("three heartbeats", |kept| beats(kept).len() >= 3);
    let beats = beats(&kept);
    drop(kept);
    kiosk.stop();

    let read = |id: &str| -> Heartbeat {
        let (_, payload) = beats.iter().find(|(own, _)| own.ends_with(id)).unwrap();
        serde_json::from_str(payload).unwrap()
    };
    let starts: BTreeSet<&str> = beats.iter().map(|(id, _)| id.split_once('.').unwrap().0).collect();
    assert_eq!(starts.len(), 1);
    let first = read(".1");
    assert_eq!(
        (first.outbox, first.set_aside, first.printer),
        (2, 0, PrinterState::OutOfPaper)
    );
    assert_eq!(first.oldest_unsent.as_deref(), Some("2026-11-05T10:00:00Z"));
    assert_eq!(first.program, env!("CARGO_PKG_VERSION"));
    assert_eq!((first.content.version, first.content.sha256), (7, Hash::of(b"pack")));
    assert!(first.disk_free.unwrap() > 0);
    let last = read(".3");
    assert_eq!((last.outbox, last.oldest_unsent), (0, None));
}

#[test]
fn ratings_leave_in_random_order_and_without_their_positions() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let worker = sync_support::store(dir.path());
    let mut tapped = Vec::new();
    for n in 0..60 {
        let rating = ask(&worker, move |store| {
            store.rate(&tap(1 + (n % 5) as u8, n * 60), noon())
        });
        tapped.push(rating.id.to_string());
        ticket(&worker, n);
    }
    ask(&worker, |store| store.close_buckets(at("2026-11-06T10:00:00Z")));
    worker.shutdown();
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    drop(server.until("all ratings", |kept| {
        kept.records.keys().filter(|(kind, _)| kind == "rating").count() == 60
    }));
    kiosk.stop();

    let sent = server.ids("rating");
    let sorted: Vec<String> = sent.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(
        sorted,
        tapped
            .iter()
            .cloned()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_ne!(sent, tapped, "one chance in 60! of being the order of the taps");
    assert_ne!(sent, sorted);
    let kept = server.kept();
    let bodies = kept.requests.iter().filter(|request| request.path.ends_with("batches"));
    for body in bodies.map(|request| serde_json::from_str::<serde_json::Value>(&request.body).unwrap()) {
        for record in body["records"].as_array().unwrap() {
            let fields: Vec<&String> = record.as_object().unwrap().keys().collect();
            assert_eq!(fields, ["id", "kind", "payload", "sha256"]);
        }
    }
}

#[test]
fn after_a_short_outage_the_kiosk_is_back_within_five_seconds() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    let watch = kiosk.sync.watch();
    for n in 0..3 {
        until(&watch, "online", is_online);
        server.stop();
        let visit = ticket(&kiosk.worker, n);
        until(&watch, "offline", |status| matches!(status, SyncStatus::Offline { .. }));
        server.start_again();
        let back = Instant::now();
        drop(server.until("the ticket", |kept| {
            kept.records.contains_key(&("visit".to_owned(), visit.clone()))
        }));
        assert!(back.elapsed() < Duration::from_secs(5), "{:?}", back.elapsed());
    }
    kiosk.stop();
}

#[test]
fn a_server_that_keeps_silent_does_not_hold_the_end_up() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let mut settings = settings(dir.path(), &server);
    settings.timing.patience = sync_support::LONG;
    server.fail("batches", Fault::Silence);
    let kiosk = Kiosk::start(settings);
    drop(server.until("a batch", |kept| !kept.batches.is_empty()));
    let asked = Instant::now();
    kiosk.stop();
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
}

#[test]
fn the_mark_is_told_of_changes_and_of_nothing_else() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    let watch = kiosk.sync.watch();
    until(&watch, "online", is_online);
    let before = watch.changes();
    for n in 0..5 {
        let visit = ticket(&kiosk.worker, n);
        drop(server.until("the ticket", |kept| {
            kept.records.contains_key(&("visit".to_owned(), visit.clone()))
        }));
    }
    assert_eq!(watch.changes(), before);
    kiosk.stop();
}

#[test]
fn certificates_that_are_none_are_named() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let ca = dir.path().join("ca.pem");
    std::fs::write(&ca, "no certificate").unwrap();
    let kiosk = Kiosk::start(SyncConfig {
        ca_file: Some(ca),
        ..settings(dir.path(), &server)
    });
    let told = until(&kiosk.sync.watch(), "told", |status| {
        !matches!(status, SyncStatus::Starting)
    });
    let SyncStatus::NotEnrolled { why } = told else {
        panic!("{told:?}")
    };
    assert!(why.to_string().contains("ca.pem") && why.is_permanent(), "{why}");
    kiosk.stop();
}

/// A wake may ask for the status: it is called when nothing is held.
#[test]
fn a_wake_may_look_at_the_status() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    let watch = kiosk.sync.watch();
    let looked = watch.clone();
    watch.on_change(Arc::new(move || {
        drop((looked.status(), looked.enrolment(), looked.changes()));
    }));
    until(&watch, "online", is_online);
    kiosk.stop();
}
