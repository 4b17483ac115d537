//! See [`Devices`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, named_params, params};

use super::{Sqlite, audit::note, rows};
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

#[async_trait]
impl Devices for Sqlite {
    async fn create_device(
        &self,
        new: &NewDevice,
        offer: &Offer,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let (new, offer, actor) = (new.clone(), offer.clone(), actor.clone());
        self.write(move |tx| {
            let made = tx.execute(
                "INSERT INTO devices (id, name, municipality, created_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (municipality, name) DO NOTHING",
                params![new.id, new.name, new.municipality, now.timestamp()],
            )?;
            if made == 0 {
                return Ok(Changed::NameTaken);
            }
            put_offer(tx, &new.id, &offer, now)?;
            note(
                tx,
                &actor,
                Act::CreateDevice,
                &new.id,
                &format!("{}/{}", new.municipality, new.name),
                now,
            )?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn offer_code(&self, device: &str, offer: &Offer, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (device, offer, actor) = (device.to_owned(), offer.clone(), actor.clone());
        self.write(move |tx| {
            let known = tx
                .query_row("SELECT 1 FROM devices WHERE id = ?1", [&device], |_| Ok(()))
                .optional()?;
            if known.is_none() {
                return Ok(Changed::NotFound);
            }
            put_offer(tx, &device, &offer, now)?;
            note(tx, &actor, Act::OfferCode, &device, "", now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn enrol(&self, attempt: &Attempt, now: DateTime<Utc>) -> Result<Enrolment> {
        let attempt = attempt.clone();
        self.write(move |tx| enrol(tx, &attempt, now)).await
    }

    async fn device_by_token(&self, token: &Hash, now: DateTime<Utc>) -> Result<Option<Device>> {
        let token = *token;
        match self.read(move |tx| by_token(tx, token)).await? {
            Some((_, true)) => {
                let used = self.write(move |tx| {
                    tx.execute(
                        "UPDATE devices SET token = next_token, token_at = ?2, next_token = NULL WHERE next_token = ?1",
                        params![token.0, now.timestamp()],
                    )?;
                    tx.execute(
                        "DELETE FROM offers WHERE taken AND device = (SELECT id FROM devices WHERE token = ?1)",
                        [token.0],
                    )?;
                    by_token(tx, token)
                });
                Ok(used.await?.map(|(device, _)| device))
            }
            found => Ok(found.map(|(device, _)| device)),
        }
    }

    async fn offer_token(&self, present: &Hash, next: &Hash, now: DateTime<Utc>) -> Result<Changed> {
        let (present, next) = (*present, *next);
        self.write(move |tx| {
            let offered = tx.query_row(
                "UPDATE devices SET next_token = ?2 WHERE token = ?1 AND revoked_at IS NULL RETURNING id",
                params![present.0, next.0],
                |row| row.get::<_, String>(0),
            );
            let Some(device) = offered.optional()? else {
                return Ok(Changed::NotFound);
            };
            note(tx, &Actor::Device(device.clone()), Act::RotateToken, &device, "", now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn rename_device(&self, device: &str, name: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (device, name, actor) = (device.to_owned(), name.to_owned(), actor.clone());
        self.write(move |tx| {
            let present = tx
                .query_row("SELECT name FROM devices WHERE id = ?1", [&device], |row| {
                    row.get::<_, String>(0)
                })
                .optional()?;
            match present {
                None => return Ok(Changed::NotFound),
                Some(present) if present == name => return Ok(Changed::Done),
                Some(_) => {}
            }
            let renamed = tx.execute(
                "UPDATE OR IGNORE devices SET name = ?2 WHERE id = ?1",
                params![device, name],
            )?;
            if renamed == 0 {
                return Ok(Changed::NameTaken);
            }
            note(tx, &actor, Act::RenameDevice, &device, &name, now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn revoke_device(&self, device: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (device, actor) = (device.to_owned(), actor.clone());
        self.write(move |tx| {
            let revoked = tx.execute(
                "UPDATE devices SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
                params![device, now.timestamp()],
            )?;
            if revoked == 0 {
                return Ok(Changed::NotFound);
            }
            tx.execute("DELETE FROM offers WHERE device = ?1", [&device])?;
            note(tx, &actor, Act::RevokeDevice, &device, "", now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn fleet(&self, now: DateTime<Utc>) -> Result<Vec<DeviceReport>> {
        self.read(move |tx| {
            let mut query = tx.prepare_cached(&format!("{REPORT} ORDER BY municipality, devices.name"))?;
            let reports = query.query_map(
                named_params! { ":now": now.timestamp(), ":attempts": CODE_ATTEMPTS },
                report,
            )?;
            reports.collect()
        })
        .await
    }

    async fn device(&self, id: &str, now: DateTime<Utc>) -> Result<Option<DeviceReport>> {
        let id = id.to_owned();
        self.read(move |tx| {
            let mut query = tx.prepare_cached(&format!("{REPORT} WHERE devices.id = :id"))?;
            let params = named_params! { ":now": now.timestamp(), ":attempts": CODE_ATTEMPTS, ":id": id };
            query.query_row(params, report).optional()
        })
        .await
    }
}

const REPORT: &str = "SELECT devices.*, heartbeats.payload,
         (SELECT expires_at FROM offers WHERE device = devices.id AND expires_at > :now AND attempts < :attempts) AS offer_until,
         (SELECT count(*) FROM refused WHERE device = devices.id) AS refused
     FROM devices LEFT JOIN heartbeats ON heartbeats.device = devices.id";

/// The device whose token this is, and whether something comes of its first use.
fn by_token(tx: &Transaction, token: Hash) -> rusqlite::Result<Option<(Device, bool)>> {
    let mut query = tx.prepare_cached(
        "SELECT *, token IS NOT ?1 OR EXISTS (SELECT 1 FROM offers WHERE device = devices.id AND taken) AS first
         FROM devices WHERE token = ?1 OR next_token = ?1",
    )?;
    let found = |row: &Row| Ok((device(row)?, row.get("first")?));
    query.query_row([token.0], found).optional()
}

fn put_offer(tx: &Transaction, device: &str, offer: &Offer, now: DateTime<Utc>) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM offers WHERE expires_at <= ?1", [now.timestamp()])?;
    tx.execute(
        "INSERT INTO offers (device, name, sha256, expires_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (device) DO UPDATE
         SET name = excluded.name, sha256 = excluded.sha256, expires_at = excluded.expires_at, attempts = 0,
             taken = false",
        params![device, offer.name, offer.sha256.0, (now + CODE_LIFE).timestamp()],
    )
    .map(drop)
}

fn enrol(tx: &Transaction, attempt: &Attempt, now: DateTime<Utc>) -> rusqlite::Result<Enrolment> {
    let Offer { name, sha256 } = &attempt.offer;
    let offered = tx.query_row(
        "SELECT devices.* FROM devices JOIN offers ON offers.device = devices.id
         WHERE offers.name = ?1 AND sha256 = ?2 AND expires_at > ?3 AND attempts < ?4",
        params![name, sha256.0, now.timestamp(), CODE_ATTEMPTS],
        device,
    );
    let Some(known) = offered.optional()? else {
        tx.execute("UPDATE offers SET attempts = attempts + 1 WHERE name = ?1", [name])?;
        return Ok(Enrolment::BadCode);
    };
    if known.municipality != attempt.municipality {
        return Ok(Enrolment::OtherMunicipality {
            expected: known.municipality,
        });
    }
    tx.execute("UPDATE offers SET taken = true WHERE device = ?1", [&known.id])?;
    tx.execute(
        "UPDATE devices SET lobby = ?2, token = ?3, token_at = ?4, next_token = NULL,
             enrolled_at = ?4, heard_at = ?4, revoked_at = NULL WHERE id = ?1",
        params![known.id, attempt.lobby, attempt.token.0, now.timestamp()],
    )?;
    let detail = format!("{}, Parter {}", attempt.lobby, attempt.program);
    note(
        tx,
        &Actor::Device(known.id.clone()),
        Act::Enrol,
        &known.id,
        &detail,
        now,
    )?;
    Ok(Enrolment::Done(Device {
        lobby: Some(attempt.lobby.clone()),
        revoked_at: None,
        token_at: Some(now),
        ..known
    }))
}

fn device(row: &Row) -> rusqlite::Result<Device> {
    Ok(Device {
        id: row.get("id")?,
        name: row.get("name")?,
        municipality: row.get("municipality")?,
        lobby: row.get("lobby")?,
        revoked_at: rows::optional_time(row, "revoked_at")?,
        token_at: rows::optional_time(row, "token_at")?,
    })
}

fn report(row: &Row) -> rusqlite::Result<DeviceReport> {
    let heartbeat: Option<String> = row.get("payload")?;
    Ok(DeviceReport {
        device: device(row)?,
        created_at: rows::time(row, "created_at")?,
        enrolled_at: rows::optional_time(row, "enrolled_at")?,
        heard_at: rows::optional_time(row, "heard_at")?,
        offer_until: rows::optional_time(row, "offer_until")?,
        heartbeat: heartbeat.map(|text| rows::json(&text)).transpose()?,
        health: rows::json(&row.get::<_, String>("health")?)?,
        refused: row.get("refused")?,
    })
}
