//! See [`Intake`].
//!
//! A batch is kept set by set: one statement for all its visits, one for its periods, and so on, whatever their number.

mod heartbeats;
mod keeper;
mod tables;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio_postgres::Row;

use self::keeper::Keeper;
use super::{Postgres, rows, statements::query};
use crate::{
    protocol::batch::Verdict,
    server::{
        intake::Incoming,
        store::{
            Result,
            devices::Device,
            intake::{Intake, Refused},
        },
    },
};

#[async_trait]
impl Intake for Postgres {
    async fn accept_batch(&self, device: &Device, batch: &[Incoming], now: DateTime<Utc>) -> Result<Vec<Verdict>> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let verdicts = Keeper::new(&tx, device, batch, now).keep().await?;
        tx.commit().await?;
        Ok(verdicts)
    }

    async fn revisions(&self, lobbies: &[String]) -> Result<Vec<i64>> {
        let found = query(
            &self.connection().await?,
            "SELECT coalesce(revision, 0) AS revision
             FROM unnest($1::TEXT[]) WITH ORDINALITY AS asked (lobby, position) LEFT JOIN lobbies USING (lobby)
             ORDER BY position",
            &[&lobbies],
        )
        .await?;
        found.iter().map(|row| Ok(row.try_get("revision")?)).collect()
    }

    async fn refused(&self, device: Option<&str>, limit: u32) -> Result<Vec<Refused>> {
        let found = query(
            &self.connection().await?,
            "SELECT device, kind, id, sha256, payload, reason, detail, day FROM refused
             WHERE $1::TEXT IS NULL OR device = $1 ORDER BY day DESC, device, kind, id, sha256 LIMIT $2",
            &[&device, &i64::from(limit)],
        )
        .await?;
        let refused = |row: &Row| {
            Ok(Refused {
                device: row.try_get("device")?,
                kind: row.try_get("kind")?,
                id: row.try_get("id")?,
                sha256: rows::hash(row, "sha256")?,
                payload: row.try_get("payload")?,
                reason: row.try_get("reason")?,
                detail: row.try_get("detail")?,
                day: rows::parsed(row, "day")?,
            })
        };
        found.iter().map(refused).collect()
    }

    async fn counts(&self) -> Result<Vec<(String, i64)>> {
        let found = query(
            &self.connection().await?,
            "SELECT 'visit', count(*) FROM visits
             UNION ALL SELECT 'period', count(*) FROM periods
             UNION ALL SELECT 'counter', count(*) FROM counter_periods
             UNION ALL SELECT 'rating', count(*) FROM ratings
             UNION ALL SELECT 'unknown', count(*) FROM unknown_records
             UNION ALL SELECT 'refused', count(*) FROM refused",
            &[],
        )
        .await?;
        found.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }
}
