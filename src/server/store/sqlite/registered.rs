//! See [`Register`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Sqlite, audit::note, rows};
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

#[async_trait]
impl Register for Sqlite {
    async fn add_registered(
        &self,
        municipality: &str,
        new: &Registered,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let (municipality, new, actor) = (municipality.to_owned(), new.clone(), actor.clone());
        self.write(move |tx| {
            if is_there(tx, &municipality, &new.number)? {
                return Ok(Changed::NameTaken);
            }
            put(tx, &municipality, &new)?;
            note(tx, &actor, Act::AddRegistered, &municipality, new.number.as_str(), now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn correct_registered(
        &self,
        municipality: &str,
        number: &RegisterNumber,
        right: &Registered,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let (municipality, number) = (municipality.to_owned(), number.clone());
        let (right, actor) = (right.clone(), actor.clone());
        self.write(move |tx| {
            if !is_there(tx, &municipality, &number)? {
                return Ok(Changed::NotFound);
            }
            if right.number != number && is_there(tx, &municipality, &right.number)? {
                return Ok(Changed::NameTaken);
            }
            remove(tx, &municipality, &number)?;
            put(tx, &municipality, &right)?;
            note(
                tx,
                &actor,
                Act::CorrectRegistered,
                &municipality,
                right.number.as_str(),
                now,
            )?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn remove_registered(
        &self,
        municipality: &str,
        number: &RegisterNumber,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let (municipality, number, actor) = (municipality.to_owned(), number.clone(), actor.clone());
        self.write(move |tx| {
            if remove(tx, &municipality, &number)? == 0 {
                return Ok(Changed::NotFound);
            }
            note(tx, &actor, Act::RemoveRegistered, &municipality, number.as_str(), now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn import_registered(
        &self,
        municipality: &str,
        list: &[Registered],
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (municipality, list, actor) = (municipality.to_owned(), list.to_vec(), actor.clone());
        self.write(move |tx| {
            for registered in &list {
                put(tx, &municipality, registered)?;
            }
            let many = list.len().to_string();
            note(tx, &actor, Act::ImportRegistered, &municipality, &many, now)
        })
        .await
    }

    async fn registered(&self, span: &Span) -> Result<Vec<Registered>> {
        let Span { municipality, from, to } = span.clone();
        self.read(move |tx| {
            let mut query = tx.prepare_cached(
                "SELECT * FROM registered WHERE municipality = ?1 AND registered_on BETWEEN ?2 AND ?3
                 ORDER BY registered_on, number",
            )?;
            let values = params![municipality, from.to_string(), to.to_string()];
            query.query_map(values, registered)?.collect()
        })
        .await
    }
}

fn is_there(tx: &Transaction, municipality: &str, number: &RegisterNumber) -> rusqlite::Result<bool> {
    let select = "SELECT 1 FROM registered WHERE municipality = ?1 AND number = ?2";
    let found = tx.query_row(select, [municipality, number.as_str()], |_| Ok(()));
    Ok(found.optional()?.is_some())
}

/// In place of what is under its number.
fn put(tx: &Transaction, municipality: &str, registered: &Registered) -> rusqlite::Result<()> {
    let mut insert = tx.prepare_cached(
        "INSERT OR REPLACE INTO registered (municipality, number, matter, registered_on, answered_on, notice_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let values = params![
        municipality,
        registered.number.as_str(),
        registered.matter.name(),
        registered.on.to_string(),
        registered.answered.map(|day| day.to_string()),
        registered.notice.map(|day| day.to_string()),
    ];
    insert.execute(values).map(drop)
}

fn remove(tx: &Transaction, municipality: &str, number: &RegisterNumber) -> rusqlite::Result<usize> {
    let delete = "DELETE FROM registered WHERE municipality = ?1 AND number = ?2";
    tx.execute(delete, [municipality, number.as_str()])
}

fn registered(row: &Row) -> rusqlite::Result<Registered> {
    Ok(Registered {
        matter: rows::parsed(row, "matter")?,
        number: rows::parsed(row, "number")?,
        on: rows::parsed(row, "registered_on")?,
        answered: rows::optional_parsed(row, "answered_on")?,
        notice: rows::optional_parsed(row, "notice_on")?,
    })
}
