//! What the store's tests share.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};

use chrono::{DateTime, Utc};
use parter::{
    feedback::{Face, Rating},
    queue::{CounterBegan, IssueRequest, PeriodBegan, Visit},
    store::{Opened, Store, StoreConfig, Tap},
};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

pub fn config() -> StoreConfig {
    StoreConfig {
        lobby: "kyustendil".to_owned(),
        zone: chrono_tz::Europe::Sofia,
        bucket_hours: 12,
        repeat_window: Duration::from_secs(20),
    }
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A working day's noon in Sofia.
pub fn noon() -> DateTime<Utc> {
    at("2026-11-05T10:00:00Z")
}

/// Opens a store about which there is nothing to tell staff.
pub fn open(dir: &Path) -> Store {
    let Opened { store, incidents } = Store::open(dir, &config(), noon()).unwrap();
    assert_eq!(incidents, []);
    store
}

/// A touch, at so many milliseconds, for a ticket of the queue named by its letter.
pub fn request(queue: &str, touched: u64) -> IssueRequest {
    let letter = queue.chars().next().unwrap();
    let touched = Duration::from_millis(touched);
    IssueRequest {
        queue: queue.to_owned(),
        letter,
        service: None,
        priority: None,
        touched,
    }
}

/// A touch of a face, at so many seconds.
pub fn tap(face: u8, touched: u64) -> Tap {
    Tap {
        face: Face::try_from(face).unwrap(),
        touched: Duration::from_secs(touched),
    }
}

/// The database itself, while no store has it open.
pub fn database(dir: &Path) -> Connection {
    Connection::open(dir.join("parter.db")).unwrap()
}

const MIGRATIONS: [&str; 6] = [
    include_str!("../../src/store/migrations/V1__visits_ratings_outbox.sql"),
    include_str!("../../src/store/migrations/V2__set_aside_counter.sql"),
    include_str!("../../src/store/migrations/V3__outbox_without_second_index.sql"),
    include_str!("../../src/store/migrations/V4__calling.sql"),
    include_str!("../../src/store/migrations/V5__prints.sql"),
    include_str!("../../src/store/migrations/V6__counter_periods.sql"),
];

/// Makes of the folder's database one that the schema's `version` has written: what that one knew, and no more.
pub fn as_of_version(dir: &Path, version: usize) {
    let path = dir.join("older.db");
    let conn = Connection::open(&path).unwrap();
    for migration in &MIGRATIONS[..version] {
        conn.execute_batch(migration).unwrap();
    }
    let newer = dir.join("parter.db");
    conn.execute("ATTACH ?1 AS newer", [newer.to_str().unwrap()]).unwrap();
    let columns = "SELECT name, (SELECT group_concat(old.name) FROM pragma_table_info(tables.name, 'main') AS old
                       JOIN pragma_table_info(tables.name, 'newer') AS new USING (name))
                   FROM main.sqlite_schema AS tables WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let tables: Vec<(String, Option<String>)> = conn
        .prepare(columns)
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for (table, columns) in tables {
        // One that is no more.
        let Some(columns) = columns else { continue };
        let sql = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}");
        conn.execute(&sql, []).unwrap();
    }
    let history = "CREATE TABLE refinery_schema_history (
            version INT4 PRIMARY KEY, name VARCHAR(255), applied_on VARCHAR(255), checksum VARCHAR(255)
        )";
    conn.execute(history, []).unwrap();
    let applied = "INSERT INTO main.refinery_schema_history
                   SELECT * FROM newer.refinery_schema_history WHERE version <= ?1";
    conn.execute(applied, [version]).unwrap();
    drop(conn);
    for companion in ["parter.db-wal", "parter.db-shm"] {
        // There is none where the store was closed well.
        let _ = std::fs::remove_file(dir.join(companion));
    }
    std::fs::rename(path, newer).unwrap();
}

/// Every record of one kind in the outbox, by its id; each with the hash of its own bytes.
pub fn records<T: serde::de::DeserializeOwned>(conn: &Connection, kind: &str) -> BTreeMap<String, T> {
    let mut query = conn
        .prepare("SELECT id, payload, sha256 FROM outbox WHERE kind = ?1")
        .unwrap();
    let rows = query.query_map([kind], |row| {
        let (id, payload, hash): (String, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        assert_eq!(Sha256::digest(payload.as_bytes()).as_slice(), hash);
        Ok((id, serde_json::from_str(&payload).unwrap()))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// What the database holds, after a check that the outbox tells of every fact, and of nothing else.
pub struct Facts {
    pub visits: BTreeMap<String, Visit>,
    /// On the kiosk or on their way, by id.
    pub ratings: BTreeMap<String, Rating>,
}

pub fn facts(dir: &Path) -> Facts {
    let conn = database(dir);
    let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");

    let visits = records::<Visit>(&conn, "visit");
    let mut stored = BTreeSet::new();
    let mut query = conn
        .prepare("SELECT code, day, queue, seq, letter, issued_at, lobby FROM visits")
        .unwrap();
    let mut rows = query.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let code: String = row.get(0).unwrap();
        let visit = visits
            .get(&code)
            .unwrap_or_else(|| panic!("no record of the visit {code}"));
        assert_eq!(visit.ticket.code.as_str(), code);
        assert_eq!(visit.day.to_string(), row.get::<_, String>(1).unwrap());
        assert_eq!(visit.queue, row.get::<_, String>(2).unwrap());
        assert_eq!(visit.ticket.number.seq, row.get::<_, u32>(3).unwrap());
        assert_eq!(visit.ticket.number.letter.to_string(), row.get::<_, String>(4).unwrap());
        assert_eq!(visit.issued_at.timestamp(), row.get::<_, i64>(5).unwrap());
        assert_eq!(visit.lobby, row.get::<_, String>(6).unwrap());
        stored.insert(code);
    }
    assert_eq!(stored, visits.keys().cloned().collect(), "records without a visit");

    // The first period of each visit is told by the visit's own record, the others by one each.
    let periods = records::<PeriodBegan>(&conn, "period");
    let mut told = BTreeSet::new();
    let mut query = conn
        .prepare("SELECT code, ordinal, kind, began_at FROM periods JOIN visits ON id = visit")
        .unwrap();
    let mut rows = query.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (code, ordinal): (String, u32) = (row.get(0).unwrap(), row.get(1).unwrap());
        let (kind, began_at): (String, i64) = (row.get(2).unwrap(), row.get(3).unwrap());
        if ordinal == 1 {
            assert_eq!(
                (kind.as_str(), began_at),
                ("waiting", visits[&code].issued_at.timestamp())
            );
            continue;
        }
        let id = format!("{code}.{ordinal}");
        let record = periods
            .get(&id)
            .unwrap_or_else(|| panic!("no record of the period {id}"));
        assert_eq!(
            (record.kind.name(), record.began_at.timestamp()),
            (kind.as_str(), began_at)
        );
        told.insert(id);
    }
    assert_eq!(told, periods.keys().cloned().collect(), "records without a period");

    let mut counters = records::<CounterBegan>(&conn, "counter");
    let mut query = conn
        .prepare(
            "SELECT lobby, day, counter, ordinal, state, began_at, ended_at FROM counter_periods ORDER BY 1, 2, 3, 4",
        )
        .unwrap();
    let mut rows = query.query([]).unwrap();
    let mut last = None;
    while let Some(row) = rows.next().unwrap() {
        let text = |column| row.get::<_, String>(column).unwrap();
        let began = CounterBegan {
            lobby: text(0),
            day: text(1).parse().unwrap(),
            counter: text(2),
            ordinal: row.get(3).unwrap(),
            state: text(4).parse().unwrap(),
            began_at: DateTime::from_timestamp(row.get(5).unwrap(), 0).unwrap(),
        };
        assert_eq!(
            counters.remove(&began.id()).as_ref(),
            Some(&began),
            "no record of {began:?}"
        );
        let key = (began.day, began.counter.clone());
        if let Some((of, ended_at)) = last.replace((key.clone(), row.get::<_, Option<i64>>(6).unwrap())) {
            let expected = (of == key).then_some(began.began_at.timestamp());
            assert_eq!(ended_at, expected, "a state ends when the next begins: {began:?}");
        }
    }
    assert_eq!(counters, BTreeMap::new(), "records without a counter's state");

    let mut ratings = records::<Rating>(&conn, "rating");
    for (id, rating) in stored_ratings(&conn) {
        assert!(ratings.insert(id, rating).is_none(), "a rating is here and has left");
    }
    Facts { visits, ratings }
}

/// The rows of the table, each with all its columns and read without the store's own code.
pub fn stored_ratings(conn: &Connection) -> BTreeMap<String, Rating> {
    let mut query = conn
        .prepare(
            "SELECT id, json_object('id', id, 'bucket', bucket, 'face', face, 'queue', queue,
                 'repeated', json(iif(repeated, 'true', 'false')), 'reasons', json(reasons), 'answers', json(answers))
             FROM ratings",
        )
        .unwrap();
    let rows = query.query_map([], |row| {
        Ok((row.get(0)?, serde_json::from_str(&row.get::<_, String>(1)?).unwrap()))
    });
    rows.unwrap().map(Result::unwrap).collect()
}
