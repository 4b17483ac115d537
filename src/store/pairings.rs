//! Which browsers are paired with which counter. Codes and tokens are kept as hashes.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError, visits};
use crate::{
    protocol::{
        record::Hash,
        secret::{PairingCode, Token},
    },
    queue::counter::KIOSK,
};

/// A code is good for so long, and once.
const CODE_LASTS: TimeDelta = TimeDelta::minutes(10);

/// A browser at a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing {
    pub id: i64,
    pub counter: String,
    pub paired_at: DateTime<Utc>,
}

impl Store {
    /// Offers a code that pairs a browser with `counter`; the counter's earlier offer ends. Says until when it is good.
    pub fn offer_pairing(
        &mut self,
        counter: &str,
        code: &PairingCode,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, StoreError> {
        self.db.transaction(|tx, _| {
            let sql = "DELETE FROM pairing_codes WHERE counter = ?1 OR expires_at <= ?2";
            tx.execute(sql, params![counter, now.timestamp()])?;
            let sql = "INSERT INTO pairing_codes (sha256, counter, expires_at) VALUES (?1, ?2, ?3)";
            let expires_at = now + CODE_LASTS;
            tx.execute(sql, params![code.hash().0, counter, expires_at.timestamp()])?;
            Ok(expires_at)
        })
    }

    /// Uses the code up and keeps the browser's token. None: there is no such code, or no longer.
    pub fn pair(
        &mut self,
        code: &PairingCode,
        token: &Token,
        now: DateTime<Utc>,
    ) -> Result<Option<Pairing>, StoreError> {
        self.use_up("<>", code, token, now)
    }

    /// The same, of a further kiosk.
    pub fn pair_kiosk(
        &mut self,
        code: &PairingCode,
        token: &Token,
        now: DateTime<Utc>,
    ) -> Result<Option<Pairing>, StoreError> {
        self.use_up("=", code, token, now)
    }

    /// `compared` to a further kiosk's, the code is one of those that are meant.
    fn use_up(
        &mut self,
        compared: &str,
        code: &PairingCode,
        token: &Token,
        now: DateTime<Utc>,
    ) -> Result<Option<Pairing>, StoreError> {
        self.db.transaction(|tx, _| {
            let sql = format!(
                "DELETE FROM pairing_codes WHERE sha256 = ?1 AND counter {compared} ?2 RETURNING counter, expires_at"
            );
            let offer = tx.query_row(&sql, params![code.hash().0, KIOSK], |row| {
                Ok((row.get(0)?, visits::time(row, 1)?))
            });
            let Some((counter, expires_at)) = offer.optional()? else {
                return Ok(None);
            };
            if expires_at <= now {
                return Ok(None);
            }
            let sql = "INSERT INTO pairings (counter, token, paired_at) VALUES (?1, ?2, ?3)";
            tx.execute(sql, params![counter, token.hash().0, now.timestamp()])?;
            let pairing = Pairing {
                id: tx.last_insert_rowid(),
                counter,
                paired_at: now,
            };
            Ok(Some(pairing))
        })
    }

    /// The pairing of the browser that shows a token of that hash.
    pub fn pairing(&mut self, token: &Hash) -> Result<Option<Pairing>, StoreError> {
        self.db.read(|conn| {
            let mut query = conn.prepare_cached("SELECT id, counter, paired_at FROM pairings WHERE token = ?1")?;
            query.query_row([token.0], pairing).optional()
        })
    }

    /// Every pairing, the oldest first.
    pub fn pairings(&mut self) -> Result<Vec<Pairing>, StoreError> {
        self.db.read(|conn| {
            let mut query = conn.prepare_cached("SELECT id, counter, paired_at FROM pairings ORDER BY id")?;
            let rows = query.query_map([], pairing)?;
            rows.collect()
        })
    }

    /// The browser is the counter's no longer. Says whether there was such a pairing.
    pub fn revoke_pairing(&mut self, id: i64) -> Result<bool, StoreError> {
        let revoked = self
            .db
            .transaction(|tx, _| Ok(tx.execute("DELETE FROM pairings WHERE id = ?1", [id])? > 0))?;
        self.changed |= revoked;
        Ok(revoked)
    }
}

fn pairing(row: &rusqlite::Row) -> rusqlite::Result<Pairing> {
    Ok(Pairing {
        id: row.get(0)?,
        counter: row.get(1)?,
        paired_at: visits::time(row, 2)?,
    })
}
