//! The hub's part of a lobby with further kiosks: tickets for those who stand before them, many with one commit, and what
//! they issued while they could not reach the hub.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Store, StoreConfig, StoreError, blocks,
    db::{self, Refusal},
    numbers::Reserved,
    outbox, periods, visits,
};
use crate::{
    protocol::hub::{HandIn, HandedIn},
    queue::{Change, IssueRequest, PeriodKind, TicketCode, Visit, day::LobbyDay},
};

/// A ticket that somebody waits for at a further kiosk.
#[derive(Debug, Clone)]
pub struct Asked {
    /// That kiosk's choice: whoever asks again under it gets the same ticket.
    pub code: TicketCode,
    pub request: IssueRequest,
    pub now: DateTime<Utc>,
}

impl Store {
    /// Issues them all with one commit; what is refused of them spoils none of the others.
    pub fn issue_together(&mut self, asked: &[Asked]) -> Result<Vec<Result<Visit, StoreError>>, StoreError> {
        let reserved = &mut self.reserved;
        let issued = self.db.transaction(|tx, config| {
            let one = |asked| db::part(tx, || issue_once(tx, config, reserved, asked));
            asked.iter().map(one).collect::<Result<Vec<_>, Refusal>>()
        })?;
        let new: Vec<LobbyDay> = issued.iter().flatten().filter_map(|(_, today)| *today).collect();
        self.wrote(new.len());
        if let Some(today) = new.last().copied() {
            self.judge_clock(today);
        }
        let visits = issued.into_iter().map(|one| one.map(|(visit, _)| visit));
        Ok(visits.collect())
    }

    /// Takes in what a further kiosk has to tell. What was taken in before is answered as it was.
    pub fn take_in(&mut self, handed: &[HandIn], now: DateTime<Utc>) -> Result<Vec<HandedIn>, StoreError> {
        let taken = self.db.transaction(|tx, config| {
            let one = |item: &HandIn| match item {
                HandIn::Visit(visit) => take_visit(tx, config, visit),
                HandIn::Withdrawn(code) => withdraw(tx, config, code, now),
            };
            handed.iter().map(one).collect::<Result<Vec<_>, Refusal>>()
        })?;
        self.wrote(taken.iter().filter(|(_, is_new)| *is_new).count());
        Ok(taken.into_iter().map(|(answer, _)| answer).collect())
    }
}

/// The visit of that code: as it is, or new, with the lobby's day.
fn issue_once(
    tx: &Connection,
    config: &StoreConfig,
    reserved: &mut Reserved,
    asked: &Asked,
) -> Result<(Visit, Option<LobbyDay>), Refusal> {
    if let Some(visit) = visits::find(tx, &asked.code)? {
        return Ok((visit, None));
    }
    if is_withdrawn(tx, &asked.code)? {
        return Err(StoreError::VisitOver.into());
    }
    let Asked { code, request, now } = asked;
    let (today, visit) = visits::issue_as(tx, config, reserved, code.clone(), request, None, *now)?;
    Ok((visit, Some(today)))
}

/// A visit with a number of a block, at the place in the line where it came; with whether it is new.
fn take_visit(tx: &Connection, config: &StoreConfig, visit: &Visit) -> Result<(HandedIn, bool), Refusal> {
    if visits::find(tx, &visit.ticket.code)?.is_some() {
        return Ok((HandedIn::Taken, false));
    }
    let seq = visit.ticket.number.seq;
    let is_given =
        visit.lobby == config.lobby && blocks::around(tx, &visit.lobby, visit.day, &visit.queue, seq)?.is_some();
    if !is_given {
        return Ok((
            HandedIn::refused("the hub has given no block with this number away"),
            false,
        ));
    }
    if has_number(tx, visit)? {
        return Ok((HandedIn::refused("the hub has another visit with this number"), false));
    }
    visits::begin(tx, visit)?;
    if let Some(place) = place(tx, visit)? {
        let sql = "UPDATE visits SET place = ?2 WHERE code = ?1";
        tx.execute(sql, params![visit.ticket.code.as_str(), place])?;
    }
    Ok((HandedIn::Taken, true))
}

fn has_number(tx: &Connection, visit: &Visit) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM visits WHERE lobby = ?1 AND day = ?2 AND queue = ?3 AND seq = ?4)";
    let number = params![visit.lobby, visit.day.to_string(), visit.queue, visit.ticket.number.seq];
    tx.prepare_cached(sql)?.query_row(number, |row| row.get(0))
}

/// Before the first who came to the hub after it, and there by the time of day; none where nobody came after.
fn place(tx: &Connection, visit: &Visit) -> rusqlite::Result<Option<i64>> {
    let mut query = tx.prepare_cached(
        "SELECT id FROM visits WHERE lobby = ?1 AND day = ?2 AND issued_at > ?3 AND place IS NULL AND code <> ?4
         ORDER BY id LIMIT 1",
    )?;
    let issued_at = visit.issued_at.timestamp();
    let after = params![
        visit.lobby,
        visit.day.to_string(),
        issued_at,
        visit.ticket.code.as_str()
    ];
    let after: Option<i64> = query.query_row(after, |row| row.get(0)).optional()?;
    let Some(after) = after else { return Ok(None) };
    // Each second of a day has room for some; a place is one visit's alone.
    let second = ((after - 1) << 20) + 1 + issued_at.rem_euclid(86_400) * 8;
    let mut taken = tx.prepare_cached("SELECT place FROM visits WHERE place >= ?1 AND place < ?2")?;
    let taken = taken.query_map([second, after << 20], |row| row.get(0))?;
    let taken: BTreeSet<i64> = taken.collect::<rusqlite::Result<_>>()?;
    Ok((second..after << 20).find(|place| !taken.contains(place)))
}

/// Nobody holds the ticket of that code: it ends, where it was issued, and is never issued where it was not.
fn withdraw(
    tx: &Connection,
    config: &StoreConfig,
    code: &TicketCode,
    now: DateTime<Utc>,
) -> Result<(HandedIn, bool), Refusal> {
    let today = outbox::today(tx, config, now)?;
    let yesterday = today.pred_opt().unwrap_or(today);
    tx.execute("DELETE FROM withdrawn WHERE day < ?1", [yesterday.to_string()])?;
    let sql = "INSERT INTO withdrawn (code, day) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    tx.execute(sql, params![code.as_str(), today.to_string()])?;
    let is_there = visits::find(tx, code)?.is_some();
    let current = is_there.then(|| periods::current(tx, code)).transpose()?;
    // Who is being served under it is somebody after all.
    let unheld = current.filter(|current| !current.kind.is_final() && current.kind != PeriodKind::Serving);
    if let Some(current) = &unheld {
        current.begin(tx, PeriodKind::NoShow, None, Change::default(), now)?;
    }
    Ok((HandedIn::Taken, unheld.is_some()))
}

fn is_withdrawn(tx: &Connection, code: &TicketCode) -> rusqlite::Result<bool> {
    let mut query = tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM withdrawn WHERE code = ?1)")?;
    query.query_row([code.as_str()], |row| row.get(0))
}
