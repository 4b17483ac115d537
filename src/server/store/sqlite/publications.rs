//! See [`Publications`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Sqlite, approvals, audit::note, rows};
use crate::{
    bundle::{PublicKey, Signed},
    protocol::record::Hash,
    server::store::{
        Result,
        audit::{Act, Actor},
        devices::Changed,
        publications::{NewPublication, Publication, Publications, Publishing},
    },
};

#[async_trait]
impl Publications for Sqlite {
    async fn publish(&self, new: &NewPublication, actor: &Actor, now: DateTime<Utc>) -> Result<Publishing> {
        let (new, actor) = (new.clone(), actor.clone());
        self.write(move |tx| publish(tx, &new, &actor, now)).await
    }

    async fn release(&self, municipality: &str, version: u64, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (municipality, actor) = (municipality.to_owned(), actor.clone());
        self.write(move |tx| {
            let released = tx.execute(
                "UPDATE publications SET device = NULL WHERE municipality = ?1 AND version = ?2 AND device IS NOT NULL",
                params![municipality, version],
            )?;
            if released == 0 {
                return Ok(Changed::NotFound);
            }
            note(tx, &actor, Act::Release, &municipality, &version.to_string(), now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn current(
        &self,
        municipality: &str,
        device: &str,
        has: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<Option<Hash>> {
        let (municipality, device) = (municipality.to_owned(), device.to_owned());
        self.read(move |tx| {
            // The first change of keys that it has not followed, else the newest.
            let mut query = tx.prepare_cached(
                "SELECT sha256 FROM publications
                 WHERE municipality = ?1 AND (device IS NULL OR device = ?2) AND valid_from <= ?3
                 ORDER BY (version > ?4 AND keys <> '[]') IS TRUE DESC,
                     CASE WHEN version > ?4 AND keys <> '[]' THEN -version ELSE version END DESC
                 LIMIT 1",
            )?;
            let values = params![municipality, device, now.timestamp(), has];
            query.query_row(values, |row| rows::hash(row, "sha256")).optional()
        })
        .await
    }

    async fn signed(&self, manifest: &Hash) -> Result<Option<Signed>> {
        let hash = *manifest;
        self.read(move |tx| {
            let mut query = tx.prepare_cached("SELECT manifest, signature FROM publications WHERE sha256 = ?1")?;
            let signed = |row: &Row| {
                Ok(Signed {
                    manifest: row.get("manifest")?,
                    signature: row.get("signature")?,
                })
            };
            query.query_row([hash.0], signed).optional()
        })
        .await
    }

    async fn object(&self, hash: &Hash) -> Result<Option<Vec<u8>>> {
        let hash = *hash;
        self.read(move |tx| {
            let mut query = tx.prepare_cached("SELECT bytes FROM objects WHERE sha256 = ?1")?;
            query.query_row([hash.0], |row| row.get(0)).optional()
        })
        .await
    }

    async fn publications(&self, municipality: &str) -> Result<Vec<Publication>> {
        let municipality = municipality.to_owned();
        self.read(move |tx| {
            let mut query =
                tx.prepare_cached("SELECT * FROM publications WHERE municipality = ?1 ORDER BY version DESC")?;
            query.query_map([municipality], publication)?.collect()
        })
        .await
    }

    async fn shown(&self, now: DateTime<Utc>) -> Result<Vec<(String, Hash)>> {
        self.read(move |tx| {
            // SQLite takes the other columns from the row of the maximum.
            let mut query = tx.prepare_cached(
                "SELECT municipality, sha256, max(version) FROM publications
                 WHERE device IS NULL AND valid_from <= ?1 GROUP BY municipality",
            )?;
            query
                .query_map([now.timestamp()], |row| Ok((row.get(0)?, rows::hash(row, "sha256")?)))?
                .collect()
        })
        .await
    }

    async fn published_keys(&self, municipality: &str) -> Result<Vec<PublicKey>> {
        let municipality = municipality.to_owned();
        self.read(move |tx| {
            let mut query = tx.prepare_cached(
                "SELECT keys FROM publications WHERE municipality = ?1 AND keys <> '[]' ORDER BY version DESC LIMIT 1",
            )?;
            let keys: Option<String> = query.query_row([municipality], |row| row.get(0)).optional()?;
            keys.map_or(Ok(Vec::new()), |keys| rows::json(&keys))
        })
        .await
    }

    async fn trust_key(&self, key: &PublicKey, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (key, actor) = (key.to_string(), actor.clone());
        self.write(move |tx| {
            let trusted = tx.execute(
                "INSERT INTO publishing_keys (key, added_at) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET added_at = excluded.added_at, revoked_at = NULL
                 WHERE revoked_at IS NOT NULL",
                params![key, now.timestamp()],
            )?;
            if trusted == 1 {
                note(tx, &actor, Act::TrustKey, &key, "", now)?;
            }
            Ok(Changed::Done)
        })
        .await
    }

    async fn revoke_key(&self, key: &PublicKey, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (key, actor) = (key.to_string(), actor.clone());
        self.write(move |tx| {
            let revoked = tx.execute(
                "UPDATE publishing_keys SET revoked_at = ?2 WHERE key = ?1 AND revoked_at IS NULL
                     AND EXISTS (SELECT 1 FROM publishing_keys WHERE key <> ?1 AND revoked_at IS NULL)",
                params![key, now.timestamp()],
            )?;
            if revoked == 0 {
                return Ok(Changed::NotFound);
            }
            note(tx, &actor, Act::RevokeKey, &key, "", now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn trusted_keys(&self) -> Result<Vec<PublicKey>> {
        self.read(|tx| {
            let mut query =
                tx.prepare_cached("SELECT key FROM publishing_keys WHERE revoked_at IS NULL ORDER BY key")?;
            query.query_map([], |row| rows::parsed(row, "key"))?.collect()
        })
        .await
    }
}

fn publish(tx: &Transaction, new: &NewPublication, actor: &Actor, now: DateTime<Utc>) -> rusqlite::Result<Publishing> {
    let newest: Option<u64> = tx.query_row(
        "SELECT max(version) FROM publications WHERE municipality = ?1",
        [&new.municipality],
        |row| row.get(0),
    )?;
    if let Some(present) = newest.filter(|present| *present >= new.version) {
        return Ok(Publishing::NotNewer(present));
    }
    if let Some(device) = &new.device {
        let is_known = "SELECT EXISTS (SELECT 1 FROM devices WHERE id = ?1 AND municipality = ?2)";
        if !tx.query_row(is_known, params![device, new.municipality], |row| row.get(0))? {
            return Ok(Publishing::NoDevice);
        }
    }
    if let Some(wish) = &new.wish
        && approvals::take(tx, wish)? != Changed::Done
    {
        return Ok(Publishing::NotAsked);
    }
    for (hash, bytes) in &new.objects {
        tx.execute(
            "INSERT INTO objects (sha256, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![hash.0, bytes],
        )?;
    }
    tx.execute(
        "INSERT INTO publications
             (municipality, version, sha256, manifest, signature, keys, valid_from, device, published_at, published_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            new.municipality,
            new.version,
            new.signed.hash().0,
            new.signed.manifest,
            new.signed.signature,
            rows::to_json(&new.keys)?,
            new.valid_from.timestamp(),
            new.device,
            now.timestamp(),
            actor.name()
        ],
    )?;
    note(
        tx,
        actor,
        Act::Publish,
        &new.municipality,
        &new.version.to_string(),
        now,
    )?;
    Ok(Publishing::Done)
}

fn publication(row: &Row) -> rusqlite::Result<Publication> {
    Ok(Publication {
        municipality: row.get("municipality")?,
        version: row.get("version")?,
        sha256: rows::hash(row, "sha256")?,
        valid_from: rows::time(row, "valid_from")?,
        device: row.get("device")?,
        published_at: rows::time(row, "published_at")?,
        published_by: row.get("published_by")?,
    })
}
