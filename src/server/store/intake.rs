//! What kiosks send is kept exactly once.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};

use super::{Result, devices::Device};
use crate::{
    protocol::{batch::Verdict, record::Hash},
    server::intake::Incoming,
};

/// A record that was rejected, kept for an administrator to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub device: String,
    pub kind: String,
    pub id: String,
    pub sha256: Hash,
    /// Empty where it was too long to keep.
    pub payload: String,
    /// [`Reason::name`](crate::protocol::batch::Reason::name)
    pub reason: String,
    pub detail: String,
    /// The day, in UTC, on which it first came.
    pub day: NaiveDate,
}

#[async_trait]
pub trait Intake: Send + Sync {
    /// Keeps a batch of `device`, all of it in one transaction, and answers record by record in the batch's order.
    ///
    /// - A record that is new is kept; the same once more (id and hash) is a duplicate; the same id with another hash is a
    ///   conflict, and so is a second one in the same batch.
    /// - What [`Incoming`] says is rejected, conflicts and periods of another lobby's visit are kept in
    ///   [`refused`](Self::refused), each once.
    /// - A period may come before its visit, and is its device's lobby's own: when the visit turns out to be another lobby's,
    ///   the period moves to [`refused`](Self::refused).
    /// - A heartbeat takes the place of the device's last one and settles its
    ///   [`Health`](crate::server::health::Health).
    /// - The device was heard at `now`, and its lobby's [revision](Self::revisions) grows when a visit or a period came
    ///   that is new.
    /// - The days of what is new are [stale](super::days::Days).
    async fn accept_batch(&self, device: &Device, batch: &[Incoming], now: DateTime<Utc>) -> Result<Vec<Verdict>>;

    /// How often each of these lobbies has changed; 0 for one that was never heard of.
    async fn revisions(&self, lobbies: &[String]) -> Result<Vec<i64>>;

    /// The rejected records, the newest days first, at most `limit`; of one device where it is given.
    async fn refused(&self, device: Option<&str>, limit: u32) -> Result<Vec<Refused>>;

    /// How many records there are of each kind, `refused` ones among them under that name. For tests and `/metrics`.
    async fn counts(&self) -> Result<Vec<(String, i64)>>;
}
