//! Tickets, the states of visits, and how many wait.

use std::{collections::BTreeMap, error::Error, str::FromStr};

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params, types::Type};

use super::{Incident, Store, StoreConfig, StoreError, db::Refusal, numbers, outbox, periods, settings};
use crate::{
    protocol::record::kind,
    queue::{
        Change, IssueRequest, PeriodBegan, PeriodKind, Ticket, TicketCode, TicketNumber, Visit,
        day::{LobbyDay, wall_time},
        line::Paused,
    },
};

/// Waits of more people than this are not recent.
const RECENT: usize = 30;

/// One queue at this moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueNow {
    pub waiting: u32,
    /// How long those called last today had waited, the latest arrival first; for
    /// [`WaitEstimate`](crate::queue::estimate::WaitEstimate).
    pub recent_waits: Vec<TimeDelta>,
    /// Issues no tickets.
    pub paused: Option<Paused>,
}

impl Store {
    /// Issues a ticket: number, visit and its record are one transaction. A second tap for the same thing is the same
    /// ticket.
    pub fn issue(&mut self, request: &IssueRequest, now: DateTime<Utc>) -> Result<Visit, StoreError> {
        if let Some((first, visit)) = &self.last_issue
            && request.repeats(first)
        {
            return Ok(visit.clone());
        }
        let reserved = &mut self.reserved;
        let (today, visit) = self
            .db
            .transaction(|tx, config| issue(tx, config, reserved, request, None, now))?;
        self.wrote(1);
        self.judge_clock(today);
        self.last_issue = Some((request.clone(), visit.clone()));
        Ok(visit)
    }

    /// The lobby's day. When the clock begins or ceases to be wrong, that is kept at once, so that its next midnight is
    /// known; a clock that is right is kept with the day's first ticket, so that one far ahead harms nothing before.
    pub fn today(&mut self, now: DateTime<Utc>) -> Result<LobbyDay, StoreError> {
        let today = self.db.transaction(|tx, config| {
            let before = settings::lobby_day(tx)?;
            let (today, _) = wall_time(before, config.zone, now);
            let was_held = before.is_some_and(|before| before.is_held());
            if (was_held || today.is_held()) && before != Some(today) {
                settings::set_lobby_day(tx, &today)?;
            }
            Ok(today)
        })?;
        self.judge_clock(today);
        Ok(today)
    }

    /// Tells staff of a clock that is wrong, once until it is right again.
    pub(super) fn judge_clock(&mut self, today: LobbyDay) {
        let told = std::mem::replace(&mut self.clock_wrong, today.is_held());
        if today.is_held() && !told {
            self.incidents.push(Incident::ClockWrong {
                clock: today.clock,
                day: today.day,
            });
        }
    }

    /// A visit by its ticket's code.
    ///
    /// # Errors
    /// Also when there is none.
    pub fn visit(&mut self, code: &TicketCode) -> Result<Visit, StoreError> {
        self.db.read(|conn| find(conn, code))?.ok_or(StoreError::NoSuchVisit)
    }

    /// Ends the state that the visit is in and begins another, with its record, whatever the rules of calling say.
    /// `counter` is who calls or serves.
    pub fn begin_period(
        &mut self,
        visit: &TicketCode,
        kind: PeriodKind,
        counter: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<PeriodBegan, StoreError> {
        let period = self.db.transaction(|tx, _| {
            let current = periods::current(tx, visit)?;
            if current.kind.is_final() {
                return Err(StoreError::VisitOver.into());
            }
            Ok(current.begin(tx, kind, counter, Change::default(), now)?)
        })?;
        self.wrote(1);
        Ok(period)
    }

    /// Every queue that had a visitor today or is paused: how many wait, and how long those called had waited. A queue
    /// that is missing is empty and issues tickets.
    pub fn queues_now(&mut self, now: DateTime<Utc>) -> Result<BTreeMap<String, QueueNow>, StoreError> {
        self.db.transaction(|tx, config| {
            let (today, _) = wall_time(settings::lobby_day(tx)?, config.zone, now);
            let mut queues = BTreeMap::<String, QueueNow>::new();
            let mut query = tx.prepare_cached(
                "SELECT coalesce(now.queue, visits.queue), now.kind = 'waiting',
                     (SELECT min(began_at) FROM periods WHERE visit = id AND kind = 'called') - issued_at
                 FROM visits JOIN periods AS now ON now.visit = id AND now.ended_at IS NULL
                 WHERE lobby = ?1 AND day = ?2 ORDER BY id DESC",
            )?;
            let mut rows = query.query(params![config.lobby, today.day.to_string()])?;
            while let Some(row) = rows.next()? {
                let queue = queues.entry(row.get(0)?).or_default();
                queue.waiting += u32::from(row.get::<_, bool>(1)?);
                // A clock that was set in between can make it negative: no wait, then.
                let wait = row.get::<_, Option<i64>>(2)?.filter(|seconds| *seconds >= 0);
                if queue.recent_waits.len() < RECENT {
                    queue.recent_waits.extend(wait.map(TimeDelta::seconds));
                }
            }
            for (queue, paused) in settings::paused_queues(tx)? {
                queues.entry(queue).or_default().paused = Some(paused);
            }
            Ok(queues)
        })
    }
}

/// Number, visit and its record, unless the queue is paused; who has an appointment comes all the same.
pub(super) fn issue(
    tx: &Connection,
    config: &StoreConfig,
    reserved: &mut numbers::Reserved,
    request: &IssueRequest,
    arranged_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(LobbyDay, Visit), Refusal> {
    let code = TicketCode::random(&mut rand::rng());
    issue_as(tx, config, reserved, code, request, arranged_at, now)
}

/// As [`issue`], under a code that is given.
pub(super) fn issue_as(
    tx: &Connection,
    config: &StoreConfig,
    reserved: &mut numbers::Reserved,
    code: TicketCode,
    request: &IssueRequest,
    arranged_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(LobbyDay, Visit), Refusal> {
    if arranged_at.is_none() && settings::paused_queues(tx)?.contains_key(&request.queue) {
        return Err(StoreError::QueuePaused.into());
    }
    let before = settings::lobby_day(tx)?;
    let (today, _) = wall_time(before, config.zone, now);
    if before != Some(today) {
        settings::set_lobby_day(tx, &today)?;
    }
    let seq = numbers::next(tx, &config.lobby, today.day, &request.queue)?;
    reserved
        .reserve(today, &request.queue, seq)
        .map_err(StoreError::folder("numbers.json"))?;
    let visit = Visit {
        arranged_at,
        ..new_visit(request, config, code, today.day, seq, now)
    };
    begin(tx, &visit)?;
    Ok((today, visit))
}

pub(super) fn new_visit(
    request: &IssueRequest,
    config: &StoreConfig,
    code: TicketCode,
    day: NaiveDate,
    seq: u32,
    now: DateTime<Utc>,
) -> Visit {
    let number = TicketNumber {
        letter: request.letter,
        seq,
    };
    Visit {
        ticket: Ticket { number, code },
        lobby: config.lobby.clone(),
        day,
        queue: request.queue.clone(),
        service: request.service.clone(),
        priority: request.priority.clone(),
        issued_at: now.trunc_subsecs(0),
        arranged_at: None,
    }
}

/// The visit, the wait that begins with it, and its record.
pub(super) fn begin(conn: &Connection, visit: &Visit) -> rusqlite::Result<()> {
    let code = &visit.ticket.code;
    insert(conn, visit)?;
    periods::begin_wait(conn, conn.last_insert_rowid(), code, visit.issued_at)?;
    outbox::append(conn, kind::VISIT, code.as_str(), visit)
}

/// The visit alone.
pub(super) fn insert(conn: &Connection, visit: &Visit) -> rusqlite::Result<()> {
    let Ticket { number, code } = &visit.ticket;
    let mut insert = conn.prepare_cached(
        "INSERT INTO visits (code, lobby, day, queue, seq, letter, service, priority, issued_at, arranged_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    insert.execute(params![
        code.as_str(),
        visit.lobby,
        visit.day.to_string(),
        visit.queue,
        number.seq,
        number.letter.to_string(),
        visit.service,
        visit.priority,
        visit.issued_at.timestamp(),
        visit.arranged_at.map(|at| at.timestamp()),
    ])?;
    Ok(())
}

/// The visit of that code.
pub(super) fn find(conn: &Connection, code: &TicketCode) -> rusqlite::Result<Option<Visit>> {
    let mut query = conn.prepare_cached(&format!("{VISITS} WHERE code = ?1"))?;
    query.query_row([code.as_str()], visit).optional()
}

/// What [`visit`] reads.
pub(super) const VISITS: &str =
    "SELECT code, lobby, day, queue, seq, letter, service, priority, issued_at, arranged_at FROM visits";

/// The visit of that row.
pub(super) fn read(conn: &Connection, id: i64) -> rusqlite::Result<Visit> {
    let mut query = conn.prepare_cached(&format!("{VISITS} WHERE id = ?1"))?;
    query.query_row([id], visit)
}

pub(super) fn visit(row: &Row) -> rusqlite::Result<Visit> {
    Ok(Visit {
        ticket: Ticket {
            number: TicketNumber {
                letter: letter(row, 5)?,
                seq: row.get(4)?,
            },
            code: parsed(row, 0)?,
        },
        lobby: row.get(1)?,
        day: parsed(row, 2)?,
        queue: row.get(3)?,
        service: row.get(6)?,
        priority: row.get(7)?,
        issued_at: time(row, 8)?,
        arranged_at: optional_time(row, 9)?,
    })
}

/// A column that is kept as text.
pub(super) fn parsed<T: FromStr<Err: Error + Send + Sync + 'static>>(row: &Row, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error| unreadable(column, error))
}

/// The same, where it may be missing.
pub(super) fn optional_parsed<T: FromStr<Err: Error + Send + Sync + 'static>>(
    row: &Row,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    let parsed = text.map(|text| text.parse().map_err(|error| unreadable(column, error)));
    parsed.transpose()
}

fn unreadable(column: usize, error: impl Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

/// A queue's letter.
pub(super) fn letter(row: &Row, column: usize) -> rusqlite::Result<char> {
    let text: String = row.get(column)?;
    Ok(text.chars().next().unwrap_or_default())
}

/// A time, which is kept in Unix seconds.
pub(super) fn time(row: &Row, column: usize) -> rusqlite::Result<DateTime<Utc>> {
    Ok(optional_time(row, column)?.unwrap_or_default())
}

pub(super) fn optional_time(row: &Row, column: usize) -> rusqlite::Result<Option<DateTime<Utc>>> {
    let seconds: Option<i64> = row.get(column)?;
    Ok(seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)))
}
