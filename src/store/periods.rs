//! The timed states of a visit: which it is in, and how it enters another.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{StoreError, db::Refusal, outbox, visits};
use crate::{
    protocol::record::kind,
    queue::{CallReason, Change, PeriodBegan, PeriodKind, TicketCode, transitions::Standing},
};

/// A visit and the state that it is in.
#[derive(Debug, Clone)]
pub(super) struct Current {
    pub visit: i64,
    pub code: TicketCode,
    pub lobby: String,
    pub day: NaiveDate,
    pub ordinal: u32,
    pub kind: PeriodKind,
    pub counter: Option<String>,
    /// What a transfer or a second service has made of the visit's own.
    queue: Option<String>,
    service: Option<String>,
}

/// The visit of that code.
pub(super) fn current(conn: &Connection, code: &TicketCode) -> Result<Current, Refusal> {
    let mut query = conn.prepare_cached(
        "SELECT visits.id, code, lobby, day, now.ordinal, now.kind, now.counter, now.queue, now.service
         FROM visits JOIN periods AS now ON now.visit = visits.id AND now.ended_at IS NULL WHERE code = ?1",
    )?;
    let found = query.query_row([code.as_str()], from_row).optional()?;
    Ok(found.ok_or(StoreError::NoSuchVisit)?)
}

fn from_row(row: &Row) -> rusqlite::Result<Current> {
    Ok(Current {
        visit: row.get(0)?,
        code: visits::parsed(row, 1)?,
        lobby: row.get(2)?,
        day: visits::parsed(row, 3)?,
        ordinal: row.get(4)?,
        kind: visits::parsed(row, 5)?,
        counter: row.get(6)?,
        queue: row.get(7)?,
        service: row.get(8)?,
    })
}

impl Current {
    /// What the rules must know of it.
    pub fn standing(&self, conn: &Connection) -> rusqlite::Result<Standing> {
        let mut query = conn.prepare_cached(
            "SELECT began_at FROM periods WHERE visit = ?1 AND kind = 'called' AND ordinal > coalesce(
                 (SELECT max(ordinal) FROM periods WHERE visit = ?1 AND kind NOT IN ('called', 'walking')), 0)
             ORDER BY ordinal DESC",
        )?;
        let calls = query.query_map([self.visit], |row| visits::time(row, 0))?;
        let calls = calls.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(Standing {
            kind: self.kind,
            counter: self.counter.clone(),
            calls: u32::try_from(calls.len()).unwrap_or(u32::MAX),
            called_at: calls.first().copied(),
        })
    }

    /// The counter that alone may call, where the visitor was sent to one.
    pub fn sent_to(&self, conn: &Connection) -> rusqlite::Result<Option<String>> {
        let mut query = conn.prepare_cached(
            "SELECT counter FROM periods WHERE visit = ?1 AND kind = 'waiting' ORDER BY ordinal DESC LIMIT 1",
        )?;
        query.query_row([self.visit], |row| row.get(0))
    }

    /// Ends the state and begins another, with its record.
    pub fn begin(
        &self,
        conn: &Connection,
        kind: PeriodKind,
        counter: Option<&str>,
        change: Change,
        now: DateTime<Utc>,
    ) -> rusqlite::Result<PeriodBegan> {
        let began_at = now.trunc_subsecs(0);
        let mut end = conn.prepare_cached("UPDATE periods SET ended_at = ?3 WHERE visit = ?1 AND ordinal = ?2")?;
        end.execute(params![self.visit, self.ordinal, began_at.timestamp()])?;
        let period = PeriodBegan {
            visit: self.code.clone(),
            ordinal: self.ordinal + 1,
            kind,
            counter: counter.map(str::to_owned),
            change,
            began_at,
        };
        let queue = period.change.queue.as_ref().or(self.queue.as_ref());
        let service = period.change.service.as_ref().or(self.service.as_ref());
        insert(conn, self.visit, &period, queue, service)?;
        outbox::append(conn, kind::PERIOD, &period.id(), &period)?;
        Ok(period)
    }
}

/// The wait that begins with the ticket; its record is the visit's own.
pub(super) fn begin_wait(
    conn: &Connection,
    visit: i64,
    code: &TicketCode,
    began_at: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let wait = PeriodBegan {
        visit: code.clone(),
        ordinal: 1,
        kind: PeriodKind::Waiting,
        counter: None,
        change: Change::default(),
        began_at,
    };
    insert(conn, visit, &wait, None, None)
}

fn insert(
    conn: &Connection,
    visit: i64,
    period: &PeriodBegan,
    queue: Option<&String>,
    service: Option<&String>,
) -> rusqlite::Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO periods (visit, ordinal, kind, counter, queue, service, reason, began_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    insert.execute(params![
        visit,
        period.ordinal,
        period.kind.name(),
        period.counter,
        queue,
        service,
        period.change.reason.map(CallReason::name),
        period.began_at.timestamp(),
    ])?;
    if period.kind == PeriodKind::Called {
        let mut call = conn.prepare_cached("INSERT INTO calls (visit, ordinal) VALUES (?1, ?2)")?;
        call.execute(params![visit, period.ordinal])?;
    }
    Ok(())
}
