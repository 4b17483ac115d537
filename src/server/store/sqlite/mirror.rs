//! See [`Mirror`].

use async_trait::async_trait;
use chrono::NaiveDate;
use rusqlite::{Row, Transaction};

use super::{Sqlite, rows};
use crate::{
    queue::{Change, CounterBegan, PeriodBegan, Ticket, TicketNumber, Visit, records::DayRecords},
    server::store::{Result, mirror::Mirror},
};

const VISITS: &str = "SELECT * FROM visits WHERE lobby = ?1 AND day = ?2";
const PERIODS: &str = "SELECT periods.* FROM visits JOIN periods ON visit = code AND periods.lobby = visits.lobby
     WHERE visits.lobby = ?1 AND day = ?2 AND ordinal > 1";
const COUNTERS: &str = "SELECT * FROM counter_periods WHERE lobby = ?1 AND day = ?2";

#[async_trait]
impl Mirror for Sqlite {
    async fn day_records(&self, lobby: &str, day: NaiveDate) -> Result<DayRecords> {
        let lobby = lobby.to_owned();
        self.read(move |tx| records_of(tx, &lobby, day)).await
    }
}

pub fn records_of(tx: &Transaction, lobby: &str, day: NaiveDate) -> rusqlite::Result<DayRecords> {
    let of_day = [lobby, &day.to_string()];
    Ok(DayRecords::of(
        all(tx, VISITS, of_day, visit)?,
        all(tx, PERIODS, of_day, period)?,
        all(tx, COUNTERS, of_day, counter)?,
    ))
}

fn all<T>(
    tx: &Transaction,
    sql: &str,
    of_day: [&str; 2],
    read: impl Fn(&Row) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut query = tx.prepare_cached(sql)?;
    query.query_map(of_day, read)?.collect()
}

fn visit(row: &Row) -> rusqlite::Result<Visit> {
    let letter: String = row.get("letter")?;
    Ok(Visit {
        ticket: Ticket {
            number: TicketNumber {
                letter: letter.chars().next().unwrap_or_default(),
                seq: row.get("seq")?,
            },
            code: rows::parsed(row, "code")?,
        },
        lobby: row.get("lobby")?,
        day: rows::parsed(row, "day")?,
        queue: row.get("queue")?,
        service: row.get("service")?,
        priority: row.get("priority")?,
        issued_at: rows::time(row, "issued_at")?,
        arranged_at: rows::optional_time(row, "arranged_at")?,
    })
}

fn period(row: &Row) -> rusqlite::Result<PeriodBegan> {
    Ok(PeriodBegan {
        visit: rows::parsed(row, "visit")?,
        ordinal: row.get("ordinal")?,
        kind: rows::parsed(row, "kind")?,
        counter: row.get("counter")?,
        change: Change {
            queue: row.get("queue")?,
            service: row.get("service")?,
            reason: rows::optional_parsed(row, "reason")?,
        },
        began_at: rows::time(row, "began_at")?,
    })
}

fn counter(row: &Row) -> rusqlite::Result<CounterBegan> {
    Ok(CounterBegan {
        lobby: row.get("lobby")?,
        day: rows::parsed(row, "day")?,
        counter: row.get("counter")?,
        ordinal: row.get("ordinal")?,
        state: rows::parsed(row, "state")?,
        began_at: rows::time(row, "began_at")?,
    })
}
