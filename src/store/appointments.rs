//! Arranged visits: a code and an hour, nothing of a person.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreConfig, StoreError, outbox, visits};
use crate::queue::{IssueRequest, Visit, transitions::Refused};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    pub day: NaiveDate,
    /// What the visitor was told.
    pub code: String,
    pub at: DateTime<Utc>,
    pub queue: String,
    /// That queue's letter.
    pub letter: char,
    pub service: Option<String>,
}

impl Store {
    /// Takes the days' appointments over. Those known under their code are changed, unless the visitor has come.
    pub fn import_appointments(&mut self, appointments: &[Appointment]) -> Result<(), StoreError> {
        self.db.transaction(|tx, config| {
            let mut insert = tx.prepare_cached(
                "INSERT INTO appointments (lobby, day, code, at, queue, letter, service)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT DO UPDATE SET at = excluded.at, queue = excluded.queue, letter = excluded.letter,
                     service = excluded.service WHERE visit IS NULL",
            )?;
            for one in appointments {
                insert.execute(params![
                    config.lobby,
                    one.day.to_string(),
                    written(&one.code),
                    one.at.timestamp(),
                    one.queue,
                    one.letter.to_string(),
                    one.service,
                ])?;
            }
            Ok(())
        })
    }

    /// The ticket of one who comes by appointment; the same again for who asks twice.
    pub fn check_in(&mut self, code: &str, now: DateTime<Utc>) -> Result<Visit, StoreError> {
        let reserved = &mut self.reserved;
        let (today, visit, is_new) = self.db.transaction(|tx, config| {
            let today = outbox::today(tx, config, now)?;
            let (appointment, came) = find(tx, config, today, &written(code))?.ok_or(Refused::NoSuchAppointment)?;
            if let Some(visit) = came {
                let visit = visits::read(tx, visit)?;
                return Ok((None, visit, false));
            }
            let request = IssueRequest {
                queue: appointment.queue,
                letter: appointment.letter,
                service: appointment.service,
                priority: None,
                touched: std::time::Duration::ZERO,
            };
            let (today, visit) = visits::issue(tx, config, reserved, &request, Some(appointment.at), now)?;
            let sql = "UPDATE appointments SET visit = (SELECT id FROM visits WHERE code = ?4)
                       WHERE lobby = ?1 AND day = ?2 AND code = ?3";
            let key = params![
                config.lobby,
                today.day.to_string(),
                appointment.code,
                visit.ticket.code.as_str()
            ];
            tx.execute(sql, key)?;
            Ok((Some(today), visit, true))
        })?;
        self.wrote(usize::from(is_new));
        if let Some(today) = today {
            self.judge_clock(today);
        }
        Ok(visit)
    }
}

/// The appointment of that code, and the visit of who has come.
fn find(
    conn: &Connection,
    config: &StoreConfig,
    day: NaiveDate,
    code: &str,
) -> rusqlite::Result<Option<(Appointment, Option<i64>)>> {
    let mut query = conn.prepare_cached(
        "SELECT at, queue, letter, service, visit FROM appointments WHERE lobby = ?1 AND day = ?2 AND code = ?3",
    )?;
    let found = query.query_row(params![config.lobby, day.to_string(), code], |row| {
        let appointment = Appointment {
            day,
            code: code.to_owned(),
            at: visits::time(row, 0)?,
            queue: row.get(1)?,
            letter: visits::letter(row, 2)?,
            service: row.get(3)?,
        };
        Ok((appointment, row.get(4)?))
    });
    found.optional()
}

/// A code as it is kept: in capitals, without spaces and hyphens.
fn written(code: &str) -> String {
    code.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}
