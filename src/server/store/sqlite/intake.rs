//! See [`Intake`].

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Sqlite, rows};
use crate::{
    feedback::Rating,
    protocol::{
        batch::{Reason, Verdict},
        heartbeat::Heartbeat,
        record::{Hash, kind},
    },
    queue::{CallReason, CounterBegan, PeriodBegan, Visit},
    server::{
        health::Health,
        intake::{Fact, Incoming, conflict, of_lobby},
        store::{
            Result,
            devices::Device,
            intake::{Intake, Refused},
        },
    },
};

#[async_trait]
impl Intake for Sqlite {
    async fn accept_batch(&self, device: &Device, batch: &[Incoming], now: DateTime<Utc>) -> Result<Vec<Verdict>> {
        let (device, batch) = (device.clone(), batch.to_vec());
        self.write(move |tx| {
            let mut keeper = Keeper {
                tx,
                device: &device,
                now,
                days: BTreeSet::new(),
            };
            let verdicts: rusqlite::Result<Vec<Verdict>> = batch.iter().map(|incoming| keeper.keep(incoming)).collect();
            let verdicts = verdicts?;
            let moves = |(incoming, verdict): (&Incoming, &Verdict)| {
                *verdict == Verdict::Accepted && matches!(incoming.content, Ok(Fact::Visit(_) | Fact::Period(_)))
            };
            if let Some(lobby) = &device.lobby
                && batch.iter().zip(&verdicts).any(moves)
            {
                keeper.lobby_changed(lobby)?;
            }
            keeper.days_changed()?;
            tx.execute(
                "UPDATE devices SET heard_at = ?2 WHERE id = ?1",
                params![device.id, now.timestamp()],
            )?;
            Ok(verdicts)
        })
        .await
    }

    async fn revisions(&self, lobbies: &[String]) -> Result<Vec<i64>> {
        let lobbies = lobbies.to_vec();
        self.read(move |tx| {
            let mut query = tx.prepare_cached("SELECT revision FROM lobbies WHERE lobby = ?1")?;
            let mut revision = |lobby| query.query_row([lobby], |row| row.get(0)).optional();
            lobbies.iter().map(|lobby| Ok(revision(lobby)?.unwrap_or(0))).collect()
        })
        .await
    }

    async fn refused(&self, device: Option<&str>, limit: u32) -> Result<Vec<Refused>> {
        let device = device.map(str::to_owned);
        self.read(move |tx| {
            let mut query = tx.prepare_cached(
                "SELECT * FROM refused WHERE ?1 IS NULL OR device = ?1 ORDER BY day DESC, device, kind, id, sha256 LIMIT ?2",
            )?;
            let rows = query.query_map(params![device, limit], |row| {
                Ok(Refused {
                    device: row.get("device")?,
                    kind: row.get("kind")?,
                    id: row.get("id")?,
                    sha256: rows::hash(row, "sha256")?,
                    payload: row.get("payload")?,
                    reason: row.get("reason")?,
                    detail: row.get("detail")?,
                    day: rows::parsed::<NaiveDate>(row, "day")?,
                })
            })?;
            rows.collect()
        })
        .await
    }

    async fn counts(&self) -> Result<Vec<(String, i64)>> {
        self.read(|tx| {
            let tables = [
                ("visit", "visits"),
                ("period", "periods"),
                ("counter", "counter_periods"),
                ("rating", "ratings"),
                ("unknown", "unknown_records"),
                ("refused", "refused"),
            ];
            let count = |table| tx.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
            tables
                .into_iter()
                .map(|(kind, table)| Ok((kind.to_owned(), count(table)?)))
                .collect()
        })
        .await
    }
}

/// One batch under way.
struct Keeper<'a> {
    tx: &'a Transaction<'a>,
    device: &'a Device,
    now: DateTime<Utc>,
    /// Of the lobby, of which there is something new.
    days: BTreeSet<NaiveDate>,
}

impl Keeper<'_> {
    fn keep(&mut self, incoming: &Incoming) -> rusqlite::Result<Verdict> {
        let mut day = incoming.content.as_ref().ok().and_then(Fact::day);
        let stored = match &incoming.content {
            Err(rejection) => return self.refuse(incoming, rejection.reason, &rejection.detail),
            Ok(Fact::Visit(visit)) => self.keep_visit(visit, incoming)?,
            Ok(Fact::Period(period)) => {
                let visit = self.visit_of(period)?;
                match &visit {
                    Some((lobby, _)) if lobby != self.device.place() => {
                        return self.refuse(incoming, Reason::OtherLobby, &of_lobby(lobby));
                    }
                    _ => {
                        day = visit.as_ref().map(|(_, day)| *day);
                        self.keep_period(period, incoming, visit.is_none())?
                    }
                }
            }
            Ok(Fact::Counter(counter)) => self.keep_counter(counter, incoming)?,
            Ok(Fact::Rating(rating)) => self.keep_rating(rating, incoming)?,
            Ok(Fact::Heartbeat(heartbeat)) => self.keep_heartbeat(heartbeat, incoming)?,
            Ok(Fact::Unknown) => self.keep_unknown(incoming)?,
        };
        match stored {
            None => {
                self.days.extend(day);
                Ok(Verdict::Accepted)
            }
            Some(hash) if hash == incoming.sha256 => Ok(Verdict::Duplicate),
            Some(kept) => self.refuse(incoming, Reason::Conflict, &conflict(&kept)),
        }
    }

    /// Keeps a visit. As all of these, gives back the hash of what is there already, if so.
    fn keep_visit(&self, visit: &Visit, incoming: &Incoming) -> rusqlite::Result<Option<Hash>> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO visits (code, device, lobby, day, queue, seq, letter, service, priority, issued_at, arranged_at, sha256)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING",
        )?;
        let kept = insert.execute(params![
            incoming.id,
            self.device.id,
            visit.lobby,
            visit.day.to_string(),
            visit.queue,
            visit.ticket.number.seq,
            visit.ticket.number.letter.to_string(),
            visit.service,
            visit.priority,
            visit.issued_at.timestamp(),
            visit.arranged_at.map(|at| at.timestamp()),
            incoming.sha256.0,
        ])?;
        if kept > 0 {
            self.refuse_strays(visit)?;
        }
        self.there_already(kept, "SELECT sha256 FROM visits WHERE code = ?1", params![incoming.id])
    }

    /// Periods of a visit that came before it, and not from its lobby, move aside.
    fn refuse_strays(&self, visit: &Visit) -> rusqlite::Result<()> {
        let mut aside = self.tx.prepare_cached(
            "INSERT INTO refused (device, kind, id, sha256, payload, reason, detail, day)
             SELECT device, ?3, visit || '.' || ordinal, sha256, coalesce(payload, ''), ?4, ?5, ?6
             FROM periods WHERE visit = ?1 AND lobby <> ?2 ON CONFLICT DO NOTHING",
        )?;
        let (code, lobby) = (visit.ticket.code.as_str(), &visit.lobby);
        let reason = Reason::OtherLobby.name();
        aside.execute(params![
            code,
            lobby,
            kind::PERIOD,
            reason,
            of_lobby(lobby),
            self.today()
        ])?;
        let mut delete = self
            .tx
            .prepare_cached("DELETE FROM periods WHERE visit = ?1 AND lobby <> ?2")?;
        delete.execute(params![code, lobby]).map(drop)
    }

    /// `early`: its visit has not come yet.
    fn keep_period(&self, period: &PeriodBegan, incoming: &Incoming, early: bool) -> rusqlite::Result<Option<Hash>> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO periods
                 (visit, ordinal, lobby, kind, counter, queue, service, reason, began_at, device, sha256, payload)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING",
        )?;
        let kept = insert.execute(params![
            period.visit.as_str(),
            period.ordinal,
            self.device.place(),
            period.kind.name(),
            period.counter,
            period.change.queue,
            period.change.service,
            period.change.reason.map(CallReason::name),
            period.began_at.timestamp(),
            self.device.id,
            incoming.sha256.0,
            early.then_some(&incoming.payload),
        ])?;
        let select = "SELECT sha256 FROM periods WHERE visit = ?1 AND ordinal = ?2 AND lobby = ?3";
        self.there_already(
            kept,
            select,
            params![period.visit.as_str(), period.ordinal, self.device.place()],
        )
    }

    fn keep_counter(&self, counter: &CounterBegan, incoming: &Incoming) -> rusqlite::Result<Option<Hash>> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO counter_periods (id, lobby, day, counter, ordinal, state, began_at, device, sha256)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        )?;
        let kept = insert.execute(params![
            incoming.id,
            counter.lobby,
            counter.day.to_string(),
            counter.counter,
            counter.ordinal,
            counter.state.name(),
            counter.began_at.timestamp(),
            self.device.id,
            incoming.sha256.0,
        ])?;
        let select = "SELECT sha256 FROM counter_periods WHERE id = ?1";
        self.there_already(kept, select, params![incoming.id])
    }

    fn keep_rating(&self, rating: &Rating, incoming: &Incoming) -> rusqlite::Result<Option<Hash>> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO ratings (id, lobby, bucket, face, repeated, queue, reasons, answers, received_day, sha256)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
        )?;
        let kept = insert.execute(params![
            incoming.id,
            self.device.place(),
            rating.bucket.to_string(),
            u8::from(rating.face),
            rating.repeated,
            rating.remarks.queue,
            rows::to_json(&rating.remarks.reasons)?,
            rows::to_json(&rating.remarks.answers)?,
            self.today(),
            incoming.sha256.0,
        ])?;
        self.there_already(kept, "SELECT sha256 FROM ratings WHERE id = ?1", params![incoming.id])
    }

    fn keep_unknown(&self, incoming: &Incoming) -> rusqlite::Result<Option<Hash>> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO unknown_records (device, kind, id, payload, received_day, sha256)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        )?;
        let Incoming {
            kind,
            id,
            payload,
            sha256,
            ..
        } = incoming;
        let kept = insert.execute(params![self.device.id, kind, id, payload, self.today(), sha256.0])?;
        let select = "SELECT sha256 FROM unknown_records WHERE device = ?1 AND kind = ?2 AND id = ?3";
        self.there_already(kept, select, params![self.device.id, kind, id])
    }

    /// The newest heartbeat is the one that came last: a device sends one at a time.
    fn keep_heartbeat(&self, heartbeat: &Heartbeat, incoming: &Incoming) -> rusqlite::Result<Option<Hash>> {
        let select = "SELECT sha256 FROM heartbeats WHERE device = ?1 AND id = ?2";
        let same = self.there_already(0, select, params![self.device.id, incoming.id])?;
        if same.is_some() {
            return Ok(same);
        }
        self.tx.execute(
            "INSERT INTO heartbeats (device, id, sha256, payload) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (device) DO UPDATE SET id = excluded.id, sha256 = excluded.sha256, payload = excluded.payload",
            params![self.device.id, incoming.id, incoming.sha256.0, incoming.payload],
        )?;
        let health = "SELECT health FROM devices WHERE id = ?1";
        let before: String = self.tx.query_row(health, [&self.device.id], |row| row.get(0))?;
        let before: Health = rows::json(&before)?;
        let health = rows::to_json(&before.after(heartbeat, self.now))?;
        self.tx.execute(
            "UPDATE devices SET health = ?2 WHERE id = ?1",
            params![self.device.id, health],
        )?;
        Ok(None)
    }

    /// The lobby and day of the visit that a period is of.
    fn visit_of(&self, period: &PeriodBegan) -> rusqlite::Result<Option<(String, NaiveDate)>> {
        let mut query = self
            .tx
            .prepare_cached("SELECT lobby, day FROM visits WHERE code = ?1")?;
        let visit = |row: &Row| Ok((row.get("lobby")?, rows::parsed(row, "day")?));
        query.query_row([period.visit.as_str()], visit).optional()
    }

    fn there_already(&self, kept: usize, select: &str, key: &[&dyn rusqlite::ToSql]) -> rusqlite::Result<Option<Hash>> {
        if kept > 0 {
            return Ok(None);
        }
        let mut query = self.tx.prepare_cached(select)?;
        query.query_row(key, |row| row.get(0).map(Hash)).optional()
    }

    fn refuse(&self, incoming: &Incoming, reason: Reason, detail: &str) -> rusqlite::Result<Verdict> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO refused (device, kind, id, sha256, payload, reason, detail, day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        )?;
        let Incoming {
            kind,
            id,
            sha256,
            payload,
            ..
        } = incoming;
        let device = &self.device.id;
        insert.execute(params![
            device,
            kind,
            id,
            sha256.0,
            payload,
            reason.name(),
            detail,
            self.today()
        ])?;
        let detail = detail.to_owned();
        Ok(Verdict::Rejected { reason, detail })
    }

    fn lobby_changed(&self, lobby: &str) -> rusqlite::Result<()> {
        let mut update = self.tx.prepare_cached(
            "INSERT INTO lobbies (lobby, revision) VALUES (?1, 1) ON CONFLICT (lobby) DO UPDATE SET revision = revision + 1",
        )?;
        update.execute([lobby]).map(drop)
    }

    /// What was condensed of these days is of before.
    fn days_changed(&self) -> rusqlite::Result<()> {
        let mut update = self.tx.prepare_cached(
            "INSERT INTO lobby_days (municipality, day, lobby, revision) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT DO UPDATE SET revision = revision + 1",
        )?;
        for day in &self.days {
            update.execute(params![self.device.municipality, day.to_string(), self.device.place()])?;
        }
        Ok(())
    }

    fn today(&self) -> String {
        self.now.date_naive().to_string()
    }
}
