//! Records on their way out of the store: in batches, and gone on the server's word alone.

use std::path::Path;

use chrono::TimeDelta;
use parter::{
    protocol::{
        batch::{MAX_BYTES, Reason, Verdict},
        record::{Hash, MAX_PAYLOAD, Record},
    },
    queue::{PeriodBegan, PeriodKind},
    store::{
        Incident, Opened, Store,
        outbox::{OutboxNow, Place, Room},
    },
};
use rusqlite::params;

use crate::store_support::{as_of_version, at, config, database, noon, open, records, request, tap};

const ROOM: Room = Room {
    records: 200,
    bytes: MAX_BYTES,
};

fn tickets(store: &mut Store, count: u64) {
    for n in 0..count {
        store.issue(&request("А", n * 3000), noon()).unwrap();
    }
}

fn batch(store: &mut Store) -> Vec<(Place, Record)> {
    store.next_batch(ROOM, noon()).unwrap()
}

/// Puts a record in front of none and behind all, while no store is open.
fn put(dir: &Path, kind: &str, id: &str, payload: &str) {
    let hash = Hash::of(payload.as_bytes());
    database(dir)
        .execute(
            "INSERT INTO outbox (kind, id, payload, sha256) VALUES (?1, ?2, ?3, ?4)",
            params![kind, id, payload, hash.0],
        )
        .unwrap();
}

fn waiting(store: &mut Store) -> (u64, u64) {
    let OutboxNow { waiting, set_aside, .. } = store.outbox_now().unwrap();
    (waiting, set_aside)
}

/// Id and reason of what was set aside, and the day.
fn aside(dir: &Path) -> Vec<(String, String, String)> {
    let conn = database(dir);
    let mut query = conn
        .prepare("SELECT id, reason, day FROM set_aside ORDER BY id")
        .unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_batch_is_the_oldest_records_that_fit_with_their_own_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    tickets(&mut store, 250);
    let all = batch(&mut store);
    assert_eq!(all.len(), 200);
    let few = Room { records: 3, ..ROOM };
    assert_eq!(store.next_batch(few, noon()).unwrap().len(), 3);
    for bytes in [1_000, 10_000, 50_000] {
        let room = Room { records: 200, bytes };
        let part: Vec<Record> = store
            .next_batch(room, noon())
            .unwrap()
            .into_iter()
            .map(|(_, record)| record)
            .collect();
        let body = serde_json::to_string(&part).unwrap().len();
        assert!(body <= bytes && body + bytes / 10 + 600 > bytes, "{body} of {bytes}");
    }
    let one = Room {
        records: 200,
        bytes: 10,
    };
    assert_eq!(
        store.next_batch(one, noon()).unwrap().len(),
        1,
        "one goes, whatever the room"
    );
    for (_, record) in &all {
        assert_eq!(record.sha256, Hash::of(record.payload.get().as_bytes()));
        assert_eq!(record.kind, "visit");
    }
}

#[test]
fn what_was_settled_is_gone_and_the_rest_stays() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    tickets(&mut store, 4);
    assert_eq!(waiting(&mut store), (4, 0));
    let sent = batch(&mut store);
    let rejected = || Verdict::Rejected {
        reason: Reason::Conflict,
        detail: "another visit".to_owned(),
    };
    let verdicts: Vec<_> = sent
        .iter()
        .take(3)
        .zip([Verdict::Accepted, rejected(), Verdict::Duplicate])
        .map(|((place, _), verdict)| (place.clone(), verdict))
        .collect();
    for _ in 0..2 {
        store.settle(&verdicts, noon()).unwrap();
        assert_eq!(waiting(&mut store), (1, 1), "twice is as once");
    }
    let left: Vec<String> = batch(&mut store).into_iter().map(|(_, record)| record.id).collect();
    assert_eq!(left, [sent[3].1.id.clone()]);
    drop(store);
    assert_eq!(
        aside(dir.path()),
        [(sent[1].1.id.clone(), "conflict".to_owned(), "2026-11-05".to_owned())]
    );
    assert_eq!(waiting(&mut open(dir.path())), (1, 1), "counted anew at the opening");
}

#[test]
fn a_record_that_is_not_the_one_that_was_sent_stays() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    tickets(&mut store, 1);
    let sent = batch(&mut store);
    drop(store);
    let conn = database(dir.path());
    conn.execute("DELETE FROM outbox", []).unwrap();
    let hash = Hash::of(b"{}");
    conn.execute(
        "INSERT INTO outbox (position, kind, id, payload, sha256) VALUES (1, 'visit', 'X', '{}', ?1)",
        [hash.0],
    )
    .unwrap();
    drop(conn);
    let mut store = open(dir.path());
    store.settle(&[(sent[0].0.clone(), Verdict::Accepted)], noon()).unwrap();
    assert_eq!(waiting(&mut store), (1, 0));
}

#[test]
fn a_record_that_can_not_travel_is_set_aside_and_blocks_nothing() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    put(
        dir.path(),
        "visit",
        "long",
        &format!("\"{}\"", "я".repeat(MAX_PAYLOAD / 2)),
    );
    put(dir.path(), "visit", "spoilt", "{\"code\":");
    let fits = format!("\"{}\"", "x".repeat(MAX_PAYLOAD - 2));
    put(dir.path(), "visit", "fits", &fits);
    let mut store = open(dir.path());
    tickets(&mut store, 1);
    let sent = batch(&mut store);
    assert_eq!(sent[0].1.id, "fits");
    assert_eq!((sent.len(), waiting(&mut store)), (2, (2, 2)));
    drop(store);
    let day = "2026-11-05".to_owned();
    assert_eq!(
        aside(dir.path()),
        [
            ("long".to_owned(), "too_large".to_owned(), day.clone()),
            ("spoilt".to_owned(), "malformed".to_owned(), day)
        ]
    );
}

#[test]
fn the_oldest_tells_its_time_as_coarsely_as_its_kind_may() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let oldest = |store: &mut Store| store.outbox_now().unwrap().oldest;
    assert_eq!(oldest(&mut store), None);
    store.rate(&tap(3, 0), noon()).unwrap();
    store.close_buckets(at("2026-11-06T10:00:00Z")).unwrap();
    assert_eq!(
        oldest(&mut store).as_deref(),
        Some("2026-11-05"),
        "of a rating, its day"
    );
    let settle_first = |store: &mut Store| {
        let (place, _) = batch(store).remove(0);
        store.settle(&[(place, Verdict::Accepted)], noon()).unwrap();
    };
    settle_first(&mut store);
    let visit = store.issue(&request("А", 0), noon()).unwrap();
    let later = noon() + TimeDelta::minutes(3);
    store
        .begin_period(&visit.ticket.code, PeriodKind::Called, Some("2"), later)
        .unwrap();
    assert_eq!(oldest(&mut store).as_deref(), Some("2026-11-05T10:00:00Z"));
    settle_first(&mut store);
    assert_eq!(oldest(&mut store).as_deref(), Some("2026-11-05T10:03:00Z"));
}

#[test]
fn the_counter_that_called_is_kept_and_told() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let visit = store.issue(&request("А", 0), noon()).unwrap();
    let called = store
        .begin_period(&visit.ticket.code, PeriodKind::Called, Some("2"), noon())
        .unwrap();
    store
        .begin_period(&visit.ticket.code, PeriodKind::Held, None, noon())
        .unwrap();
    drop(store);
    let conn = database(dir.path());
    let told = records::<PeriodBegan>(&conn, "period");
    assert_eq!(told[&format!("{}.2", visit.ticket.code)], called);
    let counters: Vec<Option<String>> = conn
        .prepare("SELECT counter FROM periods ORDER BY ordinal")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(counters, [None, Some("2".to_owned()), None]);
}

/// A database as the first version left it.
fn older(dir: &Path) {
    let mut store = open(dir);
    tickets(&mut store, 30);
    drop(store);
    as_of_version(dir, 1);
}

#[test]
fn an_older_database_is_brought_up_to_date() {
    let dir = tempfile::tempdir().unwrap();
    older(dir.path());
    let mut store = open(dir.path());
    assert_eq!(waiting(&mut store), (30, 0));
}

/// Spoils the page in which `table` begins.
fn spoil(dir: &Path, table: &str) {
    let root: usize = database(dir)
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [table], |row| {
            row.get(0)
        })
        .unwrap();
    let file = dir.join("parter.db");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[(root - 1) * 4096..root * 4096].fill(0x5a);
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn what_was_set_aside_outlives_a_damaged_database() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    tickets(&mut store, 2);
    let (place, _) = batch(&mut store).remove(0);
    let rejected = Verdict::Rejected {
        reason: Reason::OtherLobby,
        detail: String::new(),
    };
    store.settle(&[(place, rejected)], noon()).unwrap();
    drop(store);
    spoil(dir.path(), "settings");
    let Opened { mut store, incidents } = Store::open(dir.path(), &config(), noon()).unwrap();
    assert!(
        matches!(&incidents[..], [Incident::Damaged { saved, .. }] if !saved.all),
        "{incidents:?}"
    );
    assert_eq!(waiting(&mut store), (1, 1));
}

#[test]
fn a_damaged_older_database_lacks_nothing_that_it_never_had() {
    let dir = tempfile::tempdir().unwrap();
    older(dir.path());
    spoil(dir.path(), "periods_now");
    let Opened { mut store, incidents } = Store::open(dir.path(), &config(), noon()).unwrap();
    assert!(
        matches!(&incidents[..], [Incident::Damaged { saved, .. }] if saved.all),
        "{incidents:?}"
    );
    assert_eq!(waiting(&mut store), (30, 0));
}
