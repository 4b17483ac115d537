//! One batch under way: who is whose second, and what is refused.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Row;

use crate::{
    protocol::{
        batch::{Reason, Verdict},
        record::Hash,
    },
    server::{
        intake::{Fact, Incoming, conflict, of_lobby},
        store::{
            Result, StoreError,
            devices::Device,
            postgres::{
                rows,
                statements::{Values, execute, query},
            },
        },
    },
};

pub struct Keeper<'a> {
    pub tx: &'a Transaction<'a>,
    pub device: &'a Device,
    pub now: DateTime<Utc>,
    batch: &'a [Incoming],
    verdicts: Vec<Verdict>,
}

/// A record that has passed, its place in the batch, and what it says.
pub struct Sent<'a, T> {
    pub at: usize,
    pub incoming: &'a Incoming,
    pub fact: T,
}

impl<'a> Keeper<'a> {
    pub fn new(tx: &'a Transaction<'a>, device: &'a Device, batch: &'a [Incoming], now: DateTime<Utc>) -> Self {
        let verdict = |incoming: &Incoming| match &incoming.content {
            Ok(_) => Verdict::Accepted,
            Err(rejection) => Verdict::Rejected {
                reason: rejection.reason,
                detail: rejection.detail.clone(),
            },
        };
        Self {
            tx,
            device,
            now,
            batch,
            verdicts: batch.iter().map(verdict).collect(),
        }
    }

    /// Keeps what is new and says what became of each.
    pub async fn keep(mut self) -> Result<Vec<Verdict>> {
        self.keep_visits().await?;
        self.keep_periods().await?;
        self.keep_counters().await?;
        self.keep_ratings().await?;
        self.keep_unknown().await?;
        let health = self.keep_heartbeats().await?;
        self.keep_refused().await?;
        self.heard(health).await?;
        self.days_changed().await?;
        Ok(self.verdicts)
    }

    /// The records of one kind in the batch's order.
    pub fn sent<T>(&self, pick: impl Fn(&'a Fact) -> Option<T>) -> Vec<Sent<'a, T>> {
        let picked = |(at, incoming): (usize, &'a Incoming)| {
            let fact = pick(incoming.content.as_ref().ok()?)?;
            Some(Sent { at, incoming, fact })
        };
        self.batch.iter().enumerate().filter_map(picked).collect()
    }

    /// The same by their keys, so that batches which meet wait for one another in turn; in the batch's order those with
    /// the same key.
    pub fn sorted<T>(&self, pick: impl Fn(&'a Fact) -> Option<T>) -> Vec<Sent<'a, T>> {
        let mut sent = self.sent(pick);
        sent.sort_by_key(|sent| (&sent.incoming.kind, &sent.incoming.id));
        sent
    }

    /// Settles sorted records of one table, of which those with the ids in `new` have just been inserted. `stored` looks
    /// up the others by their ids: each one's hash, and the lobby of its visit.
    pub async fn settle<T>(
        &mut self,
        sent: &[Sent<'a, T>],
        new: &[Row],
        stored: &str,
        narrowed: Values<'_>,
    ) -> Result<()> {
        let new: HashSet<&str> = new
            .iter()
            .map(|row| row.try_get("id"))
            .collect::<std::result::Result<_, _>>()?;
        let mut old = column(&firsts(sent), |first| first.incoming.id.as_str());
        old.retain(|id| !new.contains(id));
        let stored = if old.is_empty() {
            HashMap::new()
        } else {
            self.stored(stored, &[&[&old as _], narrowed].concat()).await?
        };
        for same in sent.chunk_by(|one, other| one.incoming.id == other.incoming.id) {
            let id = same[0].incoming.id.as_str();
            let (there, seconds) = if new.contains(id) {
                (Stored::Hash(same[0].incoming.sha256), &same[1..])
            } else {
                let gone = || StoreError::Unavailable(format!("the record {id} went away meanwhile"));
                (stored.get(id).cloned().ok_or_else(gone)?, same)
            };
            for Sent { at, incoming, .. } in seconds {
                self.verdicts[*at] = there.verdict(incoming);
            }
        }
        Ok(())
    }

    async fn stored(&self, select: &str, values: Values<'_>) -> Result<HashMap<String, Stored>> {
        let found = query(self.tx, select, values).await?;
        let stored = |row: &Row| {
            let lobby: Option<String> = row.try_get("lobby")?;
            let stored = match lobby {
                Some(lobby) if lobby != self.device.place() => Stored::OtherLobby(lobby),
                _ => Stored::Hash(rows::hash(row, "sha256")?),
            };
            Ok((row.try_get("id")?, stored))
        };
        found.iter().map(stored).collect()
    }

    pub fn set_verdict(&mut self, at: usize, verdict: Verdict) {
        self.verdicts[at] = verdict;
    }

    pub fn today(&self) -> String {
        self.now.date_naive().to_string()
    }

    async fn keep_refused(&self) -> Result<()> {
        let mut refused = Vec::new();
        for (incoming, verdict) in self.batch.iter().zip(&self.verdicts) {
            if let Verdict::Rejected { reason, detail } = verdict {
                refused.push((incoming, reason.name(), detail.as_str()));
            }
        }
        if refused.is_empty() {
            return Ok(());
        }
        refused.sort_by_key(|(incoming, ..)| (&incoming.kind, &incoming.id, incoming.sha256));
        execute(
            self.tx,
            "INSERT INTO refused (device, kind, id, sha256, payload, reason, detail, day)
             SELECT $1, kind, id, sha256, payload, reason, detail, $2
             FROM unnest($3::TEXT[], $4::TEXT[], $5::BYTEA[], $6::TEXT[], $7::TEXT[], $8::TEXT[])
                 AS sent (kind, id, sha256, payload, reason, detail)
             ON CONFLICT (device, kind, id, sha256) DO NOTHING",
            &[
                &self.device.id,
                &self.today(),
                &column(&refused, |(incoming, ..)| incoming.kind.as_str()),
                &column(&refused, |(incoming, ..)| incoming.id.as_str()),
                &column(&refused, |(incoming, ..)| incoming.sha256.0.as_slice()),
                &column(&refused, |(incoming, ..)| incoming.payload.as_str()),
                &column(&refused, |(_, reason, _)| *reason),
                &column(&refused, |(.., detail)| *detail),
            ],
        )
        .await
        .map(drop)
    }

    fn accepted(&self) -> impl Iterator<Item = &'a Fact> {
        let all = self.batch.iter().zip(&self.verdicts);
        let accepted = all.filter(|(_, verdict)| **verdict == Verdict::Accepted);
        accepted.filter_map(|(incoming, _)| incoming.content.as_ref().ok())
    }

    /// The device was heard, and its lobby has changed if a visit or one of its periods is new.
    async fn heard(&self, health: Option<String>) -> Result<()> {
        let changed = self
            .accepted()
            .any(|fact| matches!(fact, Fact::Visit(_) | Fact::Period(_)));
        let lobby = self.device.lobby.as_ref().filter(|_| changed);
        execute(
            self.tx,
            "WITH changed AS (
                 INSERT INTO lobbies (lobby, revision) SELECT $4::TEXT, 1 WHERE $4::TEXT IS NOT NULL
                 ON CONFLICT (lobby) DO UPDATE SET revision = lobbies.revision + 1)
             UPDATE devices SET heard_at = $2, health = coalesce($3, health) WHERE id = $1",
            &[&self.device.id, &self.now.timestamp(), &health, &lobby],
        )
        .await
        .map(drop)
    }

    /// What was condensed of the days that there is something new of is of before. Comes after the lobby is locked: of a
    /// visit and its period that come at once, whichever is second sees the first.
    async fn days_changed(&self) -> Result<()> {
        let days: BTreeSet<String> = self
            .accepted()
            .filter_map(|fact| Some(fact.day()?.to_string()))
            .collect();
        let visit_of = |fact: &'a Fact| match fact {
            Fact::Period(period) => Some(period.visit.as_str()),
            _ => None,
        };
        let visits: BTreeSet<&str> = self.accepted().filter_map(visit_of).collect();
        if days.is_empty() && visits.is_empty() {
            return Ok(());
        }
        execute(
            self.tx,
            "INSERT INTO lobby_days (municipality, day, lobby, revision)
             SELECT $1, day, $2, 1
             FROM (SELECT unnest($3::TEXT[]) AS day UNION SELECT day FROM visits WHERE code = ANY($4)) AS told
             ORDER BY day
             ON CONFLICT (municipality, day, lobby) DO UPDATE SET revision = lobby_days.revision + 1",
            &[
                &self.device.municipality,
                &self.device.place(),
                &Vec::from_iter(days),
                &Vec::from_iter(visits),
            ],
        )
        .await
        .map(drop)
    }
}

/// One value of each, as a statement takes them.
pub fn column<S, V>(sent: &[S], value: impl Fn(&S) -> V) -> Vec<V> {
    sent.iter().map(value).collect()
}

/// Of sorted records the first of each id.
pub fn firsts<'s, 'a, T>(sent: &'s [Sent<'a, T>]) -> Vec<&'s Sent<'a, T>> {
    let same = |one: &Sent<T>, other: &Sent<T>| one.incoming.id == other.incoming.id;
    sent.chunk_by(same).map(|same| &same[0]).collect()
}

/// What is under an id that was there before.
#[derive(Clone)]
enum Stored {
    Hash(Hash),
    /// The period is one of another lobby's visit.
    OtherLobby(String),
}

impl Stored {
    fn verdict(&self, incoming: &Incoming) -> Verdict {
        match self {
            Self::Hash(hash) => second(*hash, incoming),
            Self::OtherLobby(lobby) => rejected(Reason::OtherLobby, of_lobby(lobby)),
        }
    }
}

/// The verdict on a record whose id is there with this hash.
pub fn second(there: Hash, incoming: &Incoming) -> Verdict {
    if there == incoming.sha256 {
        Verdict::Duplicate
    } else {
        rejected(Reason::Conflict, conflict(&there))
    }
}

fn rejected(reason: Reason, detail: String) -> Verdict {
    Verdict::Rejected { reason, detail }
}
