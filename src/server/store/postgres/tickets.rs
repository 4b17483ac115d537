//! See [`Tickets`].

use async_trait::async_trait;
use chrono::TimeDelta;
use tokio_postgres::Row;

use super::{Postgres, rows, statements::query_opt};
use crate::{
    queue::{PeriodKind, TicketCode, TicketNumber},
    server::store::{
        Result,
        tickets::{RECENT, TicketNow, Tickets},
    },
};

/// One statement, so that all of it is of one moment.
const TICKET: &str = "
    SELECT ticket.letter, ticket.seq, ticket.lobby, ticket.day, ticket.queue, ticket.service, ticket.issued_at,
        heard_at, last.kind, last.counter, last.began_at,
        (SELECT count(*) FROM visits AS other
         WHERE (other.lobby, other.day, other.queue) = (ticket.lobby, ticket.day, ticket.queue) AND other.seq < ticket.seq
             AND coalesce((SELECT kind FROM periods WHERE (visit, lobby) = (other.code, ticket.lobby)
                 ORDER BY ordinal DESC LIMIT 1), 'waiting') = 'waiting') AS ahead,
        ARRAY(SELECT called - issued_at FROM (
                SELECT seq, issued_at,
                    (SELECT min(began_at) FROM periods
                        WHERE (visit, lobby) = (code, ticket.lobby) AND kind = 'called') AS called
                FROM visits WHERE (lobby, day, queue) = (ticket.lobby, ticket.day, ticket.queue)) AS calls
            WHERE called >= issued_at ORDER BY seq DESC LIMIT $2) AS recent_waits
    FROM visits AS ticket
    LEFT JOIN devices ON devices.id = ticket.device
    LEFT JOIN LATERAL (SELECT kind, counter, began_at FROM periods WHERE (visit, lobby) = (ticket.code, ticket.lobby)
        ORDER BY ordinal DESC LIMIT 1) AS last ON true
    WHERE ticket.code = $1";

#[async_trait]
impl Tickets for Postgres {
    async fn ticket(&self, code: &TicketCode) -> Result<Option<TicketNow>> {
        let connection = self.connection().await?;
        let found = query_opt(&connection, TICKET, &[&code.as_str(), &i64::from(RECENT)]).await?;
        found.as_ref().map(from_row).transpose()
    }
}

fn from_row(row: &Row) -> Result<TicketNow> {
    let letter: &str = row.try_get("letter")?;
    let issued_at = rows::time(row, "issued_at")?;
    let kind: Option<&str> = row.try_get("kind")?;
    let waits: Vec<i64> = row.try_get("recent_waits")?;
    Ok(TicketNow {
        number: TicketNumber {
            letter: letter.chars().next().unwrap_or_default(),
            seq: rows::number(row, "seq")?,
        },
        lobby: row.try_get("lobby")?,
        day: rows::parsed(row, "day")?,
        queue: row.try_get("queue")?,
        service: row.try_get("service")?,
        issued_at,
        state: kind.and_then(|kind| kind.parse().ok()).unwrap_or(PeriodKind::Waiting),
        since: rows::optional_time(row, "began_at")?.unwrap_or(issued_at),
        counter: row.try_get("counter")?,
        ahead: rows::number(row, "ahead")?,
        recent_waits: waits.into_iter().map(TimeDelta::seconds).collect(),
        heard_at: rows::optional_time(row, "heard_at")?,
    })
}
