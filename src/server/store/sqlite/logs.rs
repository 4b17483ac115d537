//! See [`Logs`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};

use super::{Sqlite, audit::note, rows};
use crate::server::store::{
    Result,
    audit::{Act, Actor},
    devices::Changed,
    logs::{KioskLog, LOG_LIFE, LOGS_KEPT, Logs},
};

#[async_trait]
impl Logs for Sqlite {
    async fn ask_log(&self, device: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (device, actor) = (device.to_owned(), actor.clone());
        self.write(move |tx| {
            let known: Option<bool> = tx
                .query_row("SELECT true FROM devices WHERE id = ?1", [&device], |row| row.get(0))
                .optional()?;
            if known.is_none() {
                return Ok(Changed::NotFound);
            }
            let asked = tx.execute(
                "INSERT INTO logs (device, asked_by, asked_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                params![device, actor.name(), now.timestamp()],
            )?;
            if asked > 0 {
                note(tx, &actor, Act::AskLog, &device, "", now)?;
            }
            Ok(Changed::Done)
        })
        .await
    }

    async fn log_wanted(&self, device: &str) -> Result<Option<i64>> {
        let device = device.to_owned();
        self.read(move |tx| {
            let mut query = tx.prepare_cached("SELECT id FROM logs WHERE device = ?1 AND came_at IS NULL")?;
            query.query_row([device], |row| row.get(0)).optional()
        })
        .await
    }

    async fn keep_log(&self, device: &str, id: i64, text: &[u8], now: DateTime<Utc>) -> Result<Changed> {
        let (device, text) = (device.to_owned(), text.to_vec());
        self.write(move |tx| {
            let keep = "UPDATE logs SET came_at = ?3, text = ?4 WHERE id = ?2 AND device = ?1 AND came_at IS NULL";
            if tx.execute(keep, params![device, id, now.timestamp(), text])? == 0 {
                return Ok(Changed::NotFound);
            }
            tx.execute(
                "DELETE FROM logs WHERE device = ?1 AND came_at IS NOT NULL AND id NOT IN
                     (SELECT id FROM logs WHERE device = ?1 AND came_at IS NOT NULL ORDER BY id DESC LIMIT ?2)",
                params![device, LOGS_KEPT],
            )?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn logs(&self, device: &str) -> Result<Vec<KioskLog>> {
        let device = device.to_owned();
        self.read(move |tx| {
            let select = "SELECT id, asked_by, asked_at, came_at FROM logs WHERE device = ?1 ORDER BY id DESC";
            let mut query = tx.prepare_cached(select)?;
            query.query_map([device], kiosk_log)?.collect()
        })
        .await
    }

    async fn log(&self, device: &str, id: i64) -> Result<Option<Vec<u8>>> {
        let device = device.to_owned();
        self.read(move |tx| {
            let select = "SELECT text FROM logs WHERE device = ?1 AND id = ?2 AND came_at IS NOT NULL";
            let mut query = tx.prepare_cached(select)?;
            query.query_row(params![device, id], |row| row.get(0)).optional()
        })
        .await
    }

    async fn forget_logs(&self, now: DateTime<Utc>) -> Result<()> {
        self.write(move |tx| {
            let delete = "DELETE FROM logs WHERE asked_at <= ?1";
            tx.execute(delete, [(now - LOG_LIFE).timestamp()]).map(drop)
        })
        .await
    }
}

fn kiosk_log(row: &Row) -> rusqlite::Result<KioskLog> {
    Ok(KioskLog {
        id: row.get("id")?,
        asked_by: row.get("asked_by")?,
        asked_at: rows::time(row, "asked_at")?,
        came_at: rows::optional_time(row, "came_at")?,
    })
}
