//! Records for the server: each written in the transaction that writes the fact it tells of, and taken out on the
//! server's own word alone.
//!
//! They leave in the order of their positions. A position itself never does: it would tell between which tickets a bucket
//! was closed. Ratings were given theirs in random order, so they leave in that.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Store, StoreConfig, StoreError, settings};
use crate::{
    protocol::{
        batch::{Reason, Verdict},
        record::{Hash, MAX_PAYLOAD, Record},
    },
    queue::day::{LobbyDay, wall_time},
};

/// A record takes no more bytes of a batch than its payload, kind and id, and this.
const ENVELOPE: usize = 128;

/// How much a batch may hold.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    pub records: usize,
    pub bytes: usize,
}

/// Where a record stands that was sent, and with which bytes.
#[derive(Debug, Clone)]
pub struct Place {
    position: i64,
    sha256: Hash,
}

/// What waits for the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboxNow {
    pub waiting: u64,
    /// When the oldest record was written; of a rating, its day.
    pub oldest: Option<String>,
    /// Records kept for staff, see [`Store::settle`].
    pub set_aside: u64,
}

/// Counted once at the opening and kept up to date, since a backlog of months takes long to count.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Depth {
    pub waiting: u64,
    pub set_aside: u64,
}

impl Depth {
    pub fn count(conn: &Connection) -> rusqlite::Result<Self> {
        let count = |table| conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
        Ok(Self {
            waiting: count("outbox")?,
            set_aside: count("set_aside")?,
        })
    }
}

impl Store {
    /// The records that leave next, oldest first. One that can't travel is set aside and stands in nobody's way.
    pub fn next_batch(&mut self, room: Room, now: DateTime<Utc>) -> Result<Vec<(Place, Record)>, StoreError> {
        let (batch, unfit) = self.db.transaction(|tx, config| {
            let (batch, unfit) = read_front(tx, room)?;
            if !unfit.is_empty() {
                let day = today(tx, config, now)?;
                for (place, reason, detail) in &unfit {
                    set_aside(tx, place, *reason, detail, day)?;
                    take_out(tx, place)?;
                }
            }
            Ok((batch, unfit.len()))
        })?;
        self.set_aside(unfit);
        Ok(batch)
    }

    /// Does with records that were sent as the server has said: those that it has are taken out, those that it rejects
    /// are set aside for staff. What has changed since it was sent stays.
    ///
    /// The write-ahead log may keep what this leaves in it: of ratings it tells when they left and in which order, which
    /// is the random one that they were given, and nothing of their taps.
    pub fn settle(&mut self, verdicts: &[(Place, Verdict)], now: DateTime<Utc>) -> Result<(), StoreError> {
        let (kept, rejected) = self.db.transaction(|tx, config| {
            let day = today(tx, config, now)?;
            let (mut kept, mut rejected) = (0, 0);
            for (place, verdict) in verdicts {
                match verdict {
                    Verdict::Accepted | Verdict::Duplicate => kept += take_out(tx, place)?,
                    Verdict::Rejected { reason, detail } => {
                        set_aside(tx, place, *reason, detail, day)?;
                        rejected += take_out(tx, place)?;
                    }
                }
            }
            Ok((kept, rejected))
        })?;
        self.depth.waiting = self.depth.waiting.saturating_sub(kept as u64);
        self.set_aside(rejected);
        Ok(())
    }

    /// How much waits for the server, and since when.
    pub fn outbox_now(&mut self) -> Result<OutboxNow, StoreError> {
        let Depth { waiting, set_aside } = self.depth;
        let oldest = self.db.read(oldest)?;
        Ok(OutboxNow {
            waiting,
            oldest,
            set_aside,
        })
    }

    /// Takes note of new records, now that they are on the disk.
    pub(super) fn wrote(&mut self, records: usize) {
        self.depth.waiting += records as u64;
        self.written |= records > 0;
        self.changed |= records > 0;
    }

    fn set_aside(&mut self, records: usize) {
        self.depth.waiting = self.depth.waiting.saturating_sub(records as u64);
        self.depth.set_aside += records as u64;
    }
}

/// Appends a record. Its hash tells the same record sent twice from another one under the same id.
pub(super) fn append(conn: &Connection, kind: &str, id: &str, record: &impl Serialize) -> rusqlite::Result<()> {
    let payload = json(record)?;
    let hash = Hash::of(payload.as_bytes());
    let mut insert = conn.prepare_cached("INSERT INTO outbox (kind, id, payload, sha256) VALUES (?1, ?2, ?3, ?4)")?;
    insert.execute(params![kind, id, payload, hash.0]).map(|_| ())
}

/// `value` as a JSON text for a column.
pub(super) fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// The records in front: those that can travel, and those that can't with the reason why.
type Front = (Vec<(Place, Record)>, Vec<(Place, Reason, String)>);

/// Reads from the front until the room is full; of a payload that is too long no more than its length.
fn read_front(conn: &Connection, room: Room) -> rusqlite::Result<Front> {
    let mut query = conn.prepare_cached(
        "SELECT position, sha256, octet_length(payload), kind, id, iif(octet_length(payload) <= ?1, payload, NULL)
         FROM outbox ORDER BY position LIMIT ?2",
    )?;
    let mut rows = query.query(params![MAX_PAYLOAD, room.records])?;
    let (mut batch, mut unfit, mut bytes) = (Vec::new(), Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let place = Place {
            position: row.get(0)?,
            sha256: Hash(row.get(1)?),
        };
        let length: usize = row.get(2)?;
        if length > MAX_PAYLOAD {
            let detail = format!("{length} bytes, where {MAX_PAYLOAD} are the most");
            unfit.push((place, Reason::TooLarge, detail));
            continue;
        }
        match record(row, place.sha256) {
            Ok(record) => {
                bytes += record.kind.len() + record.id.len() + length + ENVELOPE;
                if bytes > room.bytes && !batch.is_empty() {
                    break;
                }
                batch.push((place, record));
            }
            // The disk has spoilt it.
            Err(error) => unfit.push((place, Reason::Malformed, error.to_string())),
        }
    }
    Ok((batch, unfit))
}

fn record(row: &Row, sha256: Hash) -> Result<Record, Box<dyn std::error::Error>> {
    Ok(Record {
        kind: row.get(3)?,
        id: row.get(4)?,
        sha256,
        payload: RawValue::from_string(row.get(5)?)?,
    })
}

fn take_out(conn: &Connection, place: &Place) -> rusqlite::Result<usize> {
    let mut delete = conn.prepare_cached("DELETE FROM outbox WHERE position = ?1 AND sha256 = ?2")?;
    delete.execute(params![place.position, place.sha256.0])
}

/// Copies a record to where staff find it.
fn set_aside(conn: &Connection, place: &Place, reason: Reason, detail: &str, day: NaiveDate) -> rusqlite::Result<()> {
    let mut copy = conn.prepare_cached(
        "INSERT INTO set_aside (kind, id, sha256, payload, reason, detail, day)
         SELECT kind, id, sha256, payload, ?3, ?4, ?5 FROM outbox WHERE position = ?1 AND sha256 = ?2
         ON CONFLICT DO NOTHING",
    )?;
    let Place { position, sha256 } = place;
    copy.execute(params![position, sha256.0, reason.name(), detail, day.to_string()])
        .map(|_| ())
}

/// The lobby's day.
pub(super) fn today(conn: &Connection, config: &StoreConfig, now: DateTime<Utc>) -> rusqlite::Result<NaiveDate> {
    lobby_day(conn, config, now).map(|today| today.day)
}

/// The same, with the clock's.
pub(super) fn lobby_day(conn: &Connection, config: &StoreConfig, now: DateTime<Utc>) -> rusqlite::Result<LobbyDay> {
    Ok(wall_time(settings::lobby_day(conn)?, config.zone, now).0)
}

/// What the record in front says of its time.
fn oldest(conn: &Connection) -> rusqlite::Result<Option<String>> {
    let mut query = conn.prepare_cached(
        "SELECT coalesce(payload ->> 'issued_at', payload ->> 'began_at', substr(payload ->> 'bucket', 1, 10))
         FROM (SELECT payload FROM outbox ORDER BY position LIMIT 1) WHERE json_valid(payload)",
    )?;
    query.query_row([], |row| row.get(0)).optional().map(Option::flatten)
}
