//! See [`Images`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};

use super::{Sqlite, audit::note, rows};
use crate::server::store::{
    Result,
    audit::{Act, Actor},
    devices::{Changed, Device},
    images::{Choice, Images, Order},
};

#[async_trait]
impl Images for Sqlite {
    async fn choose_image(&self, choice: &Choice, actor: &Actor, now: DateTime<Utc>) -> Result<()> {
        let (choice, actor) = (choice.clone(), actor.clone());
        self.write(move |tx| {
            if choice.municipality.is_none() {
                tx.execute("DELETE FROM image_choices", [])?;
            }
            let municipality = choice.municipality.as_deref().unwrap_or_default();
            tx.execute(
                "INSERT INTO image_choices (municipality, version, share) VALUES (?1, ?2, ?3)
                 ON CONFLICT (municipality) DO UPDATE SET version = excluded.version, share = excluded.share",
                params![municipality, choice.version, choice.share],
            )?;
            let (act, detail) = choice.act();
            note(tx, &actor, act, municipality, &detail, now)
        })
        .await
    }

    async fn image_choices(&self) -> Result<Vec<Choice>> {
        self.read(move |tx| {
            let mut query = tx.prepare_cached("SELECT * FROM image_choices ORDER BY municipality")?;
            query.query_map([], choice)?.collect()
        })
        .await
    }

    async fn order_image(&self, device: &str, version: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (device, version, actor) = (device.to_owned(), version.to_owned(), actor.clone());
        self.write(move |tx| {
            let ordered = tx.execute(
                "INSERT INTO image_orders (device, version, at) SELECT id, ?2, ?3 FROM devices WHERE id = ?1
                 ON CONFLICT (device) DO UPDATE SET version = excluded.version, at = excluded.at",
                params![device, version, now.timestamp()],
            )?;
            if ordered == 0 {
                return Ok(Changed::NotFound);
            }
            note(tx, &actor, Act::OrderImage, &device, &version, now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn image_orders(&self) -> Result<Vec<Order>> {
        self.read(move |tx| {
            let mut query = tx.prepare_cached("SELECT * FROM image_orders ORDER BY device")?;
            query.query_map([], order)?.collect()
        })
        .await
    }

    async fn image_for(&self, device: &Device) -> Result<(Option<Choice>, Option<Order>)> {
        let (municipality, device) = (device.municipality.clone(), device.id.clone());
        self.read(move |tx| {
            let mut query = tx.prepare_cached(
                "SELECT * FROM image_choices WHERE municipality IN (?1, '') ORDER BY municipality DESC LIMIT 1",
            )?;
            let choice = query.query_row([municipality], choice).optional()?;
            let mut query = tx.prepare_cached("SELECT * FROM image_orders WHERE device = ?1")?;
            Ok((choice, query.query_row([device], order).optional()?))
        })
        .await
    }
}

fn choice(row: &Row) -> rusqlite::Result<Choice> {
    let municipality: String = row.get("municipality")?;
    Ok(Choice {
        municipality: Some(municipality).filter(|municipality| !municipality.is_empty()),
        version: row.get("version")?,
        share: row.get("share")?,
    })
}

fn order(row: &Row) -> rusqlite::Result<Order> {
    Ok(Order {
        device: row.get("device")?,
        version: row.get("version")?,
        at: rows::time(row, "at")?,
    })
}
