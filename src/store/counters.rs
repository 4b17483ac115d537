//! Whether each counter calls, who is there, and the end of the day.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreConfig, StoreError, db::Refusal, outbox, periods, visits};
use crate::queue::{Change, CounterState, PeriodKind, TicketCode, TicketNumber, transitions::Refused};

impl Store {
    /// Opens, pauses or closes a counter. It can't be closed while someone is there.
    pub fn set_counter(&mut self, counter: &str, state: CounterState, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.db.transaction(|tx, config| {
            if state == CounterState::Closed
                && let Some(number) = visitor(tx, config, counter, now)?
            {
                return Err(Refused::CounterBusy(number).into());
            }
            if self::state(tx, config, counter, now)? != state {
                set(tx, counter, outbox::today(tx, config, now)?, state, now)?;
            }
            Ok(())
        })?;
        self.changed = true;
        Ok(())
    }

    /// Ends the lobby's day: who is being served was served, the others were not, and every counter is closed. Says how
    /// many were in the lobby.
    pub fn close_day(&mut self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        self.end_visits(
            |tx, today| {
                tx.execute(
                    "UPDATE counters SET state = 'closed', since = ?1 WHERE state <> 'closed'",
                    [now.timestamp()],
                )?;
                Ok(today.succ_opt().unwrap_or(today))
            },
            now,
        )
    }

    /// Ends what earlier days have left behind. Says how many that were.
    pub fn close_earlier_days(&mut self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        self.end_visits(|_, today| Ok(today), now)
    }

    /// Ends all visits from before a day.
    fn end_visits(
        &mut self,
        before: impl FnOnce(&Connection, NaiveDate) -> rusqlite::Result<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        let ended = self.db.transaction(|tx, config| {
            let before = before(tx, outbox::today(tx, config, now)?)?;
            let left = in_lobby_before(tx, config, before)?;
            for code in &left {
                let current = periods::current(tx, code)?;
                let kind = match current.kind {
                    PeriodKind::Serving => PeriodKind::Served,
                    _ => PeriodKind::Unserved,
                };
                current.begin(tx, kind, current.counter.as_deref(), Change::default(), now)?;
            }
            Ok(left.len())
        })?;
        self.wrote(ended);
        self.changed = true;
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

/// What the counter is today.
pub(super) fn state(
    conn: &Connection,
    config: &StoreConfig,
    counter: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<CounterState> {
    let mut query = conn.prepare_cached("SELECT state FROM counters WHERE id = ?1 AND day = ?2")?;
    let today = outbox::today(conn, config, now)?.to_string();
    let state = query.query_row(params![counter, today], |row| visits::parsed(row, 0));
    state.optional().map(Option::unwrap_or_default)
}

fn set(
    conn: &Connection,
    counter: &str,
    day: NaiveDate,
    state: CounterState,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let mut set = conn.prepare_cached(
        "INSERT INTO counters (id, day, state, since) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET day = excluded.day, state = excluded.state, since = excluded.since",
    )?;
    set.execute(params![counter, day.to_string(), state.name(), now.timestamp()])
        .map(|_| ())
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
