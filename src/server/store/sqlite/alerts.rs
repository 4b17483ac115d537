//! See [`Alerts`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Sqlite, audit::note, rows};
use crate::{
    figures::alert::{Found, Rule},
    server::store::{
        Result,
        alerts::{Alert, Alerts, KeptRule, SENDING},
        audit::{Act, Actor},
        devices::Changed,
    },
};

#[async_trait]
impl Alerts for Sqlite {
    async fn alert_rules(&self, municipality: Option<&str>) -> Result<Vec<KeptRule>> {
        let municipality = municipality.map(str::to_owned);
        self.read(move |tx| {
            let select = "SELECT * FROM alert_rules WHERE ?1 IS NULL OR municipality = ?1 ORDER BY id";
            let mut query = tx.prepare_cached(select)?;
            query.query_map([municipality], kept_rule)?.collect()
        })
        .await
    }

    async fn add_alert_rule(&self, municipality: &str, rule: Rule, actor: &Actor, now: DateTime<Utc>) -> Result<i64> {
        let (municipality, actor) = (municipality.to_owned(), actor.clone());
        self.write(move |tx| {
            let rule = rows::to_json(&rule)?;
            let insert = "INSERT INTO alert_rules (municipality, rule) VALUES (?1, ?2)";
            tx.execute(insert, [&municipality, &rule])?;
            let id = tx.last_insert_rowid();
            note(tx, &actor, Act::AddAlertRule, &municipality, &rule, now)?;
            Ok(id)
        })
        .await
    }

    async fn remove_alert_rule(&self, id: i64, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let actor = actor.clone();
        self.write(move |tx| {
            let Some(KeptRule { municipality, rule, .. }) = rule_of(tx, id)? else {
                return Ok(Changed::NotFound);
            };
            tx.execute("DELETE FROM alert_rules WHERE id = ?1", [id])?;
            close_all_but(tx, id, &[], now)?;
            note(
                tx,
                &actor,
                Act::RemoveAlertRule,
                &municipality,
                &rows::to_json(&rule)?,
                now,
            )?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn settle_alerts(&self, rule: i64, found: &[Found], now: DateTime<Utc>) -> Result<()> {
        let found = found.to_vec();
        self.write(move |tx| {
            let Some(KeptRule {
                id, municipality, rule, ..
            }) = rule_of(tx, rule)?
            else {
                return Ok(());
            };
            close_all_but(tx, id, &found, now)?;
            for Found { subject, measured } in &found {
                tx.execute(
                    "INSERT INTO alerts (municipality, rule_id, rule, subject, measured, raised_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
                    params![
                        municipality,
                        id,
                        rows::to_json(&rule)?,
                        subject,
                        rows::to_json(measured)?,
                        now.timestamp()
                    ],
                )?;
            }
            Ok(())
        })
        .await
    }

    async fn alerts(&self, municipality: &str, limit: u32) -> Result<Vec<Alert>> {
        let municipality = municipality.to_owned();
        self.read(move |tx| {
            let select = "SELECT * FROM alerts WHERE municipality = ?1 ORDER BY id DESC LIMIT ?2";
            let mut query = tx.prepare_cached(select)?;
            query.query_map(params![municipality, limit], alert)?.collect()
        })
        .await
    }

    async fn take_unsent_alerts(&self, limit: u32, now: DateTime<Utc>) -> Result<Vec<Alert>> {
        self.write(move |tx| {
            let mut query = tx.prepare_cached(
                "UPDATE alerts SET taken_until = ?2
                 WHERE id IN (SELECT id FROM alerts WHERE closed_at IS NULL AND sent_at IS NULL AND taken_until <= ?1
                     ORDER BY id LIMIT ?3)
                 RETURNING *",
            )?;
            let values = params![now.timestamp(), (now + SENDING).timestamp(), limit];
            let mut taken: Vec<Alert> = query.query_map(values, alert)?.collect::<rusqlite::Result<_>>()?;
            taken.sort_by_key(|alert| alert.id);
            Ok(taken)
        })
        .await
    }

    async fn alert_addresses(&self, municipality: &str) -> Result<Vec<String>> {
        let municipality = municipality.to_owned();
        self.read(move |tx| {
            let select = "SELECT address FROM alert_addresses WHERE municipality = ?1 ORDER BY address";
            let mut query = tx.prepare_cached(select)?;
            query.query_map([municipality], |row| row.get(0))?.collect()
        })
        .await
    }

    async fn set_alert_addresses(
        &self,
        municipality: &str,
        addresses: &[String],
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (municipality, addresses, actor) = (municipality.to_owned(), addresses.to_vec(), actor.clone());
        self.write(move |tx| {
            tx.execute("DELETE FROM alert_addresses WHERE municipality = ?1", [&municipality])?;
            for address in &addresses {
                let insert =
                    "INSERT INTO alert_addresses (municipality, address) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
                tx.execute(insert, [&municipality, address])?;
            }
            note(tx, &actor, Act::SetAlertAddresses, &municipality, "", now)
        })
        .await
    }

    async fn alert_sent(&self, id: i64, now: DateTime<Utc>) -> Result<()> {
        self.write(move |tx| {
            let update = "UPDATE alerts SET sent_at = ?2 WHERE id = ?1 AND sent_at IS NULL";
            tx.execute(update, params![id, now.timestamp()]).map(drop)
        })
        .await
    }
}

fn rule_of(tx: &Transaction, id: i64) -> rusqlite::Result<Option<KeptRule>> {
    let mut query = tx.prepare_cached("SELECT * FROM alert_rules WHERE id = ?1")?;
    query.query_row([id], kept_rule).optional()
}

fn close_all_but(tx: &Transaction, rule: i64, found: &[Found], now: DateTime<Utc>) -> rusqlite::Result<()> {
    let holds: Vec<&str> = found.iter().map(|found| found.subject.as_str()).collect();
    tx.execute(
        "UPDATE alerts SET closed_at = ?2 WHERE rule_id = ?1 AND closed_at IS NULL
             AND subject NOT IN (SELECT value FROM json_each(?3))",
        params![rule, now.timestamp(), rows::to_json(&holds)?],
    )
    .map(drop)
}

fn kept_rule(row: &Row) -> rusqlite::Result<KeptRule> {
    Ok(KeptRule {
        id: row.get("id")?,
        municipality: row.get("municipality")?,
        rule: rows::json(&row.get::<_, String>("rule")?)?,
    })
}

fn alert(row: &Row) -> rusqlite::Result<Alert> {
    Ok(Alert {
        id: row.get("id")?,
        municipality: row.get("municipality")?,
        rule: rows::json(&row.get::<_, String>("rule")?)?,
        subject: row.get("subject")?,
        measured: rows::json(&row.get::<_, String>("measured")?)?,
        raised_at: rows::time(row, "raised_at")?,
        closed_at: rows::optional_time(row, "closed_at")?,
        sent_at: rows::optional_time(row, "sent_at")?,
    })
}
