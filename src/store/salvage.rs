//! What can still be read of a damaged database, row by row.

use std::{collections::BTreeSet, path::Path};

use rusqlite::{Connection, OpenFlags, Transaction, types::Value};

use super::{Saved, StoreError, db::Db, numbers, numbers::Reserved};

/// Parents before children, each with its key: rows are read in its order from both ends, up to the damage. The numbers that
/// a further kiosk holds are left behind: a damaged page might say that one is free which is not, and the hub has more.
const TABLES: [(&str, &[&str]); 17] = [
    ("settings", &["key"]),
    ("numbers", &["lobby", "day", "queue"]),
    ("visits", &["id"]),
    ("periods", &["visit", "ordinal"]),
    ("ratings", &["id"]),
    ("outbox", &["position"]),
    ("set_aside", &["kind", "id", "sha256"]),
    ("calls", &["id"]),
    ("counter_periods", &["lobby", "day", "counter", "ordinal"]),
    ("appointments", &["lobby", "day", "code"]),
    ("pairing_codes", &["sha256"]),
    ("pairings", &["id"]),
    ("prints", &["visit"]),
    ("clerks", &["id"]),
    ("blocks", &["key"]),
    ("withdrawn", &["code"]),
    ("hand_ins", &["position"]),
];

/// Those that the first version did not have.
const NEWER: [&str; 11] = [
    "set_aside",
    "calls",
    "counter_periods",
    "appointments",
    "pairing_codes",
    "pairings",
    "prints",
    "clerks",
    "blocks",
    "withdrawn",
    "hand_ins",
];

/// Fills the new database with what can be read of the `old` one. Where the numbers given can't be, numbering goes on
/// behind all that the side file has reserved.
pub(super) fn bring_over(old: Option<&Path>, new: &mut Db, reserved: &Reserved) -> Result<Saved, StoreError> {
    let old = old.and_then(|path| Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok());
    new.transaction(|tx, config| {
        let mut whole = BTreeSet::new();
        for (table, key) in TABLES {
            let copied = old
                .as_ref()
                .is_some_and(|old| copy_table(old, tx, table, key).is_ok() || is_newer(old, table));
            whole.extend(copied.then_some(table));
        }
        numbers_behind_visits(tx)?;
        let numbers = whole.contains("numbers");
        reserved.seed(tx, &config.lobby, numbers)?;
        let count = |table| tx.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
        Ok(Saved {
            visits: count("visits")?,
            ratings: count("ratings")?,
            outbox: count("outbox")?,
            all: whole.len() == TABLES.len(),
            numbers,
        })
    })
}

/// Copies from the front and, where that breaks off, from the back.
fn copy_table(old: &Connection, new: &Transaction, table: &str, key: &[&str]) -> rusqlite::Result<()> {
    let front = copy_rows(old, new, table, &key.join(", "));
    if front.is_err() {
        // What the front had already is ignored; the damage itself is met again.
        let _ = copy_rows(old, new, table, &format!("{} DESC", key.join(" DESC, ")));
    }
    front
}

/// Whether the table came with a later version than the one that wrote the `old` database, which has the others.
fn is_newer(old: &Connection, table: &str) -> bool {
    let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('outbox', ?1)";
    NEWER.contains(&table) && old.query_row(sql, [table], |row| row.get(0)) == Ok(1)
}

fn copy_rows(old: &Connection, new: &Transaction, table: &str, order: &str) -> rusqlite::Result<()> {
    let mut select = old.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
    let columns = select.column_names().collect::<Vec<_>>().join(", ");
    let places = vec!["?"; select.column_count()].join(", ");
    let mut insert = new.prepare(&format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})"))?;
    let width = select.column_count();
    let mut rows = select.query([])?;
    let mut refused = Ok(());
    while let Some(row) = rows.next()? {
        let values: rusqlite::Result<Vec<Value>> = (0..width).map(|column| row.get(column)).collect();
        let copied = values.and_then(|values| insert.execute(rusqlite::params_from_iter(values)));
        refused = refused.and(copied.map(|_| ()));
    }
    refused
}

/// The counters go on behind every visit that came over.
fn numbers_behind_visits(tx: &Transaction) -> rusqlite::Result<()> {
    let mut query = tx.prepare("SELECT lobby, day, queue, max(seq) FROM visits GROUP BY lobby, day, queue")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (lobby, day, queue): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        numbers::at_least(tx, &lobby, &day, &queue, row.get(3)?)?;
    }
    Ok(())
}
