//! Small things to remember, by name.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::queue::{day::LobbyDay, line::Paused};

/// The lobby's day; it changes with the first ticket of a day.
const LOBBY_DAY: &str = "lobby_day";

/// The queues that issue no tickets until they are resumed, by id.
const PAUSED_QUEUES: &str = "paused_queues";

fn get(conn: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    let mut query = conn.prepare_cached("SELECT value FROM settings WHERE key = ?1")?;
    query.query_row([key], |row| row.get(0)).optional()
}

fn set(conn: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?;
    insert.execute(params![key, value]).map(|_| ())
}

/// The lobby's day, unless nothing was issued yet.
pub(super) fn lobby_day(conn: &Connection) -> rusqlite::Result<Option<LobbyDay>> {
    let text = get(conn, LOBBY_DAY)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

pub(super) fn set_lobby_day(conn: &Connection, day: &LobbyDay) -> rusqlite::Result<()> {
    set(conn, LOBBY_DAY, &super::outbox::json(day)?)
}

/// The queues that are paused.
pub(super) fn paused_queues(conn: &Connection) -> rusqlite::Result<BTreeMap<String, Paused>> {
    let text = get(conn, PAUSED_QUEUES)?;
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

pub(super) fn set_paused_queues(conn: &Connection, queues: &BTreeMap<String, Paused>) -> rusqlite::Result<()> {
    set(conn, PAUSED_QUEUES, &super::outbox::json(queues)?)
}
