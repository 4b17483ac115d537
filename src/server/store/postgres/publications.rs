//! See [`Publications`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio_postgres::Row;

use super::{
    Postgres, approvals,
    audit::note,
    rows,
    statements::{Values, execute, query, query_opt},
};
use crate::{
    bundle::{PublicKey, Signed},
    protocol::record::Hash,
    server::store::{
        Result, StoreError,
        audit::{Act, Actor},
        devices::Changed,
        publications::{NewPublication, Publication, Publications, Publishing},
    },
};

#[async_trait]
impl Publications for Postgres {
    async fn publish(&self, new: &NewPublication, actor: &Actor, now: DateTime<Utc>) -> Result<Publishing> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        // Of several who publish at once, each waits here for the one before.
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        query(&tx, lock, &[&new.municipality]).await?;
        let newest = "SELECT version FROM publications WHERE municipality = $1 ORDER BY version DESC LIMIT 1";
        if let Some(row) = query_opt(&tx, newest, &[&new.municipality]).await? {
            let present = rows::number(&row, "version")?;
            if present >= new.version {
                return Ok(Publishing::NotNewer(present));
            }
        }
        if let Some(device) = &new.device {
            let known = "SELECT FROM devices WHERE id = $1 AND municipality = $2";
            if query_opt(&tx, known, &[device, &new.municipality]).await?.is_none() {
                return Ok(Publishing::NoDevice);
            }
        }
        if let Some(wish) = &new.wish
            && approvals::take(&tx, wish).await? != Changed::Done
        {
            return Ok(Publishing::NotAsked);
        }
        // In one order everywhere, so that no two wait for each other.
        let mut objects: Vec<_> = new.objects.iter().collect();
        objects.sort_by_key(|(hash, _)| *hash);
        for (hash, bytes) in objects {
            let keep = "INSERT INTO objects (sha256, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            execute(&tx, keep, &[&hash.0.as_slice(), bytes]).await?;
        }
        let version = version(new.version)?;
        execute(
            &tx,
            "INSERT INTO publications
                 (municipality, version, sha256, manifest, signature, keys, valid_from, device, published_at, published_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &[
                &new.municipality,
                &version,
                &new.signed.hash().0.as_slice(),
                &new.signed.manifest,
                &new.signed.signature,
                &rows::to_json(&new.keys)?,
                &new.valid_from.timestamp(),
                &new.device,
                &now.timestamp(),
                &actor.name(),
            ],
        )
        .await?;
        note(&tx, actor, Act::Publish, &new.municipality, &version.to_string(), now).await?;
        tx.commit().await?;
        Ok(Publishing::Done)
    }

    async fn release(&self, municipality: &str, version: u64, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let version = self::version(version)?;
        let release =
            "UPDATE publications SET device = NULL WHERE municipality = $1 AND version = $2 AND device IS NOT NULL";
        if execute(&tx, release, &[&municipality, &version]).await? == 0 {
            return Ok(Changed::NotFound);
        }
        note(&tx, actor, Act::Release, municipality, &version.to_string(), now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn current(
        &self,
        municipality: &str,
        device: &str,
        has: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<Option<Hash>> {
        // The first change of keys that it has not followed, else the newest.
        let select = "SELECT sha256 FROM publications
             WHERE municipality = $1 AND (device IS NULL OR device = $2) AND valid_from <= $3
             ORDER BY (version > $4 AND keys <> '[]') IS TRUE DESC,
                 CASE WHEN version > $4 AND keys <> '[]' THEN -version ELSE version END DESC
             LIMIT 1";
        let has = has.map(version).transpose()?;
        let values: Values = &[&municipality, &device, &now.timestamp(), &has];
        let found = query_opt(&self.connection().await?, select, values).await?;
        found.map(|row| rows::hash(&row, "sha256")).transpose()
    }

    async fn signed(&self, manifest: &Hash) -> Result<Option<Signed>> {
        let select = "SELECT manifest, signature FROM publications WHERE sha256 = $1";
        let found = query_opt(&self.connection().await?, select, &[&manifest.0.as_slice()]).await?;
        let signed = |row: Row| {
            Ok(Signed {
                manifest: row.try_get("manifest")?,
                signature: row.try_get("signature")?,
            })
        };
        found.map(signed).transpose()
    }

    async fn object(&self, hash: &Hash) -> Result<Option<Vec<u8>>> {
        let select = "SELECT bytes FROM objects WHERE sha256 = $1";
        let found = query_opt(&self.connection().await?, select, &[&hash.0.as_slice()]).await?;
        found.map(|row| Ok(row.try_get("bytes")?)).transpose()
    }

    async fn publications(&self, municipality: &str) -> Result<Vec<Publication>> {
        let select = "SELECT municipality, version, sha256, valid_from, device, published_at, published_by
             FROM publications WHERE municipality = $1 ORDER BY version DESC";
        let found = query(&self.connection().await?, select, &[&municipality]).await?;
        found.iter().map(publication).collect()
    }

    async fn shown(&self, now: DateTime<Utc>) -> Result<Vec<(String, Hash)>> {
        let select = "SELECT DISTINCT ON (municipality) municipality, sha256 FROM publications
             WHERE device IS NULL AND valid_from <= $1 ORDER BY municipality, version DESC";
        let found = query(&self.connection().await?, select, &[&now.timestamp()]).await?;
        let shown = |row: &Row| Ok((row.try_get("municipality")?, rows::hash(row, "sha256")?));
        found.iter().map(shown).collect()
    }

    async fn published_keys(&self, municipality: &str) -> Result<Vec<PublicKey>> {
        let select =
            "SELECT keys FROM publications WHERE municipality = $1 AND keys <> '[]' ORDER BY version DESC LIMIT 1";
        let found = query_opt(&self.connection().await?, select, &[&municipality]).await?;
        found.map_or(Ok(Vec::new()), |row| rows::json(row.try_get("keys")?))
    }

    async fn trust_key(&self, key: &PublicKey, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let trust = "INSERT INTO publishing_keys AS known (key, added_at) VALUES ($1, $2)
             ON CONFLICT (key) DO UPDATE SET added_at = excluded.added_at, revoked_at = NULL
             WHERE known.revoked_at IS NOT NULL";
        let key = key.to_string();
        if execute(&tx, trust, &[&key, &now.timestamp()]).await? == 1 {
            note(&tx, actor, Act::TrustKey, &key, "", now).await?;
        }
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn revoke_key(&self, key: &PublicKey, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let key = key.to_string();
        // Two who revoke at once see each other.
        let trusted = "SELECT key FROM publishing_keys WHERE revoked_at IS NULL ORDER BY key FOR UPDATE";
        let trusted = query(&tx, trusted, &[]).await?;
        let is_it = |row: &Row| row.try_get::<_, &str>("key").is_ok_and(|trusted| trusted == key);
        if trusted.len() < 2 || !trusted.iter().any(is_it) {
            return Ok(Changed::NotFound);
        }
        let revoke = "UPDATE publishing_keys SET revoked_at = $2 WHERE key = $1";
        execute(&tx, revoke, &[&key, &now.timestamp()]).await?;
        note(&tx, actor, Act::RevokeKey, &key, "", now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn trusted_keys(&self) -> Result<Vec<PublicKey>> {
        let select = "SELECT key FROM publishing_keys WHERE revoked_at IS NULL ORDER BY key";
        let found = query(&self.connection().await?, select, &[]).await?;
        found.iter().map(|row| rows::parsed(row, "key")).collect()
    }
}

fn version(version: u64) -> Result<i64> {
    version.try_into().map_err(StoreError::internal)
}

fn publication(row: &Row) -> Result<Publication> {
    Ok(Publication {
        municipality: row.try_get("municipality")?,
        version: rows::number(row, "version")?,
        sha256: rows::hash(row, "sha256")?,
        valid_from: rows::time(row, "valid_from")?,
        device: row.try_get("device")?,
        published_at: rows::time(row, "published_at")?,
        published_by: row.try_get("published_by")?,
    })
}
