//! See [`Drafts`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::{IsolationLevel, Row};

use super::{
    Postgres,
    audit::note,
    rows,
    statements::{Values, execute, query, query_opt},
};
use crate::{
    content::files::Files,
    protocol::record::Hash,
    server::store::{
        Result, StoreError,
        audit::Actor,
        drafts::{Draft, Drafts, FIRST, KEPT, Revision, SETTLED, SLOT, Save, Saved},
    },
};

#[async_trait]
impl Drafts for Postgres {
    async fn draft(&self, municipality: &str, number: Option<u64>) -> Result<Option<Draft>> {
        let mut connection = self.connection().await?;
        // Both of one moment.
        let moment = connection
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead);
        let tx = moment.read_only(true).start().await?;
        let found = query_opt(
            &tx,
            "SELECT draft_revisions.revision, saved_at, saved_by FROM drafts JOIN draft_revisions USING (municipality)
             WHERE municipality = $1 AND draft_revisions.revision = coalesce($2, drafts.revision)",
            &[&municipality, &optional(number)?],
        )
        .await?;
        let Some(revision) = found.as_ref().map(revision).transpose()? else {
            return Ok(None);
        };
        let parts = query(
            &tx,
            "SELECT name, bytes FROM draft_parts JOIN draft_files USING (municipality, sha256)
             WHERE (municipality, revision) = ($1, $2)",
            &[&municipality, &signed(revision.number)?],
        )
        .await?;
        tx.commit().await?;
        let file = |row: &Row| Ok((row.try_get::<_, String>("name")?, row.try_get::<_, Vec<u8>>("bytes")?));
        let files = parts.iter().map(file).collect::<Result<Files>>()?;
        Ok(Some(Draft { revision, files }))
    }

    async fn draft_revisions(&self, municipality: &str, before: Option<u64>, limit: u32) -> Result<Vec<Revision>> {
        let found = query(
            &self.connection().await?,
            "SELECT revision, saved_at, saved_by FROM draft_revisions
             WHERE municipality = $1 AND ($2::BIGINT IS NULL OR revision < $2) ORDER BY revision DESC LIMIT $3",
            &[&municipality, &optional(before)?, &i64::from(limit)],
        )
        .await?;
        found.iter().map(revision).collect()
    }

    async fn drafted(&self) -> Result<Vec<String>> {
        let select = "SELECT municipality FROM drafts ORDER BY municipality COLLATE \"C\"";
        let found = query(&self.connection().await?, select, &[]).await?;
        found.iter().map(|row| Ok(row.try_get("municipality")?)).collect()
    }

    async fn save_draft(&self, save: &Save, actor: &Actor, now: DateTime<Utc>) -> Result<Saved> {
        let municipality = &save.municipality;
        let (on, next) = (signed(save.on)?, save.on + 1);
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        // Whoever comes second waits here, and finds the draft moved on.
        let begin = "INSERT INTO drafts (municipality, revision) VALUES ($1, $2) ON CONFLICT (municipality) DO NOTHING";
        if execute(&tx, begin, &[municipality, &signed(FIRST)?]).await? == 1 {
            insert(&tx, municipality, FIRST, &save.begins_from, "", now).await?;
        }
        let update = "UPDATE drafts SET revision = $3 WHERE (municipality, revision) = ($1, $2)";
        let moved = execute(&tx, update, &[municipality, &on, &signed(next)?]).await?;
        let saved = if moved == 0 {
            Saved::Stale
        } else {
            insert(&tx, municipality, next, &save.files, &actor.name(), now).await?;
            if let Some(act) = save.act {
                note(&tx, actor, act, municipality, &next.to_string(), now).await?;
            }
            forget(&tx, municipality, now).await?;
            Saved::As(next)
        };
        tx.commit().await?;
        Ok(saved)
    }
}

fn revision(row: &Row) -> Result<Revision> {
    Ok(Revision {
        number: rows::number(row, "revision")?,
        saved_at: rows::time(row, "saved_at")?,
        saved_by: row.try_get("saved_by")?,
    })
}

fn signed(number: u64) -> Result<i64> {
    number.try_into().map_err(StoreError::internal)
}

fn optional(number: Option<u64>) -> Result<Option<i64>> {
    number.map(signed).transpose()
}

async fn insert(
    tx: &Transaction<'_>,
    municipality: &str,
    number: u64,
    files: &Files,
    saved_by: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let number = signed(number)?;
    let revision = "INSERT INTO draft_revisions (municipality, revision, saved_at, saved_by) VALUES ($1, $2, $3, $4)";
    let values: Values = &[&municipality, &number, &now.timestamp(), &saved_by];
    execute(tx, revision, values).await?;
    for (name, bytes) in files.iter() {
        let sha256 = Hash::of(bytes).0;
        let sha256 = sha256.as_slice();
        let file = "INSERT INTO draft_files (municipality, sha256, bytes) VALUES ($1, $2, $3)
             ON CONFLICT (municipality, sha256) DO NOTHING";
        execute(tx, file, &[&municipality, &sha256, &bytes]).await?;
        let part = "INSERT INTO draft_parts (municipality, revision, name, sha256) VALUES ($1, $2, $3, $4)";
        execute(tx, part, &[&municipality, &number, &name, &sha256]).await?;
    }
    Ok(())
}

/// Takes away revisions that are kept no more, and files that were theirs alone.
async fn forget(tx: &Transaction<'_>, municipality: &str, now: DateTime<Utc>) -> Result<()> {
    let old = "SELECT revision FROM draft_revisions AS old WHERE municipality = $1 AND revision > $2 AND (
             revision <= (SELECT revision FROM draft_revisions WHERE municipality = $1 AND revision > $2
                          ORDER BY revision DESC LIMIT 1 OFFSET $3)
             OR saved_at <= $4 AND EXISTS (
                 SELECT FROM draft_revisions AS next
                 WHERE (next.municipality, next.revision, next.saved_by, next.saved_at / $5)
                     = (old.municipality, old.revision + 1, old.saved_by, old.saved_at / $5)))";
    let settled = now.timestamp() - SETTLED;
    let values: Values = &[&municipality, &signed(FIRST)?, &i64::from(KEPT), &settled, &SLOT];
    let old = query(tx, old, values).await?;
    let old: Vec<i64> = old
        .iter()
        .map(|row| rows::number(row, "revision"))
        .collect::<Result<_>>()?;
    if old.is_empty() {
        return Ok(());
    }
    for table in ["draft_parts", "draft_revisions"] {
        let delete = format!("DELETE FROM {table} WHERE municipality = $1 AND revision = ANY($2)");
        execute(tx, &delete, &[&municipality, &old]).await?;
    }
    let unused = "DELETE FROM draft_files WHERE municipality = $1 AND NOT EXISTS (
             SELECT 1 FROM draft_parts WHERE (draft_parts.municipality, draft_parts.sha256) = (draft_files.municipality, draft_files.sha256))";
    execute(tx, unused, &[&municipality]).await.map(drop)
}
