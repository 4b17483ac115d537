//! Numbers for the time when a further kiosk can't reach the hub, by the block: given away at the hub, which from then on
//! never issues them, and held at that kiosk.
//!
//! Blocks begin far behind the numbers that are issued in their turn, so that on a day without an outage those have no gap.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError, db::Refusal, numbers, outbox};
use crate::protocol::hub::Block;

/// The first number that a block can have.
const FIRST: u32 = 501;
/// Numbers in a block: what a queue issues in an hour or two.
const LENGTH: u32 = 20;

impl Store {
    /// The hub's: gives a block of `queue` away. The same `key` is the same block.
    pub fn give_block(&mut self, key: &str, queue: &str, now: DateTime<Utc>) -> Result<Block, StoreError> {
        let reserved = &mut self.reserved;
        self.db.transaction(|tx, config| {
            let today = outbox::lobby_day(tx, config, now)?;
            if let Some(block) = given(tx, key)? {
                return Ok(block);
            }
            let behind = last_given(tx, &config.lobby, today.day, queue)?
                .max(numbers::last(tx, &config.lobby, today.day, queue)?)
                .max(FIRST - 1);
            let block = Block {
                key: key.to_owned(),
                day: today.day,
                queue: queue.to_owned(),
                first: behind + 1,
                last: behind + LENGTH,
            };
            reserved
                .reserve(today, queue, block.last)
                .map_err(StoreError::folder("numbers.json"))?;
            tx.execute(
                "INSERT INTO blocks (key, lobby, day, queue, first, last) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![key, config.lobby, today.day.to_string(), queue, block.first, block.last],
            )?;
            Ok(block)
        })
    }

    /// The further kiosk's: keeps a block that the hub has given.
    pub fn hold_block(&mut self, block: &Block) -> Result<(), StoreError> {
        self.db.transaction(|tx, _| {
            let day = block.day.to_string();
            tx.execute("DELETE FROM held_numbers WHERE day < ?1", [&day])?;
            tx.execute(
                "INSERT INTO held_numbers (key, day, queue, next, last) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
                params![block.key, day, block.queue, block.first, block.last],
            )?;
            Ok(())
        })
    }

    /// The further kiosk's: how many numbers of `queue` it holds for today.
    pub fn numbers_held(&mut self, queue: &str, now: DateTime<Utc>) -> Result<u32, StoreError> {
        self.db.transaction(|tx, config| {
            let day = outbox::today(tx, config, now)?.to_string();
            let sql = "SELECT coalesce(sum(last - next + 1), 0) FROM held_numbers WHERE day = ?1 AND queue = ?2";
            Ok(tx.query_row(sql, [&day, queue], |row| row.get(0))?)
        })
    }
}

/// Takes a number that this kiosk holds; none when they are used up.
pub(super) fn take_held(conn: &Connection, day: NaiveDate, queue: &str) -> Result<Option<u32>, Refusal> {
    let mut take = conn.prepare_cached(
        "UPDATE held_numbers SET next = next + 1
         WHERE key = (SELECT key FROM held_numbers WHERE day = ?1 AND queue = ?2 AND next <= last
                      ORDER BY next LIMIT 1)
         RETURNING next - 1",
    )?;
    Ok(take
        .query_row(params![day.to_string(), queue], |row| row.get(0))
        .optional()?)
}

/// The last number of the block that has `number`; none where it was never given away.
pub(super) fn around(
    conn: &Connection,
    lobby: &str,
    day: NaiveDate,
    queue: &str,
    number: u32,
) -> rusqlite::Result<Option<u32>> {
    if number < FIRST {
        return Ok(None);
    }
    let mut query = conn.prepare_cached(
        "SELECT last FROM blocks WHERE lobby = ?1 AND day = ?2 AND queue = ?3 AND first <= ?4 AND last >= ?4",
    )?;
    let found = query.query_row(params![lobby, day.to_string(), queue, number], |row| row.get(0));
    found.optional()
}

fn given(conn: &Connection, key: &str) -> rusqlite::Result<Option<Block>> {
    let mut query = conn.prepare_cached("SELECT day, queue, first, last FROM blocks WHERE key = ?1")?;
    let block = query.query_row([key], |row| {
        Ok(Block {
            key: key.to_owned(),
            day: super::visits::parsed(row, 0)?,
            queue: row.get(1)?,
            first: row.get(2)?,
            last: row.get(3)?,
        })
    });
    block.optional()
}

fn last_given(conn: &Connection, lobby: &str, day: NaiveDate, queue: &str) -> rusqlite::Result<u32> {
    let mut query =
        conn.prepare_cached("SELECT coalesce(max(last), 0) FROM blocks WHERE lobby = ?1 AND day = ?2 AND queue = ?3")?;
    query.query_row(params![lobby, day.to_string(), queue], |row| row.get(0))
}
