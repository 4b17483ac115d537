//! See [`Register`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Row;

use super::{
    Postgres,
    audit::note,
    rows,
    statements::{Values, execute, query, query_opt},
};
use crate::{
    figures::{RegisterNumber, Registered},
    server::store::{
        Result,
        audit::{Act, Actor},
        days::Span,
        devices::Changed,
        registered::Register,
    },
};

const DELETE: &str = "DELETE FROM registered WHERE (municipality, number) = ($1, $2)";

#[async_trait]
impl Register for Postgres {
    async fn add_registered(
        &self,
        municipality: &str,
        new: &Registered,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        if !insert(&tx, municipality, new).await? {
            return Ok(Changed::NameTaken);
        }
        note(&tx, actor, Act::AddRegistered, municipality, new.number.as_str(), now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn correct_registered(
        &self,
        municipality: &str,
        number: &RegisterNumber,
        right: &Registered,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        if execute(&tx, DELETE, &[&municipality, &number.as_str()]).await? == 0 {
            return Ok(Changed::NotFound);
        }
        if !insert(&tx, municipality, right).await? {
            return Ok(Changed::NameTaken);
        }
        let number = right.number.as_str();
        note(&tx, actor, Act::CorrectRegistered, municipality, number, now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn remove_registered(
        &self,
        municipality: &str,
        number: &RegisterNumber,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        if execute(&tx, DELETE, &[&municipality, &number.as_str()]).await? == 0 {
            return Ok(Changed::NotFound);
        }
        note(&tx, actor, Act::RemoveRegistered, municipality, number.as_str(), now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn import_registered(
        &self,
        municipality: &str,
        list: &[Registered],
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut list: Vec<&Registered> = list.iter().collect();
        // Two lists that meet wait for one another in turn.
        list.sort_by_key(|registered| &registered.number);
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let put = "INSERT INTO registered (municipality, number, matter, registered_on, answered_on, notice_on)
             SELECT $1, number, matter, registered_on, answered_on, notice_on
             FROM unnest($2::TEXT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[])
                 AS list (number, matter, registered_on, answered_on, notice_on)
             ON CONFLICT (municipality, number) DO UPDATE SET matter = excluded.matter,
                 registered_on = excluded.registered_on, answered_on = excluded.answered_on, notice_on = excluded.notice_on";
        let column = |value: &dyn Fn(&Registered) -> Option<String>| -> Vec<Option<String>> {
            list.iter().map(|registered| value(registered)).collect()
        };
        let values: Values = &[
            &municipality,
            &column(&|registered| Some(registered.number.to_string())),
            &column(&|registered| Some(registered.matter.name().to_owned())),
            &column(&|registered| Some(registered.on.to_string())),
            &column(&|registered| registered.answered.map(|day| day.to_string())),
            &column(&|registered| registered.notice.map(|day| day.to_string())),
        ];
        execute(&tx, put, values).await?;
        let many = list.len().to_string();
        note(&tx, actor, Act::ImportRegistered, municipality, &many, now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn registered(&self, span: &Span) -> Result<Vec<Registered>> {
        let select = "SELECT number, matter, registered_on, answered_on, notice_on FROM registered
             WHERE municipality = $1 AND registered_on BETWEEN $2 AND $3 ORDER BY registered_on, number";
        let values: Values = &[&span.municipality, &span.from.to_string(), &span.to.to_string()];
        let found = query(&self.connection().await?, select, values).await?;
        found.iter().map(registered).collect()
    }
}

/// Says whether there was none of that number.
async fn insert(tx: &Transaction<'_>, municipality: &str, new: &Registered) -> Result<bool> {
    let insert = "INSERT INTO registered (municipality, number, matter, registered_on, answered_on, notice_on)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (municipality, number) DO NOTHING RETURNING number";
    let values: Values = &[
        &municipality,
        &new.number.as_str(),
        &new.matter.name(),
        &new.on.to_string(),
        &new.answered.map(|day| day.to_string()),
        &new.notice.map(|day| day.to_string()),
    ];
    Ok(query_opt(tx, insert, values).await?.is_some())
}

fn registered(row: &Row) -> Result<Registered> {
    Ok(Registered {
        matter: rows::parsed(row, "matter")?,
        number: rows::parsed(row, "number")?,
        on: rows::parsed(row, "registered_on")?,
        answered: rows::optional_parsed(row, "answered_on")?,
        notice: rows::optional_parsed(row, "notice_on")?,
    })
}
