//! See [`Tickets`].

use async_trait::async_trait;
use chrono::{NaiveDate, TimeDelta};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Sqlite, rows};
use crate::{
    queue::{PeriodKind, TicketCode, TicketNumber},
    server::store::{
        Result,
        tickets::{RECENT, TicketNow, Tickets},
    },
};

/// Of a visit: the queue where it is now.
const QUEUE: &str = "coalesce((SELECT queue FROM periods
     WHERE visit = code AND periods.lobby = visits.lobby AND queue IS NOT NULL ORDER BY ordinal DESC LIMIT 1), visits.queue)";
/// And the service.
const SERVICE: &str = "coalesce((SELECT service FROM periods
     WHERE visit = code AND periods.lobby = visits.lobby AND service IS NOT NULL ORDER BY ordinal DESC LIMIT 1), visits.service)";

#[async_trait]
impl Tickets for Sqlite {
    async fn ticket(&self, code: &TicketCode) -> Result<Option<TicketNow>> {
        let code = code.clone();
        self.read(move |tx| {
            let mut query = tx.prepare_cached(&format!(
                "SELECT letter, seq, visits.lobby, day, {QUEUE} AS queue, {SERVICE} AS service, issued_at,
                     heard_at, kind, counter, began_at FROM visits
                 LEFT JOIN devices ON devices.id = visits.device
                 LEFT JOIN periods ON visit = code AND periods.lobby = visits.lobby
                     AND ordinal = (SELECT max(ordinal) FROM periods WHERE visit = code AND lobby = visits.lobby)
                 WHERE code = ?1"
            ))?;
            let ticket = query.query_row([code.as_str()], from_row).optional()?;
            let Some(mut ticket) = ticket else { return Ok(None) };
            ticket.ahead = ahead(tx, &ticket)?;
            ticket.recent_waits = recent_waits(tx, &ticket)?;
            Ok(Some(ticket))
        })
        .await
    }
}

fn from_row(row: &Row) -> rusqlite::Result<TicketNow> {
    let letter: String = row.get("letter")?;
    let issued_at = rows::time(row, "issued_at")?;
    let kind: Option<String> = row.get("kind")?;
    Ok(TicketNow {
        number: TicketNumber {
            letter: letter.chars().next().unwrap_or_default(),
            seq: row.get("seq")?,
        },
        lobby: row.get("lobby")?,
        day: rows::parsed::<NaiveDate>(row, "day")?,
        queue: row.get("queue")?,
        service: row.get("service")?,
        issued_at,
        state: kind.and_then(|kind| kind.parse().ok()).unwrap_or(PeriodKind::Waiting),
        since: rows::optional_time(row, "began_at")?.unwrap_or(issued_at),
        counter: row.get("counter")?,
        ahead: 0,
        recent_waits: Vec::new(),
        heard_at: rows::optional_time(row, "heard_at")?,
    })
}

/// Of those with the same letter the numbers tell who came before, of others the time.
fn ahead(tx: &Transaction, ticket: &TicketNow) -> rusqlite::Result<u32> {
    let mut query = tx.prepare_cached(&format!(
        "SELECT count(*) FROM visits WHERE lobby = ?1 AND day = ?2 AND {QUEUE} = ?3
             AND iif(letter = ?4, seq < ?5, issued_at < ?6) AND coalesce(
             (SELECT kind FROM periods WHERE visit = code AND lobby = ?1 ORDER BY ordinal DESC LIMIT 1), 'waiting') = 'waiting'"
    ))?;
    let TicketNow {
        lobby,
        day,
        queue,
        number,
        issued_at,
        ..
    } = ticket;
    let (letter, issued_at) = (number.letter.to_string(), issued_at.timestamp());
    let values = params![lobby, day.to_string(), queue, letter, number.seq, issued_at];
    query.query_row(values, |row| row.get(0))
}

fn recent_waits(tx: &Transaction, ticket: &TicketNow) -> rusqlite::Result<Vec<TimeDelta>> {
    let mut query = tx.prepare_cached(&format!(
        "SELECT called - issued_at FROM (
             SELECT seq, issued_at,
                 (SELECT min(began_at) FROM periods WHERE visit = code AND lobby = ?1 AND kind = 'called') AS called
             FROM visits WHERE lobby = ?1 AND day = ?2 AND {QUEUE} = ?3)
         WHERE called >= issued_at ORDER BY issued_at DESC, seq DESC LIMIT ?4"
    ))?;
    let TicketNow { lobby, day, queue, .. } = ticket;
    let waits = query.query_map(params![lobby, day.to_string(), queue, RECENT], |row| {
        row.get(0).map(TimeDelta::seconds)
    })?;
    waits.collect()
}
