//! Tickets on paper. A print comes after its visit is on the disk and has a state of its own; before the first byte goes to
//! the printer the state becomes «unknown», so that whatever happens then, nothing is printed twice by itself.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError, visits};
use crate::queue::{
    TicketCode, TicketNumber,
    paper::{PrintFault, PrintState},
};

/// A paper can be had again for this long.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// A paper that is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    pub visit: TicketCode,
    /// What stands on it, as whoever prints it has written that.
    pub sheet: String,
    pub queued_at: DateTime<Utc>,
}

/// The paper of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketPrint {
    pub visit: TicketCode,
    pub number: TicketNumber,
    pub state: PrintState,
}

impl Store {
    /// Wants `sheet` on paper for the visit; once, however often it is said.
    pub fn queue_print(&mut self, visit: &TicketCode, sheet: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.db.transaction(|tx, _| {
            tx.execute("DELETE FROM prints WHERE queued_at < ?1", [(now - KEPT).timestamp()])?;
            let id: Option<i64> = tx
                .query_row("SELECT id FROM visits WHERE code = ?1", [visit.as_str()], |row| {
                    row.get(0)
                })
                .optional()?;
            let id = id.ok_or(StoreError::NoSuchVisit)?;
            tx.execute(
                "INSERT INTO prints (visit, state, sheet, queued_at) VALUES (?1, 'queued', ?2, ?3)
                 ON CONFLICT (visit) DO NOTHING",
                params![id, sheet, now.timestamp()],
            )?;
            Ok(())
        })
    }

    /// Wants the visit's paper once more, as it was. False where there is none.
    pub fn reprint(&mut self, visit: &TicketCode, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let is_wanted = self.db.transaction(|tx, _| {
            let changed = tx.execute(
                "UPDATE prints SET state = 'queued', why = NULL, queued_at = ?2
                 WHERE visit = (SELECT id FROM visits WHERE code = ?1)",
                params![visit.as_str(), now.timestamp()],
            )?;
            Ok(changed == 1)
        })?;
        self.changed |= is_wanted;
        Ok(is_wanted)
    }

    /// The papers that wait for the printer, first come first.
    pub fn prints_pending(&mut self) -> Result<Vec<PrintJob>, StoreError> {
        self.db.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT code, sheet, queued_at FROM prints JOIN visits ON id = visit WHERE state = 'queued' ORDER BY visit",
            )?;
            let jobs = query.query_map([], |row| {
                Ok(PrintJob {
                    visit: visits::parsed(row, 0)?,
                    sheet: row.get(1)?,
                    queued_at: visits::time(row, 2)?,
                })
            })?;
            jobs.collect()
        })
    }

    /// The paper goes to the printer now. False where it does not wait for that.
    pub fn print_begins(&mut self, visit: &TicketCode) -> Result<bool, StoreError> {
        self.change_print(visit, "queued", PrintState::Unknown)
    }

    /// What came of it. Where it was wanted once more in the meantime, that stands.
    pub fn print_done(&mut self, visit: &TicketCode, state: PrintState) -> Result<(), StoreError> {
        self.change_print(visit, "unknown", state).map(|_| ())
    }

    /// It will not go to the printer, and why.
    pub fn print_fails(&mut self, visit: &TicketCode, why: PrintFault) -> Result<(), StoreError> {
        self.change_print(visit, "queued", PrintState::Failed(why)).map(|_| ())
    }

    fn change_print(&mut self, visit: &TicketCode, from: &str, to: PrintState) -> Result<bool, StoreError> {
        let (state, why) = names(to);
        let is_changed = self.db.transaction(|tx, _| {
            let changed = tx.execute(
                "UPDATE prints SET state = ?3, why = ?4
                 WHERE visit = (SELECT id FROM visits WHERE code = ?1) AND state = ?2",
                params![visit.as_str(), from, state, why],
            )?;
            Ok(changed == 1)
        })?;
        self.changed |= is_changed;
        Ok(is_changed)
    }

    /// The papers of the tickets that were issued last, of those that have one, the latest first.
    pub fn last_prints(&mut self, many: u32) -> Result<Vec<TicketPrint>, StoreError> {
        self.db
            .read(|conn| prints(conn, "ORDER BY visit DESC LIMIT ?1", [many]))
    }

    /// The visit's paper, where it has one.
    pub fn print_of(&mut self, visit: &TicketCode) -> Result<Option<TicketPrint>, StoreError> {
        let found = self.db.read(|conn| prints(conn, "WHERE code = ?1", [visit.as_str()]))?;
        Ok(found.into_iter().next())
    }
}

fn prints(conn: &Connection, which: &str, params: impl rusqlite::Params) -> rusqlite::Result<Vec<TicketPrint>> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT code, letter, seq, state, why FROM prints JOIN visits ON id = visit {which}"
    ))?;
    let read = |row: &rusqlite::Row| {
        let (state, why): (String, Option<String>) = (row.get(3)?, row.get(4)?);
        Ok(TicketPrint {
            visit: visits::parsed(row, 0)?,
            number: TicketNumber {
                letter: visits::letter(row, 1)?,
                seq: row.get(2)?,
            },
            state: named(&state, why.as_deref()),
        })
    };
    query.query_map(params, read)?.collect()
}

fn names(state: PrintState) -> (&'static str, Option<&'static str>) {
    match state {
        PrintState::Queued => ("queued", None),
        PrintState::Printed => ("printed", None),
        PrintState::Failed(why) => ("failed", Some(why.name())),
        PrintState::Unknown => ("unknown", None),
    }
}

/// A state that a later version has written is none that this one knows.
fn named(state: &str, why: Option<&str>) -> PrintState {
    match (state, why.and_then(PrintFault::of)) {
        ("queued", _) => PrintState::Queued,
        ("printed", _) => PrintState::Printed,
        ("failed", Some(why)) => PrintState::Failed(why),
        _ => PrintState::Unknown,
    }
}
