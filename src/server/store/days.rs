//! Lobbies' days, condensed to what figures are made of, so that no page has to read a year's visits.
//!
//! A day is stale from the batch on that tells anything new of it (its visits, their periods, its counters, its ratings) until
//! it is condensed again; see [`condense`](crate::server::condense).

use std::thread;

use async_trait::async_trait;
use chrono::NaiveDate;

use super::{Result, StoreError};
use crate::{feedback::Rating, figures::DayFacts, parallel, queue::records::DayRecords};

/// Days of a municipality, all of its lobbies', the first and the last among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub municipality: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// A day of one lobby.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayOfLobby {
    pub municipality: String,
    pub lobby: String,
    pub day: NaiveDate,
}

/// All that was told of a lobby's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldDay {
    pub of: DayOfLobby,
    pub records: DayRecords,
    /// Those whose bucket opens on it, in no order that means anything.
    pub ratings: Vec<Rating>,
    /// How often something new was told of it.
    pub revision: i64,
}

/// A day as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CondensedDay {
    pub of: DayOfLobby,
    /// [`ToldDay::revision`]
    pub revision: i64,
    pub facts: DayFacts,
}

/// What is known of a [`Span`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Condensed {
    /// By day and lobby; a stale one as it was condensed last, where it was.
    pub days: Vec<(DayOfLobby, DayFacts)>,
    /// How many of the span's days are stale.
    pub stale: u32,
}

/// A day as a database has it.
pub(super) struct StoredDay {
    pub of: DayOfLobby,
    pub is_stale: bool,
    /// [`DayFacts`] as JSON, where it was ever condensed.
    pub payload: Option<String>,
}

impl Condensed {
    /// Reads what a database has stored: a year's days in as many parts as there are processors.
    pub(super) fn of(stored: &[StoredDay]) -> Result<Self> {
        let parts = thread::available_parallelism().map_or(1, usize::from);
        let parts: Vec<_> = stored.chunks(stored.len().div_ceil(parts).max(1)).collect();
        let mut days = Vec::with_capacity(stored.len());
        for part in parallel::map(&parts, |part| read(part)) {
            days.extend(part.map_err(StoreError::internal)?);
        }
        let stale = stored.iter().filter(|day| day.is_stale).count();
        Ok(Self {
            days,
            stale: u32::try_from(stale).unwrap_or(u32::MAX),
        })
    }
}

fn read(stored: &[StoredDay]) -> serde_json::Result<Vec<(DayOfLobby, DayFacts)>> {
    let condensed = stored.iter().filter_map(|day| Some((&day.of, day.payload.as_deref()?)));
    condensed
        .map(|(of, payload)| Ok((of.clone(), serde_json::from_str(payload)?)))
        .collect()
}

#[async_trait]
pub trait Days: Send + Sync {
    /// The stale days, the newest first, at most `limit`; those of a span where one is given.
    async fn stale_days(&self, within: Option<&Span>, limit: u32) -> Result<Vec<DayOfLobby>>;

    /// None where nothing was ever told of it.
    async fn told_day(&self, of: &DayOfLobby) -> Result<Option<ToldDay>>;

    /// Keeps days as they were condensed. One of which something new was told meanwhile stays stale.
    async fn keep_days(&self, days: &[CondensedDay]) -> Result<()>;

    async fn condensed_days(&self, span: &Span) -> Result<Condensed>;
}
