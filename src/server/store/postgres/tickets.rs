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

/// One statement, so that all of it is of one moment: the ticket among all of its lobby's day, each in the queue where it
/// is now. Of those with the same letter the numbers tell who came before, of others the time.
const TICKET: &str = "
    WITH ticket AS (SELECT * FROM visits WHERE code = $1),
    line AS (
        SELECT code, letter, seq, issued_at,
            coalesce((SELECT queue FROM periods WHERE (visit, lobby) = (code, visits.lobby) AND queue IS NOT NULL
                ORDER BY ordinal DESC LIMIT 1), visits.queue) AS queue,
            coalesce((SELECT kind FROM periods WHERE (visit, lobby) = (code, visits.lobby)
                ORDER BY ordinal DESC LIMIT 1), 'waiting') AS kind,
            (SELECT min(began_at) FROM periods WHERE (visit, lobby) = (code, visits.lobby) AND kind = 'called') AS called
        FROM visits WHERE (lobby, day) = (SELECT lobby, day FROM ticket))
    SELECT ticket.letter, ticket.seq, ticket.lobby, ticket.day, here.queue, ticket.issued_at,
        coalesce((SELECT service FROM periods WHERE (visit, lobby) = (code, ticket.lobby) AND service IS NOT NULL
            ORDER BY ordinal DESC LIMIT 1), ticket.service) AS service,
        heard_at, last.kind, last.counter, last.began_at,
        (SELECT count(*) FROM line WHERE queue = here.queue AND kind = 'waiting' AND CASE letter
            WHEN ticket.letter THEN seq < ticket.seq ELSE issued_at < ticket.issued_at END) AS ahead,
        ARRAY(SELECT called - issued_at FROM line WHERE queue = here.queue AND called >= issued_at
            ORDER BY issued_at DESC, seq DESC LIMIT $2) AS recent_waits
    FROM ticket JOIN line AS here USING (code)
    LEFT JOIN devices ON devices.id = ticket.device
    LEFT JOIN LATERAL (SELECT kind, counter, began_at FROM periods WHERE (visit, lobby) = (ticket.code, ticket.lobby)
        ORDER BY ordinal DESC LIMIT 1) AS last ON true";

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
