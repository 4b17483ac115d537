//! The lobby at this moment, for counters and the board.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Row, params};
use serde::Serialize;

use super::{Call, Store, StoreConfig, StoreError, outbox, visits};
use crate::queue::{CounterState, PeriodKind, TicketCode, TicketNumber, calling::Waiting};

/// So many of the last calls are told.
const LAST_CALLS: usize = 12;

/// Where a visit stands among those who came before and after. Between two ids is room for those that are handed in late.
pub(super) const ORDER: &str = "coalesce(visits.place, visits.id << 20)";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LobbyNow {
    pub day: NaiveDate,
    /// Everyone who is here, in the order in which they came.
    pub present: Vec<Present>,
    /// Counters that were opened today.
    pub counters: BTreeMap<String, CounterNow>,
    /// Today's last calls, the latest first.
    pub calls: Vec<Call>,
}

/// Someone who is in the lobby.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Present {
    /// Greater for each who came later.
    #[serde(skip)]
    pub order: i64,
    pub code: TicketCode,
    #[serde(flatten)]
    pub number: TicketNumber,
    /// As it is now, after transfers.
    pub queue: String,
    pub service: Option<String>,
    pub priority: Option<String>,
    pub issued_at: DateTime<Utc>,
    pub arranged_at: Option<DateTime<Utc>>,
    pub kind: PeriodKind,
    pub since: DateTime<Utc>,
    /// Whose visitor it is; of a wait, the only counter that may call; of a hold, the one that holds.
    pub counter: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CounterNow {
    pub state: CounterState,
    pub since: DateTime<Utc>,
}

impl Present {
    /// As the rules of calling see it, of one who waits.
    #[must_use]
    pub fn waiting(&self) -> Option<Waiting> {
        (self.kind == PeriodKind::Waiting).then(|| Waiting {
            order: self.order,
            arrived: self.issued_at,
            queue: self.queue.clone(),
            counter: self.counter.clone(),
            is_priority: self.priority.is_some(),
            arranged: self.arranged_at,
        })
    }
}

impl Store {
    pub fn lobby_now(&mut self, now: DateTime<Utc>) -> Result<LobbyNow, StoreError> {
        self.db.transaction(|tx, config| {
            let day = outbox::today(tx, config, now)?;
            Ok(LobbyNow {
                day,
                present: present(tx, config, day)?,
                counters: counters(tx, config, day)?,
                calls: last_calls(tx, config, day)?,
            })
        })
    }
}

/// All who wait today, with their codes.
pub(super) fn waiting(
    conn: &Connection,
    config: &StoreConfig,
    now: DateTime<Utc>,
) -> rusqlite::Result<Vec<(TicketCode, Waiting)>> {
    let present = present(conn, config, outbox::today(conn, config, now)?)?;
    let waiting = |one: Present| Some((one.code.clone(), one.waiting()?));
    Ok(present.into_iter().filter_map(waiting).collect())
}

pub(super) fn present(conn: &Connection, config: &StoreConfig, day: NaiveDate) -> rusqlite::Result<Vec<Present>> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT {ORDER} AS place, code, letter, seq, coalesce(now.queue, visits.queue),
                 coalesce(now.service, visits.service), priority, issued_at, arranged_at, kind, began_at, counter
             FROM periods AS now INDEXED BY periods_open JOIN visits ON visits.id = visit
             WHERE ended_at IS NULL AND kind NOT IN ('served', 'no_show', 'unserved') AND lobby = ?1 AND day = ?2
             ORDER BY 1"
    ))?;
    let rows = query.query_map(params![config.lobby, day.to_string()], |row| {
        Ok(Present {
            order: row.get(0)?,
            code: visits::parsed(row, 1)?,
            number: TicketNumber {
                letter: visits::letter(row, 2)?,
                seq: row.get(3)?,
            },
            queue: row.get(4)?,
            service: row.get(5)?,
            priority: row.get(6)?,
            issued_at: visits::time(row, 7)?,
            arranged_at: visits::optional_time(row, 8)?,
            kind: visits::parsed(row, 9)?,
            since: visits::time(row, 10)?,
            counter: row.get(11)?,
        })
    })?;
    rows.collect()
}

pub(super) fn counters(
    conn: &Connection,
    config: &StoreConfig,
    day: NaiveDate,
) -> rusqlite::Result<BTreeMap<String, CounterNow>> {
    let mut query = conn.prepare_cached(
        "SELECT counter, state, began_at FROM counter_periods WHERE lobby = ?1 AND day = ?2 AND ended_at IS NULL",
    )?;
    let rows = query.query_map(params![config.lobby, day.to_string()], |row| {
        let now = CounterNow {
            state: visits::parsed(row, 1)?,
            since: visits::time(row, 2)?,
        };
        Ok((row.get(0)?, now))
    })?;
    rows.collect()
}

/// What [`call`] reads.
pub(super) const CALLS: &str = "SELECT calls.id, code, letter, seq, counter, began_at FROM calls
     JOIN visits ON visits.id = calls.visit
     JOIN periods ON periods.visit = calls.visit AND periods.ordinal = calls.ordinal";

fn last_calls(conn: &Connection, config: &StoreConfig, day: NaiveDate) -> rusqlite::Result<Vec<Call>> {
    let sql = format!("{CALLS} WHERE lobby = ?1 AND day = ?2 AND counter IS NOT NULL ORDER BY calls.id DESC LIMIT ?3");
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map(params![config.lobby, day.to_string(), LAST_CALLS], call)?;
    rows.collect()
}

pub(super) fn call(row: &Row) -> rusqlite::Result<Call> {
    Ok(Call {
        id: row.get(0)?,
        code: visits::parsed(row, 1)?,
        number: TicketNumber {
            letter: visits::letter(row, 2)?,
            seq: row.get(3)?,
        },
        counter: row.get(4)?,
        at: visits::time(row, 5)?,
    })
}
