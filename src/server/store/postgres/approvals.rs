//! See [`Approvals`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Row;

use super::{
    Postgres,
    audit::note,
    rows,
    statements::{Values, execute, query_opt},
};
use crate::server::store::{
    Result, StoreError,
    approvals::{Approvals, Wish},
    audit::{Act, Actor},
    devices::Changed,
};

const TAKE: &str = "DELETE FROM publication_wishes WHERE (municipality, revision, asked_at) = ($1, $2, $3)";

#[async_trait]
impl Approvals for Postgres {
    async fn needs_second(&self, municipality: &str) -> Result<bool> {
        let select = "SELECT FROM second_person WHERE municipality = $1";
        let found = query_opt(&self.connection().await?, select, &[&municipality]).await?;
        Ok(found.is_some())
    }

    async fn require_second(
        &self,
        municipality: &str,
        is_needed: bool,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let (change, act) = if is_needed {
            let insert = "INSERT INTO second_person (municipality) VALUES ($1) ON CONFLICT (municipality) DO NOTHING";
            (insert, Act::RequireSecond)
        } else {
            ("DELETE FROM second_person WHERE municipality = $1", Act::ReleaseSecond)
        };
        if execute(&tx, change, &[&municipality]).await? == 1 {
            note(&tx, actor, act, municipality, "", now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn wish(&self, municipality: &str) -> Result<Option<Wish>> {
        let select = "SELECT municipality, revision, valid_from, device, asked_by, asked_at
             FROM publication_wishes WHERE municipality = $1";
        let found = query_opt(&self.connection().await?, select, &[&municipality]).await?;
        found.as_ref().map(wish).transpose()
    }

    async fn ask_publication(&self, wish: &Wish, actor: &Actor, now: DateTime<Utc>) -> Result<()> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let ask = "INSERT INTO publication_wishes (municipality, revision, valid_from, device, asked_by, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (municipality) DO UPDATE SET revision = excluded.revision, valid_from = excluded.valid_from,
                 device = excluded.device, asked_by = excluded.asked_by, asked_at = excluded.asked_at";
        let values: Values = &[
            &wish.municipality,
            &signed(wish.revision)?,
            &wish.valid_from.map(|at| at.timestamp()),
            &wish.device,
            &wish.asked_by,
            &wish.asked_at.timestamp(),
        ];
        execute(&tx, ask, values).await?;
        let revision = wish.revision.to_string();
        note(&tx, actor, Act::AskPublication, &wish.municipality, &revision, now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn decline_wish(&self, wish: &Wish, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        if take(&tx, wish).await? != Changed::Done {
            return Ok(Changed::NotFound);
        }
        let revision = wish.revision.to_string();
        note(&tx, actor, Act::DeclinePublication, &wish.municipality, &revision, now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }
}

/// It waits no more; of several who take it at once one has it.
pub(super) async fn take(tx: &Transaction<'_>, wish: &Wish) -> Result<Changed> {
    let values: Values = &[&wish.municipality, &signed(wish.revision)?, &wish.asked_at.timestamp()];
    let taken = execute(tx, TAKE, values).await?;
    Ok(if taken == 1 { Changed::Done } else { Changed::NotFound })
}

fn signed(number: u64) -> Result<i64> {
    number.try_into().map_err(StoreError::internal)
}

fn wish(row: &Row) -> Result<Wish> {
    Ok(Wish {
        municipality: row.try_get("municipality")?,
        revision: rows::number(row, "revision")?,
        valid_from: rows::optional_time(row, "valid_from")?,
        device: row.try_get("device")?,
        asked_by: row.try_get("asked_by")?,
        asked_at: rows::time(row, "asked_at")?,
    })
}
