//! A day as the central server is to know it.

use chrono::NaiveDate;
use rusqlite::{Row, params};

use super::{Store, StoreError, counters, visits};
use crate::queue::{Change, PeriodBegan, records::DayRecords};

impl Store {
    /// All that the lobby's `day` has come to by now. What the outbox holds still is among it.
    pub fn day_records(&mut self, day: NaiveDate) -> Result<DayRecords, StoreError> {
        self.db.transaction(|tx, config| {
            let day = day.to_string();
            let of_day = params![config.lobby, day];
            let mut visits = tx.prepare_cached(&format!("{} WHERE lobby = ?1 AND day = ?2", visits::VISITS))?;
            let mut periods = tx.prepare_cached(
                "SELECT code, ordinal, kind, counter, periods.queue, periods.service, reason, began_at
                 FROM visits JOIN periods ON visit = id WHERE lobby = ?1 AND day = ?2 AND ordinal > 1",
            )?;
            let mut counters = tx.prepare_cached(&format!("{} WHERE lobby = ?1 AND day = ?2", counters::PERIODS))?;
            Ok(DayRecords::of(
                visits.query_map(of_day, visits::visit)?.collect::<Result<_, _>>()?,
                periods.query_map(of_day, period)?.collect::<Result<_, _>>()?,
                counters.query_map(of_day, counters::began)?.collect::<Result<_, _>>()?,
            ))
        })
    }
}

fn period(row: &Row) -> rusqlite::Result<PeriodBegan> {
    Ok(PeriodBegan {
        visit: visits::parsed(row, 0)?,
        ordinal: row.get(1)?,
        kind: visits::parsed(row, 2)?,
        counter: row.get(3)?,
        change: Change {
            queue: row.get(4)?,
            service: row.get(5)?,
            reason: visits::optional_parsed(row, 6)?,
        },
        began_at: visits::time(row, 7)?,
    })
}
