//! What is wrong with a kiosk, and since when: from what it says of itself.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::protocol::heartbeat::{Heartbeat, PrinterState};

/// A kiosk that was not heard for so long is marked.
pub const SILENT_AFTER: TimeDelta = TimeDelta::minutes(10);

const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(2);
const LOW_DISK: u64 = 200 * 1024 * 1024;
/// More than this waits only when it does not go up.
const LONG_OUTBOX: u64 = 5_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    ClockWrong,
    DiskLow,
    PrinterOutOfPaper,
    PrinterCoverOpen,
    PrinterOffline,
    Backlog,
    RecordsSetAside,
}

/// The problems there are, each with when it was first heard of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Health {
    pub problems: BTreeMap<Problem, DateTime<Utc>>,
    /// By how many seconds the kiosk's clock is ahead of the server's.
    pub clock_ahead: i64,
}

impl Health {
    /// After a heartbeat that came at `now`: a problem that was there before keeps its beginning.
    #[must_use]
    pub fn after(&self, heartbeat: &Heartbeat, now: DateTime<Utc>) -> Self {
        let ahead = heartbeat.sent_at - now;
        let printer = match heartbeat.printer {
            PrinterState::OutOfPaper => Some(Problem::PrinterOutOfPaper),
            PrinterState::CoverOpen => Some(Problem::PrinterCoverOpen),
            PrinterState::Offline => Some(Problem::PrinterOffline),
            PrinterState::None | PrinterState::Ready | PrinterState::Unknown => None,
        };
        let found = [
            (ahead.abs() > CLOCK_TOLERANCE).then_some(Problem::ClockWrong),
            heartbeat
                .disk_free
                .is_some_and(|free| free < LOW_DISK)
                .then_some(Problem::DiskLow),
            printer,
            (heartbeat.outbox > LONG_OUTBOX).then_some(Problem::Backlog),
            (heartbeat.set_aside > 0).then_some(Problem::RecordsSetAside),
        ];
        let since = |problem| (problem, self.problems.get(&problem).copied().unwrap_or(now));
        Self {
            problems: found.into_iter().flatten().map(since).collect(),
            clock_ahead: ahead.num_seconds(),
        }
    }
}
