//! Numbering: the counter of each queue and day in the database, and a side file that outlives it.
//!
//! The side file `numbers.json` says up to which hundred each queue's numbers of the day may have been given. It is on
//! the disk before the first number of a hundred is. When the database is damaged so badly that its numbers can't be
//! read, numbering goes on from the next hundred: a gap, but never the same number twice.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{blocks, settings};
use crate::{durable, queue::day::LobbyDay};

const STEP: u32 = 100;

/// The side file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Reserved {
    #[serde(skip)]
    path: PathBuf,
    today: Option<LobbyDay>,
    /// The last number that each queue may have given.
    queues: BTreeMap<String, u32>,
}

impl Reserved {
    /// Reads the side file of `dir`. One that is missing or unreadable reserves nothing: it is needed only beside a
    /// database that can't be read either.
    pub fn read(dir: &Path) -> Self {
        let path = dir.join("numbers.json");
        let text = fs::read_to_string(&path).unwrap_or_default();
        Self {
            path,
            ..serde_json::from_str(&text).unwrap_or_default()
        }
    }

    pub fn is_empty(&self) -> bool {
        self.queues.is_empty()
    }

    /// Makes sure that `seq` of `queue` is reserved on the disk.
    pub fn reserve(&mut self, today: LobbyDay, queue: &str, seq: u32) -> io::Result<()> {
        let same_day = self.today.is_some_and(|last| last.day == today.day);
        if same_day && self.queues.get(queue).is_some_and(|reserved| seq <= *reserved) {
            return Ok(());
        }
        let mut next = Self {
            path: self.path.clone(),
            today: Some(today),
            queues: BTreeMap::new(),
        };
        if same_day {
            next.queues.clone_from(&self.queues);
        }
        next.queues.insert(queue.to_owned(), seq.div_ceil(STEP) * STEP);
        durable::replace(&next.path, &serde_json::to_vec(&next)?, 0o644)?;
        *self = next;
        Ok(())
    }

    /// Gives a new database the day, where it knows no later one, and lets its counters go on behind all that is
    /// reserved unless the numbers given are `known`.
    pub fn seed(&self, conn: &Connection, lobby: &str, known: bool) -> rusqlite::Result<()> {
        let Some(today) = self.today else { return Ok(()) };
        if settings::lobby_day(conn)?.is_none_or(|stored| stored.day < today.day) {
            settings::set_lobby_day(conn, &today)?;
        }
        for (queue, last) in self.queues.iter().filter(|_| !known) {
            at_least(conn, lobby, &today.day.to_string(), queue, *last)?;
        }
        Ok(())
    }
}

/// Takes the next number of the queue and day that is in no block given away.
pub(super) fn next(conn: &Connection, lobby: &str, day: NaiveDate, queue: &str) -> rusqlite::Result<u32> {
    loop {
        let number = count_on(conn, lobby, day, queue)?;
        match blocks::around(conn, lobby, day, queue, number)? {
            Some(last) => at_least(conn, lobby, &day.to_string(), queue, last)?,
            None => return Ok(number),
        }
    }
}

fn count_on(conn: &Connection, lobby: &str, day: NaiveDate, queue: &str) -> rusqlite::Result<u32> {
    let mut take = conn.prepare_cached(
        "INSERT INTO numbers (lobby, day, queue, last) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
    )?;
    take.query_row(params![lobby, day.to_string(), queue], |row| row.get(0))
}

/// The last number of the queue and day that was taken in its turn; 0 before the first.
pub(super) fn last(conn: &Connection, lobby: &str, day: NaiveDate, queue: &str) -> rusqlite::Result<u32> {
    let mut query = conn.prepare_cached("SELECT last FROM numbers WHERE lobby = ?1 AND day = ?2 AND queue = ?3")?;
    let last = query.query_row(params![lobby, day.to_string(), queue], |row| row.get(0));
    last.optional().map(Option::unwrap_or_default)
}

/// Lets numbering go on behind `last`, where it is not there yet.
pub(super) fn at_least(conn: &Connection, lobby: &str, day: &str, queue: &str, last: u32) -> rusqlite::Result<()> {
    let sql = "INSERT INTO numbers (lobby, day, queue, last) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT DO UPDATE SET last = max(last, excluded.last)";
    conn.execute(sql, params![lobby, day, queue, last]).map(|_| ())
}
