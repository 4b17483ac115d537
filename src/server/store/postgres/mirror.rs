//! See [`Mirror`].

use async_trait::async_trait;
use chrono::NaiveDate;
use deadpool_postgres::Transaction;
use tokio_postgres::{IsolationLevel, Row};

use super::{
    Postgres, rows,
    statements::{Values, query},
};
use crate::{
    queue::{Change, CounterBegan, PeriodBegan, Ticket, TicketNumber, Visit, records::DayRecords},
    server::store::{Result, mirror::Mirror},
};

const VISITS: &str = "
    SELECT code, lobby, day, queue, seq, letter, service, priority, issued_at, arranged_at
    FROM visits WHERE (lobby, day) = ($1, $2)";
const PERIODS: &str = "
    SELECT visit, ordinal, kind, counter, periods.queue, periods.service, reason, began_at
    FROM visits JOIN periods ON (visit, periods.lobby) = (code, visits.lobby)
    WHERE (visits.lobby, day) = ($1, $2) AND ordinal > 1";
const COUNTERS: &str = "
    SELECT lobby, day, counter, ordinal, state, began_at FROM counter_periods WHERE (lobby, day) = ($1, $2)";

#[async_trait]
impl Mirror for Postgres {
    async fn day_records(&self, lobby: &str, day: NaiveDate) -> Result<DayRecords> {
        let mut connection = self.connection().await?;
        // All three of one moment.
        let moment = connection
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead);
        let tx = moment.read_only(true).start().await?;
        let records = records_of(&tx, lobby, day).await?;
        tx.commit().await?;
        Ok(records)
    }
}

pub async fn records_of(tx: &Transaction<'_>, lobby: &str, day: NaiveDate) -> Result<DayRecords> {
    let of_day: Values = &[&lobby, &day.to_string()];
    let visits = query(tx, VISITS, of_day).await?;
    let periods = query(tx, PERIODS, of_day).await?;
    let counters = query(tx, COUNTERS, of_day).await?;
    Ok(DayRecords::of(
        visits.iter().map(visit).collect::<Result<_>>()?,
        periods.iter().map(period).collect::<Result<_>>()?,
        counters.iter().map(counter).collect::<Result<_>>()?,
    ))
}

fn visit(row: &Row) -> Result<Visit> {
    let letter: &str = row.try_get("letter")?;
    Ok(Visit {
        ticket: Ticket {
            number: TicketNumber {
                letter: letter.chars().next().unwrap_or_default(),
                seq: rows::number(row, "seq")?,
            },
            code: rows::parsed(row, "code")?,
        },
        lobby: row.try_get("lobby")?,
        day: rows::parsed(row, "day")?,
        queue: row.try_get("queue")?,
        service: row.try_get("service")?,
        priority: row.try_get("priority")?,
        issued_at: rows::time(row, "issued_at")?,
        arranged_at: rows::optional_time(row, "arranged_at")?,
    })
}

fn period(row: &Row) -> Result<PeriodBegan> {
    Ok(PeriodBegan {
        visit: rows::parsed(row, "visit")?,
        ordinal: rows::number(row, "ordinal")?,
        kind: rows::parsed(row, "kind")?,
        counter: row.try_get("counter")?,
        change: Change {
            queue: row.try_get("queue")?,
            service: row.try_get("service")?,
            reason: rows::optional_parsed(row, "reason")?,
        },
        began_at: rows::time(row, "began_at")?,
    })
}

fn counter(row: &Row) -> Result<CounterBegan> {
    Ok(CounterBegan {
        lobby: row.try_get("lobby")?,
        day: rows::parsed(row, "day")?,
        counter: row.try_get("counter")?,
        ordinal: rows::number(row, "ordinal")?,
        state: rows::parsed(row, "state")?,
        began_at: rows::time(row, "began_at")?,
    })
}
