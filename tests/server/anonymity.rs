//! Somebody has the database files of a kiosk and of the server, byte by byte, and tries to tell whose rating is whose.
//!
//! They know the order in which the visitors came (the tickets tell it) and look for that order in whatever the files
//! tell of the ratings: where their bytes lie, free pages and the write-ahead log too, their ids, their order in tables
//! and on the wire, and times.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    feedback::{RatingId, Remarks},
    protocol::{
        batch::Verdict,
        record::Record,
        secret::{EnrolmentCode, Token},
    },
    queue::IssueRequest,
    server::{
        intake::Incoming,
        store::{
            audit::Actor,
            devices::{Attempt, Device, Devices as _, Enrolment, NewDevice, Offer},
            intake::Intake as _,
            sqlite::Sqlite,
        },
    },
    store::{Store, StoreConfig, Tap, outbox::Room},
};
use rusqlite::Connection;
use tempfile::TempDir;

/// More than a lobby's busiest day.
const VISITORS: usize = 300;

fn morning() -> DateTime<Utc> {
    "2026-11-23T07:00:00Z".parse().unwrap()
}

/// Who came when, and what they left.
struct Truth {
    /// In the order of the visitors.
    ratings: Vec<RatingId>,
    tickets: Vec<String>,
}

fn open(folder: &Path, now: DateTime<Utc>) -> Store {
    let config = StoreConfig {
        lobby: "kyustendil/any".to_owned(),
        zone: chrono_tz::Europe::Sofia,
        bucket_hours: 24,
        repeat_window: Duration::ZERO,
    };
    Store::open(folder, &config, now).unwrap().store
}

/// A day: each visitor takes a ticket and rates, some say why.
fn a_day(store: &mut Store) -> Truth {
    let mut truth = Truth {
        ratings: Vec::new(),
        tickets: Vec::new(),
    };
    for n in 0..VISITORS {
        let now = morning() + TimeDelta::seconds(n as i64 * 90);
        let touched = Duration::from_secs(n as u64 * 90);
        let request = IssueRequest {
            queue: "main".to_owned(),
            letter: 'А',
            service: None,
            priority: None,
            touched,
        };
        truth
            .tickets
            .push(store.issue(&request, now).unwrap().ticket.code.to_string());
        let face = (1 + n % 5) as u8;
        let tap = Tap {
            face: face.try_into().unwrap(),
            touched,
        };
        let rating = store.rate(&tap, now).unwrap();
        if n % 3 == 0 {
            let remarks = Remarks {
                queue: Some("main".to_owned()),
                reasons: BTreeSet::from(["clear".to_owned()]),
                ..Remarks::default()
            };
            store.amend_rating(rating.id, &remarks).unwrap();
        }
        truth.ratings.push(rating.id);
    }
    truth
}

#[test]
fn the_files_of_a_kiosk_and_a_server_tie_no_rating_to_a_ticket() {
    let (kiosk, central) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut store = open(kiosk.path(), morning());
    let truth = a_day(&mut store);
    // While the bucket is open: the files as they lie when the power is cut.
    look_for_order("the kiosk's open bucket", kiosk.path(), &truth);

    // After it has closed, before anything was sent.
    let next_day = morning() + TimeDelta::days(1);
    assert_eq!(store.close_buckets(next_day).unwrap(), VISITORS);
    look_for_order("the kiosk's outbox", kiosk.path(), &truth);

    // On the wire.
    let server = Sqlite::open(central.path()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let device = runtime.block_on(enrol(&server));
    let mut sent = Vec::new();
    loop {
        let room = Room {
            records: 200,
            bytes: 256 * 1024,
        };
        let batch = store.next_batch(room, next_day).unwrap();
        if batch.is_empty() {
            break;
        }
        let (places, records): (Vec<_>, Vec<Record>) = batch.into_iter().unzip();
        sent.extend(records.iter().filter(|record| record.kind == "rating").cloned());
        let incoming: Vec<Incoming> = records
            .into_iter()
            .map(|record| Incoming::of(record, &device))
            .collect();
        let verdicts = runtime
            .block_on(server.accept_batch(&device, &incoming, next_day))
            .unwrap();
        assert!(
            verdicts.iter().all(|verdict| *verdict == Verdict::Accepted),
            "{verdicts:?}"
        );
        store
            .settle(&places.into_iter().zip(verdicts).collect::<Vec<_>>(), next_day)
            .unwrap();
    }
    let wire: Vec<RatingId> = sent.iter().map(|record| record.id.parse().unwrap()).collect();
    assert_eq!(wire.len(), VISITORS);
    no_order("the wire", &wire, &truth);
    says_no_more_than_it_must(&sent, &truth);

    // Where the ratings have left, nothing of them is to be found, not even in free pages.
    drop(store);
    assert_eq!(
        places(kiosk.path(), &truth.ratings),
        [],
        "ratings that have left lie in the kiosk's files still"
    );

    look_for_order("the server's files", central.path(), &truth);
    server.close();
    look_for_order("the closed server's file", central.path(), &truth);
    columns_are_known(&central.path().join("parter-server.db"));
}

/// The attack works where there is something to find.
#[test]
fn an_order_that_is_there_is_found() {
    let kiosk = TempDir::new().unwrap();
    let truth = a_day(&mut open(kiosk.path(), morning()));
    assert!(tells(&truth.ratings, &truth) > LIMIT);
    let folder = TempDir::new().unwrap();
    let leaky = Connection::open(folder.path().join("leaky.db")).unwrap();
    leaky
        .execute_batch("CREATE TABLE ratings (id TEXT PRIMARY KEY, face INTEGER) WITHOUT ROWID")
        .unwrap();
    for id in &truth.ratings {
        leaky
            .execute("INSERT INTO ratings VALUES (?1, 3)", [id.to_string()])
            .unwrap();
    }
    let found: Vec<RatingId> = places(folder.path(), &truth.ratings)
        .into_iter()
        .map(|(_, id)| id)
        .collect();
    assert!(
        tells(&found, &truth) > LIMIT,
        "a table without rowids leaks the order of its pages' cells, and this test sees it"
    );
}

async fn enrol(server: &Sqlite) -> Device {
    let code = EnrolmentCode::random(&mut rand::rng());
    let offer = Offer {
        name: code.offer().to_owned(),
        sha256: code.hash(),
    };
    let new = NewDevice {
        id: "K1".to_owned(),
        name: "kiosk".to_owned(),
        municipality: "kyustendil".to_owned(),
    };
    server
        .create_device(&new, &offer, &Actor::CommandLine, morning())
        .await
        .unwrap();
    let attempt = Attempt {
        offer,
        municipality: "kyustendil".to_owned(),
        lobby: "kyustendil/any".to_owned(),
        program: "0.1.0".to_owned(),
        token: Token::random(&mut rand::rng()).hash(),
    };
    match server.enrol(&attempt, morning()).await.unwrap() {
        Enrolment::Done(device) => device,
        other => panic!("{other:?}"),
    }
}

/// The order of the ratings' bytes in every file of the folder, from the first place of each and from the last.
fn look_for_order(what: &str, folder: &Path, truth: &Truth) {
    let found = places(folder, &truth.ratings);
    let known: BTreeSet<RatingId> = found.iter().map(|(_, id)| *id).collect();
    assert_eq!(known.len(), VISITORS, "{what}: all ratings are somewhere");
    no_order(&format!("{what}, first places"), &distinct(found.iter()), truth);
    no_order(&format!("{what}, last places"), &distinct(found.iter().rev()), truth);
    let mut by_id = truth.ratings.clone();
    by_id.sort_unstable();
    no_order(&format!("{what}, ids"), &by_id, truth);
}

/// Every place of a rating's id in the files, as text or as bytes, in the order of the files' names and bytes.
fn places(folder: &Path, ratings: &[RatingId]) -> Vec<(usize, RatingId)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let known: BTreeMap<[u8; 32], RatingId> = ratings
        .iter()
        .map(|id| (id.to_string().as_bytes().try_into().unwrap(), *id))
        .collect();
    let mut found = Vec::new();
    let mut before = 0;
    for file in files {
        let bytes = fs::read(file).unwrap();
        for (at, window) in bytes.windows(32).enumerate() {
            if window[0].is_ascii_hexdigit()
                && let Some(id) = <&[u8; 32]>::try_from(window).ok().and_then(|window| known.get(window))
            {
                found.push((before + at, *id));
            }
        }
        before += bytes.len();
    }
    found
}

fn distinct<'a>(found: impl Iterator<Item = &'a (usize, RatingId)>) -> Vec<RatingId> {
    let mut seen = BTreeSet::new();
    found.map(|(_, id)| *id).filter(|id| seen.insert(*id)).collect()
}

/// Standard deviations of a chance order: the test fails by chance once in a billion times.
const LIMIT: f64 = 6.0;

#[track_caller]
fn no_order(what: &str, found: &[RatingId], truth: &Truth) {
    let tells = tells(found, truth);
    assert!(
        tells < LIMIT,
        "{what} tells the order of the visitors: {tells:.1} standard deviations from chance"
    );
}

/// By how many standard deviations an order is nearer to (or further from) that of the visitors than chance puts it: as a
/// whole, by Spearman's rank correlation, or from one to the next, by the number of ascents, as rows lie in a page.
fn tells(found: &[RatingId], truth: &Truth) -> f64 {
    let came: BTreeMap<RatingId, usize> = truth.ratings.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let ranks: Vec<f64> = found.iter().map(|id| came[id] as f64).collect();
    let n = ranks.len() as f64;
    let squares: f64 = ranks
        .iter()
        .enumerate()
        .map(|(at, rank)| (at as f64 - rank).powi(2))
        .sum();
    let correlation = 1.0 - 6.0 * squares / (n * (n * n - 1.0));
    let ascents = ranks.windows(2).filter(|pair| pair[0] < pair[1]).count() as f64;
    let as_a_whole = correlation * (n - 1.0).sqrt();
    let one_by_one = (ascents - (n - 1.0) / 2.0) / ((n + 1.0) / 12.0).sqrt();
    as_a_whole.abs().max(one_by_one.abs())
}

/// What is sent of a rating has these fields and no others, no ticket in it and no time but the day's bucket.
fn says_no_more_than_it_must(sent: &[Record], truth: &Truth) {
    for record in sent {
        let text = record.payload.get();
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap();
        let names: BTreeSet<&str> = fields.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            BTreeSet::from(["answers", "bucket", "face", "id", "queue", "reasons", "repeated"])
        );
        assert_eq!(fields["bucket"], "2026-11-23T00:00/PT24H");
        assert!(!truth.tickets.iter().any(|code| text.contains(code)));
    }
}

/// The server keeps of a rating what came and the day on which it did.
fn columns_are_known(database: &Path) {
    let conn = Connection::open(database).unwrap();
    let columns: BTreeSet<String> = conn
        .prepare("SELECT name FROM pragma_table_info('ratings')")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let known = [
        "id",
        "lobby",
        "bucket",
        "face",
        "repeated",
        "queue",
        "reasons",
        "answers",
        "received_day",
        "sha256",
    ];
    assert_eq!(columns, known.map(str::to_owned).into());
    let days: BTreeSet<String> = conn
        .prepare("SELECT DISTINCT received_day FROM ratings")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(days, BTreeSet::from(["2026-11-24".to_owned()]));
}
