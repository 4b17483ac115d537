//! See [`Images`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio_postgres::Row;

use super::{
    Postgres,
    audit::note,
    rows,
    statements::{Values, execute, query, query_opt},
};
use crate::server::store::{
    Result,
    audit::{Act, Actor},
    devices::{Changed, Device},
    images::{Choice, Images, Order},
};

#[async_trait]
impl Images for Postgres {
    async fn choose_image(&self, choice: &Choice, actor: &Actor, now: DateTime<Utc>) -> Result<()> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        if choice.municipality.is_none() {
            execute(&tx, "DELETE FROM image_choices", &[]).await?;
        }
        let municipality = choice.municipality.as_deref().unwrap_or_default();
        let put = "INSERT INTO image_choices (municipality, version, share) VALUES ($1, $2, $3)
             ON CONFLICT (municipality) DO UPDATE SET version = excluded.version, share = excluded.share";
        let values: Values = &[&municipality, &choice.version, &i64::from(choice.share)];
        execute(&tx, put, values).await?;
        let (act, detail) = choice.act();
        note(&tx, actor, act, municipality, &detail, now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn image_choices(&self) -> Result<Vec<Choice>> {
        let select = "SELECT municipality, version, share FROM image_choices ORDER BY municipality";
        let found = query(&self.connection().await?, select, &[]).await?;
        found.iter().map(choice).collect()
    }

    async fn order_image(&self, device: &str, version: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let put = "INSERT INTO image_orders (device, version, at) SELECT id, $2, $3 FROM devices WHERE id = $1
             ON CONFLICT (device) DO UPDATE SET version = excluded.version, at = excluded.at";
        if execute(&tx, put, &[&device, &version, &now.timestamp()]).await? == 0 {
            return Ok(Changed::NotFound);
        }
        note(&tx, actor, Act::OrderImage, device, version, now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn image_orders(&self) -> Result<Vec<Order>> {
        let select = "SELECT device, version, at FROM image_orders ORDER BY device";
        let found = query(&self.connection().await?, select, &[]).await?;
        found.iter().map(order).collect()
    }

    async fn image_for(&self, device: &Device) -> Result<(Option<Choice>, Option<Order>)> {
        let connection = self.connection().await?;
        let select = "SELECT municipality, version, share FROM image_choices WHERE municipality IN ($1, '')
             ORDER BY municipality DESC LIMIT 1";
        let chosen = query_opt(&connection, select, &[&device.municipality]).await?;
        let select = "SELECT device, version, at FROM image_orders WHERE device = $1";
        let ordered = query_opt(&connection, select, &[&device.id]).await?;
        let chosen = chosen.as_ref().map(choice).transpose()?;
        Ok((chosen, ordered.as_ref().map(order).transpose()?))
    }
}

fn choice(row: &Row) -> Result<Choice> {
    let municipality: String = row.try_get("municipality")?;
    Ok(Choice {
        municipality: Some(municipality).filter(|municipality| !municipality.is_empty()),
        version: row.try_get("version")?,
        share: rows::number(row, "share")?,
    })
}

fn order(row: &Row) -> Result<Order> {
    Ok(Order {
        device: row.try_get("device")?,
        version: row.try_get("version")?,
        at: rows::time(row, "at")?,
    })
}
