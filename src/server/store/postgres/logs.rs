//! See [`Logs`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio_postgres::Row;

use super::{
    Postgres,
    audit::note,
    rows,
    statements::{Values, execute, query, query_opt},
};
use crate::server::store::{
    Result,
    audit::{Act, Actor},
    devices::Changed,
    logs::{KioskLog, LOG_LIFE, LOGS_KEPT, Logs},
};

#[async_trait]
impl Logs for Postgres {
    async fn ask_log(&self, device: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let known = query_opt(&tx, "SELECT 1 FROM devices WHERE id = $1", &[&device]).await?;
        if known.is_none() {
            return Ok(Changed::NotFound);
        }
        let ask = "INSERT INTO logs (device, asked_by, asked_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        if execute(&tx, ask, &[&device, &actor.name(), &now.timestamp()]).await? > 0 {
            note(&tx, actor, Act::AskLog, device, "", now).await?;
        }
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn log_wanted(&self, device: &str) -> Result<Option<i64>> {
        let select = "SELECT id FROM logs WHERE device = $1 AND came_at IS NULL";
        let found = query_opt(&self.connection().await?, select, &[&device]).await?;
        found.map(|row| Ok(row.try_get("id")?)).transpose()
    }

    async fn keep_log(&self, device: &str, id: i64, text: &[u8], now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let keep = "UPDATE logs SET came_at = $3, text = $4 WHERE id = $2 AND device = $1 AND came_at IS NULL";
        if execute(&tx, keep, &[&device, &id, &now.timestamp(), &text]).await? == 0 {
            return Ok(Changed::NotFound);
        }
        let forget = "DELETE FROM logs WHERE device = $1 AND came_at IS NOT NULL AND id NOT IN
             (SELECT id FROM logs WHERE device = $1 AND came_at IS NOT NULL ORDER BY id DESC LIMIT $2)";
        let values: Values = &[&device, &i64::from(LOGS_KEPT)];
        execute(&tx, forget, values).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn logs(&self, device: &str) -> Result<Vec<KioskLog>> {
        let select = "SELECT id, asked_by, asked_at, came_at FROM logs WHERE device = $1 ORDER BY id DESC";
        let found = query(&self.connection().await?, select, &[&device]).await?;
        found.iter().map(kiosk_log).collect()
    }

    async fn log(&self, device: &str, id: i64) -> Result<Option<Vec<u8>>> {
        let select = "SELECT text FROM logs WHERE device = $1 AND id = $2 AND came_at IS NOT NULL";
        let found = query_opt(&self.connection().await?, select, &[&device, &id]).await?;
        found.map(|row| Ok(row.try_get("text")?)).transpose()
    }

    async fn forget_logs(&self, now: DateTime<Utc>) -> Result<()> {
        let delete = "DELETE FROM logs WHERE asked_at <= $1";
        let forgotten = execute(&self.connection().await?, delete, &[&(now - LOG_LIFE).timestamp()]).await;
        forgotten.map(drop)
    }
}

fn kiosk_log(row: &Row) -> Result<KioskLog> {
    Ok(KioskLog {
        id: row.try_get("id")?,
        asked_by: row.try_get("asked_by")?,
        asked_at: rows::time(row, "asked_at")?,
        came_at: rows::optional_time(row, "came_at")?,
    })
}
