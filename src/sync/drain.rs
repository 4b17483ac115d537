//! The outbox on its way up, so that a visitor at the screen does not notice.

use std::time::Instant;

use chrono::{DateTime, Utc};

use super::SyncError;
use crate::{
    protocol::{
        batch::{MAX_BYTES, MAX_RECORDS, Verdict, VerdictOn},
        record::Record,
    },
    store::{
        outbox::{Place, Room},
        worker::Handle,
    },
};

/// What a batch leaves for the outbox: one heartbeat goes with it.
const ROOM: Room = Room {
    records: MAX_RECORDS - 1,
    bytes: MAX_BYTES - 4 * 1024,
};

/// Records settled in one transaction. A touch that comes in the midst waits for one of these at most, which takes about
/// as long as the touch's own.
const AT_ONCE: usize = 25;
/// After such a transaction the disk is left alone for so many times as long as it took.
const REST: u32 = 2;

/// The records that leave next, with their places.
pub async fn next(store: &Handle, now: DateTime<Utc>) -> Result<(Vec<Place>, Vec<Record>), SyncError> {
    let batch = store.later(move |store| store.next_batch(ROOM, now)).await?;
    Ok(batch.into_iter().unzip())
}

/// Does with the records at `places` as the server says of them. Cut off in the middle, the rest is sent again.
pub async fn settle(
    store: &Handle,
    places: Vec<Place>,
    verdicts: Vec<VerdictOn>,
    now: DateTime<Utc>,
) -> Result<(), SyncError> {
    for VerdictOn { kind, verdict, .. } in &verdicts {
        if let Verdict::Rejected { reason, .. } = verdict {
            let reason = reason.name();
            tracing::warn!(
                kind,
                reason,
                "the server has rejected a record; it is kept on the kiosk for staff"
            );
        }
    }
    let verdicts = verdicts.into_iter().map(|on| on.verdict);
    let mut settled: Vec<(Place, Verdict)> = places.into_iter().zip(verdicts).collect();
    while !settled.is_empty() {
        let part: Vec<_> = settled.drain(..settled.len().min(AT_ONCE)).collect();
        let began = Instant::now();
        store.later(move |store| store.settle(&part, now)).await?;
        if !settled.is_empty() {
            tokio::time::sleep(began.elapsed() * REST).await;
        }
    }
    Ok(())
}
