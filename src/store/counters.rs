//! Whether each counter calls, who is there, and the end of the day.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Store, StoreConfig, StoreError, db::Refusal, outbox, periods, visits};
use crate::{
    protocol::record::kind,
    queue::{Change, CounterBegan, CounterState, PeriodKind, TicketCode, TicketNumber, transitions::Refused},
};

impl Store {
    /// Opens, pauses or closes a counter, with the record of it. It can't be closed while someone is there.
    pub fn set_counter(&mut self, counter: &str, state: CounterState, now: DateTime<Utc>) -> Result<(), StoreError> {
        let began = self.db.transaction(|tx, config| {
            if state == CounterState::Closed
                && let Some(number) = visitor(tx, config, counter, now)?
            {
                return Err(Refused::CounterBusy(number).into());
            }
            let current = current(tx, config, counter, outbox::today(tx, config, now)?)?;
            if current.state == state {
                return Ok(false);
            }
            begin(tx, current, state, now)?;
            Ok(true)
        })?;
        self.wrote(usize::from(began));
        Ok(())
    }

    /// Ends the lobby's day: who is being served was served, the others were not, and every counter is closed. Says how
    /// many were in the lobby.
    pub fn close_day(&mut self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        self.end_before(|today| today.succ_opt().unwrap_or(today), now)
    }

    /// Ends what earlier days have left behind. Says how many that were.
    pub fn close_earlier_days(&mut self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        self.end_before(|today| today, now)
    }

    /// Ends all visits from before a day, and closes its counters.
    fn end_before(
        &mut self,
        day: impl FnOnce(NaiveDate) -> NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        let (ended, closed) = self.db.transaction(|tx, config| {
            let day = day(outbox::today(tx, config, now)?);
            let left = in_lobby_before(tx, config, day)?;
            for code in &left {
                let current = periods::current(tx, code)?;
                let kind = match current.kind {
                    PeriodKind::Serving => PeriodKind::Served,
                    _ => PeriodKind::Unserved,
                };
                current.begin(tx, kind, current.counter.as_deref(), Change::default(), now)?;
            }
            let calling = calling_before(tx, config, day)?;
            let closed = calling.len();
            for last in calling {
                begin(tx, last, CounterState::Closed, now)?;
            }
            Ok((left.len(), closed))
        })?;
        self.wrote(ended + closed);
        Ok(ended)
    }
}

fn in_lobby_before(conn: &Connection, config: &StoreConfig, day: NaiveDate) -> Result<Vec<TicketCode>, Refusal> {
    let mut query = conn.prepare_cached(
        "SELECT code FROM periods AS now INDEXED BY periods_open JOIN visits ON visits.id = visit
         WHERE ended_at IS NULL AND kind NOT IN ('served', 'no_show', 'unserved') AND lobby = ?1 AND day < ?2
         ORDER BY visit",
    )?;
    let codes = query.query_map(params![config.lobby, day.to_string()], |row| visits::parsed(row, 0))?;
    Ok(codes.collect::<rusqlite::Result<_>>()?)
}

/// The counters of days before, each with its last state, that nobody has closed.
fn calling_before(conn: &Connection, config: &StoreConfig, day: NaiveDate) -> rusqlite::Result<Vec<CounterBegan>> {
    let mut query = conn.prepare_cached(&format!(
        "{PERIODS} INDEXED BY counter_periods_open
         WHERE ended_at IS NULL AND state <> 'closed' AND lobby = ?1 AND day < ?2 ORDER BY day, counter"
    ))?;
    query
        .query_map(params![config.lobby, day.to_string()], began)?
        .collect()
}

/// What the counter is today.
pub(super) fn state(
    conn: &Connection,
    config: &StoreConfig,
    counter: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<CounterState> {
    Ok(current(conn, config, counter, outbox::today(conn, config, now)?)?.state)
}

/// The counter's state of that day.
fn current(conn: &Connection, config: &StoreConfig, counter: &str, day: NaiveDate) -> rusqlite::Result<CounterBegan> {
    let mut query = conn.prepare_cached(&format!(
        "{PERIODS} WHERE lobby = ?1 AND day = ?2 AND counter = ?3 AND ended_at IS NULL"
    ))?;
    let found = query.query_row(params![config.lobby, day.to_string(), counter], began);
    let unopened = || CounterBegan {
        lobby: config.lobby.clone(),
        day,
        counter: counter.to_owned(),
        ordinal: 0,
        state: CounterState::Closed,
        began_at: DateTime::default(),
    };
    Ok(found.optional()?.unwrap_or_else(unopened))
}

/// What [`began`] reads.
pub(super) const PERIODS: &str = "SELECT lobby, day, counter, ordinal, state, began_at FROM counter_periods";

pub(super) fn began(row: &Row) -> rusqlite::Result<CounterBegan> {
    Ok(CounterBegan {
        lobby: row.get(0)?,
        day: visits::parsed(row, 1)?,
        counter: row.get(2)?,
        ordinal: row.get(3)?,
        state: visits::parsed(row, 4)?,
        began_at: visits::time(row, 5)?,
    })
}

/// Ends the counter's last state and begins another, with its record.
fn begin(conn: &Connection, last: CounterBegan, state: CounterState, now: DateTime<Utc>) -> rusqlite::Result<()> {
    let next = CounterBegan {
        ordinal: last.ordinal + 1,
        state,
        began_at: now.trunc_subsecs(0),
        ..last
    };
    let (day, at) = (next.day.to_string(), next.began_at.timestamp());
    let mut end = conn.prepare_cached(
        "UPDATE counter_periods SET ended_at = ?4 WHERE lobby = ?1 AND day = ?2 AND counter = ?3 AND ended_at IS NULL",
    )?;
    end.execute(params![next.lobby, day, next.counter, at])?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO counter_periods (lobby, day, counter, ordinal, state, began_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    insert.execute(params![next.lobby, day, next.counter, next.ordinal, state.name(), at])?;
    outbox::append(conn, kind::COUNTER, &next.id(), &next)
}

/// Who is called to, walks to or is served at the counter.
pub(super) fn visitor(
    conn: &Connection,
    config: &StoreConfig,
    counter: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<Option<TicketNumber>> {
    let mut query = conn.prepare_cached(
        "SELECT letter, seq FROM periods AS now INDEXED BY periods_open JOIN visits ON visits.id = visit
         WHERE ended_at IS NULL AND kind NOT IN ('served', 'no_show', 'unserved')
             AND kind IN ('called', 'walking', 'serving') AND counter = ?1 AND lobby = ?2 AND day = ?3",
    )?;
    let today = outbox::today(conn, config, now)?.to_string();
    let number = query.query_row(params![counter, config.lobby, today], |row| {
        Ok(TicketNumber {
            letter: visits::letter(row, 0)?,
            seq: row.get(1)?,
        })
    });
    number.optional()
}
