//! See [`Audit`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Row;

use super::{
    Postgres, rows,
    statements::{Values, execute, query},
};
use crate::server::store::{
    Result,
    audit::{Act, Actor, Audit, Entry},
};

#[async_trait]
impl Audit for Postgres {
    async fn audit_log(&self, before: Option<i64>, limit: u32) -> Result<Vec<Entry>> {
        let found = query(
            &self.connection().await?,
            "SELECT id, at, actor, act, subject, detail FROM audit WHERE $1::BIGINT IS NULL OR id < $1
             ORDER BY id DESC LIMIT $2",
            &[&before, &i64::from(limit)],
        )
        .await?;
        let entry = |row: &Row| {
            Ok(Entry {
                id: row.try_get("id")?,
                at: rows::time(row, "at")?,
                actor: row.try_get("actor")?,
                act: row.try_get("act")?,
                subject: row.try_get("subject")?,
                detail: row.try_get("detail")?,
            })
        };
        found.iter().map(entry).collect()
    }
}

/// Writes an entry in the transaction of what it tells.
pub(super) async fn note(
    tx: &Transaction<'_>,
    actor: &Actor,
    act: Act,
    subject: &str,
    detail: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let insert = "INSERT INTO audit (at, actor, act, subject, detail) VALUES ($1, $2, $3, $4, $5)";
    let values: Values = &[&now.timestamp(), &actor.name(), &act.name(), &subject, &detail];
    execute(tx, insert, values).await.map(drop)
}
