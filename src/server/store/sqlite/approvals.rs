//! See [`Approvals`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Sqlite, audit::note, rows};
use crate::server::store::{
    Result,
    approvals::{Approvals, Wish},
    audit::{Act, Actor},
    devices::Changed,
};

#[async_trait]
impl Approvals for Sqlite {
    async fn needs_second(&self, municipality: &str) -> Result<bool> {
        let municipality = municipality.to_owned();
        self.read(move |tx| {
            let mut query = tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM second_person WHERE municipality = ?1)")?;
            query.query_row([municipality], |row| row.get(0))
        })
        .await
    }

    async fn require_second(
        &self,
        municipality: &str,
        is_needed: bool,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (municipality, actor) = (municipality.to_owned(), actor.clone());
        self.write(move |tx| {
            let (change, act) = if is_needed {
                let insert = "INSERT INTO second_person (municipality) VALUES (?1) ON CONFLICT DO NOTHING";
                (insert, Act::RequireSecond)
            } else {
                ("DELETE FROM second_person WHERE municipality = ?1", Act::ReleaseSecond)
            };
            if tx.execute(change, [&municipality])? == 1 {
                note(tx, &actor, act, &municipality, "", now)?;
            }
            Ok(())
        })
        .await
    }

    async fn wish(&self, municipality: &str) -> Result<Option<Wish>> {
        let municipality = municipality.to_owned();
        self.read(move |tx| {
            let mut query = tx.prepare_cached("SELECT * FROM publication_wishes WHERE municipality = ?1")?;
            query.query_row([municipality], wish).optional()
        })
        .await
    }

    async fn ask_publication(&self, wish: &Wish, actor: &Actor, now: DateTime<Utc>) -> Result<()> {
        let (wish, actor) = (wish.clone(), actor.clone());
        self.write(move |tx| {
            tx.execute(
                "INSERT OR REPLACE INTO publication_wishes
                     (municipality, revision, valid_from, device, asked_by, asked_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    wish.municipality,
                    wish.revision,
                    wish.valid_from.map(|at| at.timestamp()),
                    wish.device,
                    wish.asked_by,
                    wish.asked_at.timestamp()
                ],
            )?;
            let revision = wish.revision.to_string();
            note(tx, &actor, Act::AskPublication, &wish.municipality, &revision, now)
        })
        .await
    }

    async fn decline_wish(&self, wish: &Wish, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (wish, actor) = (wish.clone(), actor.clone());
        self.write(move |tx| {
            let changed = take(tx, &wish)?;
            if changed == Changed::Done {
                let revision = wish.revision.to_string();
                note(tx, &actor, Act::DeclinePublication, &wish.municipality, &revision, now)?;
            }
            Ok(changed)
        })
        .await
    }
}

/// It waits no more; of several who take it at once one has it.
pub(super) fn take(tx: &Transaction, wish: &Wish) -> rusqlite::Result<Changed> {
    let taken = tx.execute(
        "DELETE FROM publication_wishes WHERE (municipality, revision, asked_at) = (?1, ?2, ?3)",
        params![wish.municipality, wish.revision, wish.asked_at.timestamp()],
    )?;
    Ok(if taken == 1 { Changed::Done } else { Changed::NotFound })
}

fn wish(row: &Row) -> rusqlite::Result<Wish> {
    Ok(Wish {
        municipality: row.get("municipality")?,
        revision: row.get("revision")?,
        valid_from: rows::optional_time(row, "valid_from")?,
        device: row.get("device")?,
        asked_by: row.get("asked_by")?,
        asked_at: rows::time(row, "asked_at")?,
    })
}
