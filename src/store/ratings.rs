//! Ratings on the kiosk, kept so that the file tells neither their order nor a time finer than their bucket.
//!
//! A table without rowids is not enough: inside a page SQLite lays rows down in the order of their insertion, and an
//! amended row moves. So every change writes the whole table anew, in the order of the random ids, in one transaction.
//! It holds the open bucket alone, some hundred small rows. The write-ahead log would tell the order too: it is emptied
//! after each change. When a bucket has closed, its ratings move to the outbox in random order, final.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use rand::seq::SliceRandom;
use rusqlite::{Connection, Row, params, types::Type};
use serde::de::DeserializeOwned;

use super::{Store, StoreError, outbox, settings};
use crate::{
    feedback::{Bucket, Face, Rating, RatingId, Remarks},
    protocol::record::kind,
    queue::day::wall_time,
};

/// One touch of a face: a whole rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tap {
    pub face: Face,
    /// When the screen was touched, on the kiosk's monotonic clock. It is not stored.
    pub touched: Duration,
}

impl Store {
    /// Records a rating and gives it back as it is stored.
    pub fn rate(&mut self, tap: &Tap, now: DateTime<Utc>) -> Result<Rating, StoreError> {
        let repeated = self.repeats.is_repeated(tap.touched);
        let id = RatingId::random(&mut rand::rng());
        let stored = self.db.transaction(|tx, config| {
            let (_, wall) = wall_time(settings::lobby_day(tx)?, config.zone, now);
            let rating = Rating {
                id,
                bucket: Bucket::at(wall, config.bucket_hours),
                face: tap.face,
                repeated,
                remarks: Remarks::default(),
            };
            let mut ratings = read_all(tx)?;
            ratings.push(rating);
            write_all(tx, ratings)?;
            Ok(read(tx, id)?)
        })?;
        self.db.forget_order();
        Ok(stored)
    }

    /// Adds to a rating what its visitor says after the tap, in place of what was said before, and gives it back as it
    /// is stored. A rating that has left stays as it was.
    pub fn amend_rating(&mut self, id: RatingId, remarks: &Remarks) -> Result<Rating, StoreError> {
        let stored = self.db.transaction(|tx, _| {
            let mut ratings = read_all(tx)?;
            let rating = ratings
                .iter_mut()
                .find(|rating| rating.id == id)
                .ok_or(StoreError::RatingGone)?;
            rating.remarks = remarks.clone();
            write_all(tx, ratings)?;
            Ok(read(tx, id)?)
        })?;
        self.db.forget_order();
        Ok(stored)
    }

    /// Moves the ratings of closed buckets to the outbox and says how many. To be called every few minutes.
    pub fn close_buckets(&mut self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let moved = self.db.transaction(|tx, config| {
            let (_, wall) = wall_time(settings::lobby_day(tx)?, config.zone, now);
            let (mut closed, open) = split(read_all(tx)?, wall);
            if closed.is_empty() {
                return Ok(0);
            }
            closed.shuffle(&mut rand::rng());
            for rating in &closed {
                outbox::append(tx, kind::RATING, &rating.id.to_string(), rating)?;
            }
            write_all(tx, open)?;
            Ok(closed.len())
        })?;
        self.wrote(moved);
        if moved > 0 {
            self.db.forget_order();
        }
        Ok(moved)
    }
}

/// Those of closed buckets, and the others.
fn split(ratings: Vec<Rating>, wall: NaiveDateTime) -> (Vec<Rating>, Vec<Rating>) {
    ratings.into_iter().partition(|rating| rating.bucket.is_closed(wall))
}

const COLUMNS: &str = "id, bucket, face, repeated, queue, reasons, answers";

fn read(conn: &Connection, id: RatingId) -> rusqlite::Result<Rating> {
    conn.query_row(
        &format!("SELECT {COLUMNS} FROM ratings WHERE id = ?1"),
        [id.to_string()],
        from_row,
    )
}

/// All that can be read: one row that the disk has spoilt must not stand in the way of every other.
fn read_all(conn: &Connection) -> rusqlite::Result<Vec<Rating>> {
    let mut query = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM ratings"))?;
    let mut rows = query.query([])?;
    let mut ratings = Vec::new();
    while let Some(row) = rows.next()? {
        match from_row(row) {
            Ok(rating) => ratings.push(rating),
            Err(error) => tracing::error!(%error, "a rating can't be read and is given up"),
        }
    }
    Ok(ratings)
}

/// Writes the table anew in the order of the ids.
fn write_all(conn: &Connection, mut ratings: Vec<Rating>) -> rusqlite::Result<()> {
    ratings.sort_unstable_by_key(|rating| rating.id);
    conn.execute("DELETE FROM ratings", [])?;
    let mut insert = conn.prepare_cached(&format!(
        "INSERT INTO ratings ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    ))?;
    for Rating {
        id,
        bucket,
        face,
        repeated,
        remarks,
    } in ratings
    {
        insert.execute(params![
            id.to_string(),
            bucket.to_string(),
            u8::from(face),
            repeated,
            remarks.queue,
            outbox::json(&remarks.reasons)?,
            outbox::json(&remarks.answers)?,
        ])?;
    }
    Ok(())
}

fn from_row(row: &Row) -> rusqlite::Result<Rating> {
    Ok(Rating {
        id: parsed(row, 0)?,
        bucket: parsed(row, 1)?,
        face: Face::try_from(row.get::<_, u8>(2)?).map_err(|error| unreadable(2, error))?,
        repeated: row.get(3)?,
        remarks: Remarks {
            queue: row.get(4)?,
            reasons: from_json(row, 5)?,
            answers: from_json(row, 6)?,
        },
    })
}

fn parsed<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    row: &Row,
    column: usize,
) -> rusqlite::Result<T> {
    row.get::<_, String>(column)?
        .parse()
        .map_err(|error| unreadable(column, error))
}

fn from_json<T: DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|error| unreadable(column, error))
}

fn unreadable(column: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}
