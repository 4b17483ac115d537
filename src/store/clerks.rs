//! Who may sign in at the counters, where the municipality wants that. Who works where is not kept.

use std::fmt;

use rusqlite::{OptionalExtension, Row, types::Type};

use super::{Store, StoreError};
use crate::pin::PinHash;

#[derive(Clone, PartialEq, Eq)]
pub struct Clerk {
    pub id: i64,
    /// Initials or a work number, as the municipality has chosen.
    pub label: String,
    pub pin: PinHash,
}

/// Who it is stands in no log.
impl fmt::Debug for Clerk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clerk(…)")
    }
}

impl Store {
    /// Adds a clerk, or gives the one of that label another PIN. Says which clerk that is.
    pub fn set_clerk(&mut self, label: &str, pin: &PinHash) -> Result<i64, StoreError> {
        self.db.transaction(|tx, _| {
            let sql = "INSERT INTO clerks (label, pin) VALUES (?1, ?2)
                ON CONFLICT (label) DO UPDATE SET pin = excluded.pin RETURNING id";
            Ok(tx.query_row(sql, [label, &String::from(pin.clone())], |row| row.get(0))?)
        })
    }

    /// Every clerk, by label.
    pub fn clerks(&mut self) -> Result<Vec<Clerk>, StoreError> {
        self.db.read(|conn| {
            let mut query = conn.prepare_cached("SELECT id, label, pin FROM clerks ORDER BY label")?;
            let rows = query.query_map([], clerk)?;
            rows.collect()
        })
    }

    pub fn clerk(&mut self, id: i64) -> Result<Option<Clerk>, StoreError> {
        self.db.read(|conn| {
            let mut query = conn.prepare_cached("SELECT id, label, pin FROM clerks WHERE id = ?1")?;
            query.query_row([id], clerk).optional()
        })
    }

    /// Removes the clerk of that label, and says which it was. None: there is none.
    pub fn remove_clerk(&mut self, label: &str) -> Result<Option<i64>, StoreError> {
        self.db.transaction(|tx, _| {
            let sql = "DELETE FROM clerks WHERE label = ?1 RETURNING id";
            Ok(tx.query_row(sql, [label], |row| row.get(0)).optional()?)
        })
    }
}

fn clerk(row: &Row) -> rusqlite::Result<Clerk> {
    let pin = PinHash::try_from(row.get::<_, String>(2)?);
    Ok(Clerk {
        id: row.get(0)?,
        label: row.get(1)?,
        pin: pin.map_err(|error| rusqlite::Error::FromSqlConversionFailure(2, Type::Text, Box::new(error)))?,
    })
}
