//! See [`Audit`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};

use super::{Sqlite, rows};
use crate::server::store::{
    Result,
    audit::{Act, Actor, Audit, Entry},
};

#[async_trait]
impl Audit for Sqlite {
    async fn audit_log(&self, before: Option<i64>, limit: u32) -> Result<Vec<Entry>> {
        self.read(move |tx| {
            let mut query =
                tx.prepare_cached("SELECT * FROM audit WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2")?;
            let entries = query.query_map(params![before, limit], |row| {
                Ok(Entry {
                    id: row.get("id")?,
                    at: rows::time(row, "at")?,
                    actor: row.get("actor")?,
                    act: row.get("act")?,
                    subject: row.get("subject")?,
                    detail: row.get("detail")?,
                })
            })?;
            entries.collect()
        })
        .await
    }
}

/// Writes an entry in the transaction of what it tells.
pub(super) fn note(
    tx: &Transaction,
    actor: &Actor,
    act: Act,
    subject: &str,
    detail: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let mut insert =
        tx.prepare_cached("INSERT INTO audit (at, actor, act, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    insert
        .execute(params![now.timestamp(), actor.name(), act.name(), subject, detail])
        .map(drop)
}
