//! See [`Devices`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_postgres::{GenericClient, Transaction};
use tokio_postgres::{Row, error::SqlState};

use super::{
    Postgres,
    audit::note,
    rows,
    statements::{Values, execute, query, query_opt},
};
use crate::{
    protocol::record::Hash,
    server::store::{
        Result,
        audit::{Act, Actor},
        devices::{
            Attempt, CODE_ATTEMPTS, CODE_LIFE, Changed, Device, DeviceReport, Devices, Enrolment, NewDevice, Offer,
        },
    },
};

const COLUMNS: &str =
    "devices.id, devices.name, devices.municipality, devices.lobby, devices.revoked_at, devices.token_at";

#[async_trait]
impl Devices for Postgres {
    async fn create_device(
        &self,
        new: &NewDevice,
        offer: &Offer,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let NewDevice { id, name, municipality } = new;
        let made = execute(
            &tx,
            "INSERT INTO devices (id, name, municipality, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (municipality, name) DO NOTHING",
            &[id, name, municipality, &now.timestamp()],
        )
        .await?;
        if made == 0 {
            return Ok(Changed::NameTaken);
        }
        put_offer(&tx, id, offer, now).await?;
        note(
            &tx,
            actor,
            Act::CreateDevice,
            id,
            &format!("{municipality}/{name}"),
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn offer_code(&self, device: &str, offer: &Offer, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let known = query_opt(&tx, "SELECT 1 FROM devices WHERE id = $1 FOR NO KEY UPDATE", &[&device]).await?;
        if known.is_none() {
            return Ok(Changed::NotFound);
        }
        put_offer(&tx, device, offer, now).await?;
        note(&tx, actor, Act::OfferCode, device, "", now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn enrol(&self, attempt: &Attempt, now: DateTime<Utc>) -> Result<Enrolment> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let outcome = enrol(&tx, attempt, now).await?;
        tx.commit().await?;
        Ok(outcome)
    }

    async fn device_by_token(&self, token: &Hash, now: DateTime<Utc>) -> Result<Option<Device>> {
        let mut connection = self.connection().await?;
        let found = by_token(&connection, token).await?;
        let Some((_, true)) = found else {
            return Ok(found.map(|(device, _)| device));
        };
        let tx = connection.transaction().await?;
        let token_bytes = token.0.as_slice();
        let take_over = "UPDATE devices SET token = next_token, token_at = $2, next_token = NULL WHERE next_token = $1";
        execute(&tx, take_over, &[&token_bytes, &now.timestamp()]).await?;
        // Whoever brings the code once more at the same time waits for this, or this for them.
        let lock = "SELECT id FROM devices WHERE token = $1 FOR NO KEY UPDATE";
        if let Some(device) = query_opt(&tx, lock, &[&token_bytes]).await? {
            let id: &str = device.try_get("id")?;
            execute(&tx, "DELETE FROM offers WHERE device = $1 AND taken", &[&id]).await?;
        }
        let used = by_token(&tx, token).await?;
        tx.commit().await?;
        Ok(used.map(|(device, _)| device))
    }

    async fn offer_token(&self, present: &Hash, next: &Hash, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let offer = "UPDATE devices SET next_token = $2 WHERE token = $1 AND revoked_at IS NULL RETURNING id";
        let Some(row) = query_opt(&tx, offer, &[&present.0.as_slice(), &next.0.as_slice()]).await? else {
            return Ok(Changed::NotFound);
        };
        let device: String = row.try_get("id")?;
        note(&tx, &Actor::Device(device.clone()), Act::RotateToken, &device, "", now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn rename_device(&self, device: &str, name: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let lock = "SELECT name FROM devices WHERE id = $1 FOR UPDATE";
        let Some(row) = query_opt(&tx, lock, &[&device]).await? else {
            return Ok(Changed::NotFound);
        };
        if row.try_get::<_, &str>("name")? == name {
            return Ok(Changed::Done);
        }
        let rename = tx.prepare_cached("UPDATE devices SET name = $2 WHERE id = $1").await?;
        match tx.execute(&rename, &[&device, &name]).await {
            Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => return Ok(Changed::NameTaken),
            renamed => renamed?,
        };
        note(&tx, actor, Act::RenameDevice, device, name, now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn revoke_device(&self, device: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let revoke = "UPDATE devices SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
        if execute(&tx, revoke, &[&device, &now.timestamp()]).await? == 0 {
            return Ok(Changed::NotFound);
        }
        execute(&tx, "DELETE FROM offers WHERE device = $1", &[&device]).await?;
        note(&tx, actor, Act::RevokeDevice, device, "", now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn fleet(&self, now: DateTime<Utc>) -> Result<Vec<DeviceReport>> {
        let select = format!("{} ORDER BY municipality, devices.name", reports());
        let values: Values = &[&now.timestamp(), &i64::from(CODE_ATTEMPTS)];
        let found = query(&self.connection().await?, &select, values).await?;
        found.iter().map(report).collect()
    }

    async fn device(&self, id: &str, now: DateTime<Utc>) -> Result<Option<DeviceReport>> {
        let select = format!("{} WHERE devices.id = $3", reports());
        let values: Values = &[&now.timestamp(), &i64::from(CODE_ATTEMPTS), &id];
        let found = query_opt(&self.connection().await?, &select, values).await?;
        found.as_ref().map(report).transpose()
    }
}

fn reports() -> String {
    format!(
        "SELECT {COLUMNS}, created_at, enrolled_at, heard_at, health, heartbeats.payload,
             (SELECT expires_at FROM offers WHERE device = devices.id AND expires_at > $1 AND attempts < $2) AS offer_until,
             (SELECT count(*) FROM refused WHERE device = devices.id) AS refused
         FROM devices LEFT JOIN heartbeats ON heartbeats.device = devices.id"
    )
}

/// The device whose token this is, and whether something comes of its first use.
async fn by_token(on: &impl GenericClient, token: &Hash) -> Result<Option<(Device, bool)>> {
    let select = format!(
        "SELECT {COLUMNS}, token IS DISTINCT FROM $1
             OR EXISTS (SELECT FROM offers WHERE device = devices.id AND taken) AS first
         FROM devices WHERE token = $1 OR next_token = $1"
    );
    let found = query_opt(on, &select, &[&token.0.as_slice()]).await?;
    found.map(|row| Ok((device(&row)?, row.try_get("first")?))).transpose()
}

async fn put_offer(tx: &Transaction<'_>, device: &str, offer: &Offer, now: DateTime<Utc>) -> Result<()> {
    execute(tx, "DELETE FROM offers WHERE expires_at <= $1", &[&now.timestamp()]).await?;
    execute(
        tx,
        "INSERT INTO offers (device, name, sha256, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (device) DO UPDATE
         SET name = excluded.name, sha256 = excluded.sha256, expires_at = excluded.expires_at, attempts = 0,
             taken = false",
        &[
            &device,
            &offer.name,
            &offer.sha256.0.as_slice(),
            &(now + CODE_LIFE).timestamp(),
        ],
    )
    .await
    .map(drop)
}

async fn enrol(tx: &Transaction<'_>, attempt: &Attempt, now: DateTime<Utc>) -> Result<Enrolment> {
    let Offer { name, sha256 } = &attempt.offer;
    // Of several who bring the same code at once, each waits here for the one before.
    let select = format!(
        "SELECT {COLUMNS} FROM devices JOIN offers ON offers.device = devices.id
         WHERE offers.name = $1 AND sha256 = $2 AND expires_at > $3 AND attempts < $4 FOR NO KEY UPDATE OF devices"
    );
    let good: Values = &[name, &sha256.0.as_slice(), &now.timestamp(), &i64::from(CODE_ATTEMPTS)];
    let Some(row) = query_opt(tx, &select, good).await? else {
        execute(tx, "UPDATE offers SET attempts = attempts + 1 WHERE name = $1", &[name]).await?;
        return Ok(Enrolment::BadCode);
    };
    let known = device(&row)?;
    if known.municipality != attempt.municipality {
        return Ok(Enrolment::OtherMunicipality {
            expected: known.municipality,
        });
    }
    let take = "UPDATE offers SET taken = true WHERE device = $1 AND sha256 = $2";
    if execute(tx, take, &[&known.id, &sha256.0.as_slice()]).await? == 0 {
        return Ok(Enrolment::BadCode);
    }
    execute(
        tx,
        "UPDATE devices SET lobby = $2, token = $3, token_at = $4, next_token = NULL,
             enrolled_at = $4, heard_at = $4, revoked_at = NULL WHERE id = $1",
        &[&known.id, &attempt.lobby, &attempt.token.0.as_slice(), &now.timestamp()],
    )
    .await?;
    let actor = Actor::Device(known.id.clone());
    let detail = format!("{}, Parter {}", attempt.lobby, attempt.program);
    note(tx, &actor, Act::Enrol, &known.id, &detail, now).await?;
    Ok(Enrolment::Done(Device {
        lobby: Some(attempt.lobby.clone()),
        revoked_at: None,
        token_at: Some(now),
        ..known
    }))
}

fn device(row: &Row) -> Result<Device> {
    Ok(Device {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        municipality: row.try_get("municipality")?,
        lobby: row.try_get("lobby")?,
        revoked_at: rows::optional_time(row, "revoked_at")?,
        token_at: rows::optional_time(row, "token_at")?,
    })
}

fn report(row: &Row) -> Result<DeviceReport> {
    let heartbeat: Option<&str> = row.try_get("payload")?;
    Ok(DeviceReport {
        device: device(row)?,
        created_at: rows::time(row, "created_at")?,
        enrolled_at: rows::optional_time(row, "enrolled_at")?,
        heard_at: rows::optional_time(row, "heard_at")?,
        offer_until: rows::optional_time(row, "offer_until")?,
        heartbeat: heartbeat.map(rows::json).transpose()?,
        health: rows::json(row.try_get("health")?)?,
        refused: row.try_get("refused")?,
    })
}
