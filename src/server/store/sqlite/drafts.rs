//! See [`Drafts`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Sqlite, audit::note, rows};
use crate::{
    content::files::Files,
    protocol::record::Hash,
    server::store::{
        Result,
        audit::Actor,
        drafts::{Draft, Drafts, FIRST, KEPT, Revision, SETTLED, SLOT, Save, Saved},
    },
};

#[async_trait]
impl Drafts for Sqlite {
    async fn draft(&self, municipality: &str, number: Option<u64>) -> Result<Option<Draft>> {
        let municipality = municipality.to_owned();
        self.read(move |tx| {
            let mut query = tx.prepare_cached(
                "SELECT draft_revisions.* FROM drafts JOIN draft_revisions USING (municipality)
                 WHERE municipality = ?1 AND draft_revisions.revision = coalesce(?2, drafts.revision)",
            )?;
            let found = query.query_row(params![municipality, number], revision).optional()?;
            let Some(revision) = found else { return Ok(None) };
            let mut query = tx.prepare_cached(
                "SELECT name, bytes FROM draft_parts JOIN draft_files USING (municipality, sha256)
                 WHERE municipality = ?1 AND revision = ?2",
            )?;
            let files = query.query_map(params![municipality, revision.number], |row| {
                Ok((row.get::<_, String>("name")?, row.get::<_, Vec<u8>>("bytes")?))
            })?;
            let files = files.collect::<rusqlite::Result<Files>>()?;
            Ok(Some(Draft { revision, files }))
        })
        .await
    }

    async fn draft_revisions(&self, municipality: &str, before: Option<u64>, limit: u32) -> Result<Vec<Revision>> {
        let municipality = municipality.to_owned();
        self.read(move |tx| {
            let mut query = tx.prepare_cached(
                "SELECT * FROM draft_revisions WHERE municipality = ?1 AND (?2 IS NULL OR revision < ?2)
                 ORDER BY revision DESC LIMIT ?3",
            )?;
            query
                .query_map(params![municipality, before, limit], revision)?
                .collect()
        })
        .await
    }

    async fn drafted(&self) -> Result<Vec<String>> {
        self.read(|tx| {
            let mut query = tx.prepare_cached("SELECT municipality FROM drafts ORDER BY municipality")?;
            query.query_map([], |row| row.get(0))?.collect()
        })
        .await
    }

    async fn save_draft(&self, save: &Save, actor: &Actor, now: DateTime<Utc>) -> Result<Saved> {
        let (save, actor) = (save.clone(), actor.clone());
        self.write(move |tx| {
            let municipality = &save.municipality;
            let begun = tx.execute(
                "INSERT INTO drafts (municipality, revision) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![municipality, FIRST],
            )?;
            if begun == 1 {
                insert(tx, municipality, FIRST, &save.begins_from, "", now)?;
            }
            let next = save.on + 1;
            let moved = tx.execute(
                "UPDATE drafts SET revision = ?3 WHERE municipality = ?1 AND revision = ?2",
                params![municipality, save.on, next],
            )?;
            if moved == 0 {
                return Ok(Saved::Stale);
            }
            insert(tx, municipality, next, &save.files, &actor.name(), now)?;
            if let Some(act) = save.act {
                note(tx, &actor, act, municipality, &next.to_string(), now)?;
            }
            forget(tx, municipality, now)?;
            Ok(Saved::As(next))
        })
        .await
    }
}

fn revision(row: &Row) -> rusqlite::Result<Revision> {
    Ok(Revision {
        number: row.get("revision")?,
        saved_at: rows::time(row, "saved_at")?,
        saved_by: row.get("saved_by")?,
    })
}

fn insert(
    tx: &Transaction,
    municipality: &str,
    number: u64,
    files: &Files,
    saved_by: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO draft_revisions (municipality, revision, saved_at, saved_by) VALUES (?1, ?2, ?3, ?4)",
        params![municipality, number, now.timestamp(), saved_by],
    )?;
    for (name, bytes) in files.iter() {
        let sha256 = Hash::of(bytes).0;
        tx.execute(
            "INSERT INTO draft_files (municipality, sha256, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![municipality, sha256, bytes],
        )?;
        tx.execute(
            "INSERT INTO draft_parts (municipality, revision, name, sha256) VALUES (?1, ?2, ?3, ?4)",
            params![municipality, number, name, sha256],
        )?;
    }
    Ok(())
}

/// Takes away revisions that are kept no more, and files that were theirs alone.
fn forget(tx: &Transaction, municipality: &str, now: DateTime<Utc>) -> rusqlite::Result<()> {
    let old = "SELECT revision FROM draft_revisions AS old WHERE municipality = ?1 AND revision > ?2 AND (
             revision <= (SELECT revision FROM draft_revisions WHERE municipality = ?1 AND revision > ?2
                          ORDER BY revision DESC LIMIT 1 OFFSET ?3)
             OR saved_at <= ?4 AND EXISTS (
                 SELECT 1 FROM draft_revisions AS next
                 WHERE (next.municipality, next.revision, next.saved_by, next.saved_at / ?5)
                     = (old.municipality, old.revision + 1, old.saved_by, old.saved_at / ?5)))";
    let values = params![municipality, FIRST, KEPT, now.timestamp() - SETTLED, SLOT];
    let mut query = tx.prepare_cached(old)?;
    let old: Vec<u64> = query
        .query_map(values, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if old.is_empty() {
        return Ok(());
    }
    for table in ["draft_parts", "draft_revisions"] {
        let mut delete = tx.prepare_cached(&format!(
            "DELETE FROM {table} WHERE municipality = ?1 AND revision = ?2"
        ))?;
        for revision in &old {
            delete.execute(params![municipality, revision])?;
        }
    }
    let used = "SELECT 1 FROM draft_parts WHERE (draft_parts.municipality, draft_parts.sha256) = (draft_files.municipality, draft_files.sha256)";
    let unused = format!("DELETE FROM draft_files WHERE municipality = ?1 AND NOT EXISTS ({used})");
    tx.execute(&unused, [municipality]).map(drop)
}
