//! See [`Alerts`].

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
    figures::alert::{Found, Rule},
    server::store::{
        Result, StoreError,
        alerts::{Alert, Alerts, KeptRule, SENDING},
        audit::{Act, Actor},
        devices::Changed,
    },
};

#[async_trait]
impl Alerts for Postgres {
    async fn alert_rules(&self, municipality: Option<&str>) -> Result<Vec<KeptRule>> {
        let select =
            "SELECT id, municipality, rule FROM alert_rules WHERE $1::TEXT IS NULL OR municipality = $1 ORDER BY id";
        let found = query(&self.connection().await?, select, &[&municipality]).await?;
        found.iter().map(kept_rule).collect()
    }

    async fn add_alert_rule(&self, municipality: &str, rule: Rule, actor: &Actor, now: DateTime<Utc>) -> Result<i64> {
        let rule = rows::to_json(&rule)?;
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let insert = "INSERT INTO alert_rules (municipality, rule) VALUES ($1, $2) RETURNING id";
        let made = query_opt(&tx, insert, &[&municipality, &rule]).await?;
        let made = made.ok_or_else(|| StoreError::internal("a rule was added and has no id"))?;
        note(&tx, actor, Act::AddAlertRule, municipality, &rule, now).await?;
        tx.commit().await?;
        Ok(made.try_get("id")?)
    }

    async fn remove_alert_rule(&self, id: i64, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let delete = "DELETE FROM alert_rules WHERE id = $1 RETURNING id, municipality, rule";
        let removed = query_opt(&tx, delete, &[&id]).await?;
        let Some(removed) = removed.as_ref().map(kept_rule).transpose()? else {
            return Ok(Changed::NotFound);
        };
        close_all_but(&tx, id, &[], now).await?;
        let rule = rows::to_json(&removed.rule)?;
        note(&tx, actor, Act::RemoveAlertRule, &removed.municipality, &rule, now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn settle_alerts(&self, rule: i64, found: &[Found], now: DateTime<Utc>) -> Result<()> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        // Whoever settles or removes the rule at the same time waits here.
        let select = "SELECT id, municipality, rule FROM alert_rules WHERE id = $1 FOR UPDATE";
        let kept = query_opt(&tx, select, &[&rule]).await?;
        let Some(kept) = kept.as_ref().map(kept_rule).transpose()? else {
            return Ok(());
        };
        close_all_but(&tx, rule, found, now).await?;
        for Found { subject, measured } in found {
            let insert = "INSERT INTO alerts (municipality, rule_id, rule, subject, measured, raised_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (rule_id, subject) WHERE closed_at IS NULL DO NOTHING";
            let values: Values = &[
                &kept.municipality,
                &rule,
                &rows::to_json(&kept.rule)?,
                subject,
                &rows::to_json(measured)?,
                &now.timestamp(),
            ];
            execute(&tx, insert, values).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn alerts(&self, municipality: &str, limit: u32) -> Result<Vec<Alert>> {
        let select = "SELECT id, municipality, rule, subject, measured, raised_at, closed_at, sent_at FROM alerts
             WHERE municipality = $1 ORDER BY id DESC LIMIT $2";
        let values: Values = &[&municipality, &i64::from(limit)];
        let found = query(&self.connection().await?, select, values).await?;
        found.iter().map(alert).collect()
    }

    async fn take_unsent_alerts(&self, limit: u32, now: DateTime<Utc>) -> Result<Vec<Alert>> {
        // What another takes at the same time is left to it.
        let take = "UPDATE alerts SET taken_until = $2
             WHERE id IN (SELECT id FROM alerts WHERE closed_at IS NULL AND sent_at IS NULL AND taken_until <= $1
                 ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
             RETURNING id, municipality, rule, subject, measured, raised_at, closed_at, sent_at";
        let values: Values = &[&now.timestamp(), &(now + SENDING).timestamp(), &i64::from(limit)];
        let taken = query(&self.connection().await?, take, values).await?;
        let mut taken: Vec<Alert> = taken.iter().map(alert).collect::<Result<_>>()?;
        taken.sort_by_key(|alert| alert.id);
        Ok(taken)
    }

    async fn alert_addresses(&self, municipality: &str) -> Result<Vec<String>> {
        let select = "SELECT address FROM alert_addresses WHERE municipality = $1 ORDER BY address";
        let found = query(&self.connection().await?, select, &[&municipality]).await?;
        found.iter().map(|row| Ok(row.try_get("address")?)).collect()
    }

    async fn set_alert_addresses(
        &self,
        municipality: &str,
        addresses: &[String],
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let delete = "DELETE FROM alert_addresses WHERE municipality = $1";
        execute(&tx, delete, &[&municipality]).await?;
        let insert = "INSERT INTO alert_addresses (municipality, address)
             SELECT $1, unnest($2::TEXT[]) ON CONFLICT DO NOTHING";
        execute(&tx, insert, &[&municipality, &addresses]).await?;
        note(&tx, actor, Act::SetAlertAddresses, municipality, "", now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn alert_sent(&self, id: i64, now: DateTime<Utc>) -> Result<()> {
        let update = "UPDATE alerts SET sent_at = $2 WHERE id = $1 AND sent_at IS NULL";
        let sent = execute(&self.connection().await?, update, &[&id, &now.timestamp()]).await;
        sent.map(drop)
    }
}

async fn close_all_but(tx: &Transaction<'_>, rule: i64, found: &[Found], now: DateTime<Utc>) -> Result<()> {
    let holds: Vec<&str> = found.iter().map(|found| found.subject.as_str()).collect();
    let update = "UPDATE alerts SET closed_at = $2
         WHERE rule_id = $1 AND closed_at IS NULL AND subject <> ALL($3)";
    execute(tx, update, &[&rule, &now.timestamp(), &holds]).await.map(drop)
}

fn kept_rule(row: &Row) -> Result<KeptRule> {
    Ok(KeptRule {
        id: row.try_get("id")?,
        municipality: row.try_get("municipality")?,
        rule: rows::json(row.try_get("rule")?)?,
    })
}

fn alert(row: &Row) -> Result<Alert> {
    Ok(Alert {
        id: row.try_get("id")?,
        municipality: row.try_get("municipality")?,
        rule: rows::json(row.try_get("rule")?)?,
        subject: row.try_get("subject")?,
        measured: rows::json(row.try_get("measured")?)?,
        raised_at: rows::time(row, "raised_at")?,
        closed_at: rows::optional_time(row, "closed_at")?,
        sent_at: rows::optional_time(row, "sent_at")?,
    })
}
