//! The kiosk's one SQLite file: visits, ratings, outbox, settings.
//!
//! Each method of [`Store`] is one intent and one transaction; when it returns, the fact is on the disk (WAL,
//! synchronous=FULL). The [`worker`] owns a store on a thread of its own.

mod appointments;
mod blocks;
mod calling;
mod clerks;
mod counters;
mod db;
mod error;
mod hand_ins;
mod incident;
mod kiosks;
mod lines;
mod lobby;
mod numbers;
mod open;
pub mod outbox;
mod pairings;
mod paused;
mod periods;
mod prints;
mod ratings;
mod records;
mod salvage;
mod settings;
mod turns;
mod visits;
pub mod worker;

use std::{fs::File, time::Duration};

use chrono_tz::Tz;

pub use calling::{Call, Target};
pub use clerks::Clerk;
pub use error::StoreError;
pub use incident::{Incident, Saved};
pub use kiosks::Asked;
pub use lines::Foresight;
pub use lobby::{CounterNow, LobbyNow, Present};
pub use pairings::Pairing;
pub use prints::{PrintJob, TicketPrint};
pub use ratings::Tap;
pub use visits::QueueNow;

use self::db::Db;
use crate::{
    feedback::RepeatFilter,
    queue::{IssueRequest, Visit},
};

/// What a store must know of its lobby.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// Which lobby's queues these are.
    pub lobby: String,
    /// Days are this zone's.
    pub zone: Tz,
    /// How coarse the time of a rating is: so many hours from midnight on.
    pub bucket_hours: u32,
    /// Ratings that follow one another faster are kept apart from the count.
    pub repeat_window: Duration,
}

/// A store that is open, and what staff should know of how that went.
#[derive(Debug)]
pub struct Opened {
    pub store: Store,
    pub incidents: Vec<Incident>,
}

/// The open database. One process has it at a time.
#[derive(Debug)]
pub struct Store {
    db: Db,
    /// The side file that outlives a damaged database.
    reserved: numbers::Reserved,
    last_issue: Option<(IssueRequest, Visit)>,
    repeats: RepeatFilter,
    incidents: Vec<Incident>,
    depth: outbox::Depth,
    /// There are new records for the server.
    written: bool,
    /// What counters and the board show is no longer the same.
    changed: bool,
    /// Whether staff know that the clock is wrong.
    clock_wrong: bool,
    /// Locked for as long as the store lives.
    _lock: File,
}

/// How much there is, for tests.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub visits: u32,
    /// On this kiosk still, repeated ones apart.
    pub ratings: u32,
    pub repeated: u32,
    /// Records that the server has not acknowledged.
    pub outbox: u32,
}

impl Store {
    /// Whose queues these are.
    #[must_use]
    pub fn lobby(&self) -> &str {
        &self.db.config.lobby
    }

    /// How much there is. For tests of what is kept.
    #[doc(hidden)]
    pub fn counts(&mut self) -> Result<Counts, StoreError> {
        self.db.transaction(|tx, _| {
            let ratings = "SELECT repeated FROM ratings
                           UNION ALL SELECT payload ->> 'repeated' FROM outbox WHERE kind = 'rating'";
            let count = |sql: &str| tx.query_row(sql, [], |row| row.get(0));
            Ok(Counts {
                visits: count("SELECT count(*) FROM visits")?,
                ratings: count(&format!("SELECT count(*) FROM ({ratings}) WHERE NOT repeated"))?,
                repeated: count(&format!("SELECT count(*) FROM ({ratings}) WHERE repeated"))?,
                outbox: count("SELECT count(*) FROM outbox")?,
            })
        })
    }

    /// What happened since the last time, for staff.
    pub fn take_incidents(&mut self) -> Vec<Incident> {
        std::mem::take(&mut self.incidents)
    }

    /// Whether records for the server were written since the last time.
    pub fn take_written(&mut self) -> bool {
        std::mem::take(&mut self.written)
    }

    /// Whether anything that counters and the board show has changed since the last time.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Makes the disk seem full at so many pages of 4 KiB. For tests of what happens then.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.db.limit_pages(pages)
    }
}
