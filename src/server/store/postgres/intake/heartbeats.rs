//! How the device is: its last heartbeat, and its health since when.

use super::keeper::{Keeper, second};
use crate::server::{
    health::Health,
    intake::Fact,
    store::{
        Result, StoreError,
        postgres::{
            rows,
            statements::{execute, query_opt},
        },
    },
};

impl Keeper<'_> {
    /// Each takes the place of the one before. Gives back the health after them, if there was any.
    pub async fn keep_heartbeats(&mut self) -> Result<Option<String>> {
        let sent = self.sent(|fact| match fact {
            Fact::Heartbeat(heartbeat) => Some(heartbeat),
            _ => None,
        });
        if sent.is_empty() {
            return Ok(None);
        }
        let device = &self.device.id;
        // Whoever comes with the next one at the same time waits here.
        let health = "SELECT health FROM devices WHERE id = $1 FOR NO KEY UPDATE";
        let row = query_opt(self.tx, health, &[device]).await?;
        let row = row.ok_or_else(|| StoreError::internal(format!("there is no device {device}")))?;
        let mut health: Health = rows::json(row.try_get("health")?)?;
        let last = query_opt(
            self.tx,
            "SELECT id, sha256 FROM heartbeats WHERE device = $1",
            &[device],
        )
        .await?;
        let mut last = match &last {
            Some(row) => Some((row.try_get("id")?, rows::hash(row, "sha256")?)),
            None => None,
        };
        let mut newest = None;
        for sent in sent {
            match last {
                Some((id, hash)) if id == sent.incoming.id => {
                    let verdict = second(hash, sent.incoming);
                    self.set_verdict(sent.at, verdict);
                }
                _ => {
                    health = health.after(sent.fact, self.now);
                    last = Some((sent.incoming.id.as_str(), sent.incoming.sha256));
                    newest = Some(sent.incoming);
                }
            }
        }
        let Some(newest) = newest else { return Ok(None) };
        execute(
            self.tx,
            "INSERT INTO heartbeats (device, id, sha256, payload) VALUES ($1, $2, $3, $4)
             ON CONFLICT (device) DO UPDATE SET id = excluded.id, sha256 = excluded.sha256, payload = excluded.payload",
            &[device, &newest.id, &newest.sha256.0.as_slice(), &newest.payload],
        )
        .await?;
        rows::to_json(&health).map(Some)
    }
}
