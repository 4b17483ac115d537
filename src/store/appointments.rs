//! Arranged visits: how they are taken over, seen, called off and taken up.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Store, StoreConfig, StoreError, db::Refusal, outbox, visits};
use crate::queue::{
    Appointment, AppointmentCode, ArrangedVisit, IssueRequest, TicketNumber, Visit,
    appointments::{Came, Codes, Imported},
    transitions::Refused,
};

impl Store {
    /// Takes a list over, all of it or nothing. Appointments known under their code are changed, unless the visitor has come.
    pub fn import_appointments(&mut self, appointments: &[Appointment]) -> Result<Imported, StoreError> {
        let imported = self.db.transaction(|tx, config| {
            let mut imported = Imported::default();
            for one in appointments {
                match find(tx, config, one.day, &one.code)? {
                    None => {
                        insert(tx, config, one)?;
                        imported.added += 1;
                    }
                    Some((_, Some(_))) => imported.came.push(one.code.clone()),
                    Some((known, None)) if known == *one => imported.same += 1,
                    Some((_, None)) => {
                        delete(tx, config, one.day, &one.code)?;
                        insert(tx, config, one)?;
                        imported.changed += 1;
                    }
                }
            }
            Ok(imported)
        })?;
        self.changed = true;
        Ok(imported)
    }

    /// Enters one appointment, whose code must be new on its day.
    pub fn arrange(&mut self, appointment: &Appointment) -> Result<(), StoreError> {
        self.db.transaction(|tx, config| {
            if find(tx, config, appointment.day, &appointment.code)?.is_some() {
                return Err(Refused::CodeTaken(appointment.code.clone()).into());
            }
            Ok(insert(tx, config, appointment)?)
        })?;
        self.changed = true;
        Ok(())
    }

    /// Takes an appointment back, unless its visitor has come.
    pub fn call_off(&mut self, day: NaiveDate, code: &AppointmentCode) -> Result<(), StoreError> {
        self.db.transaction(|tx, config| {
            let (_, came) = find(tx, config, day, code)?.ok_or(Refused::NoSuchAppointment)?;
            if let Some(visit) = came {
                return Err(Refused::HasCome(visits::read(tx, visit)?.ticket.number).into());
            }
            Ok(delete(tx, config, day, code)?)
        })?;
        self.changed = true;
        Ok(())
    }

    /// A day's appointments and what has become of them, in the order of their hours.
    pub fn arranged_visits(&mut self, day: NaiveDate) -> Result<Vec<ArrangedVisit>, StoreError> {
        self.db.transaction(|tx, config| Ok(arranged_visits(tx, config, day)?))
    }

    /// The lobby's day, and the appointments of it.
    pub fn arranged_today(&mut self, now: DateTime<Utc>) -> Result<(NaiveDate, Vec<ArrangedVisit>), StoreError> {
        self.db.transaction(|tx, config| {
            let today = outbox::today(tx, config, now)?;
            Ok((today, arranged_visits(tx, config, today)?))
        })
    }

    /// What today's codes are made of; none where nobody is expected.
    pub fn codes_today(&mut self, now: DateTime<Utc>) -> Result<Option<Codes>, StoreError> {
        self.db.transaction(|tx, config| {
            let today = outbox::today(tx, config, now)?;
            let mut query =
                tx.prepare_cached("SELECT max(code GLOB '*[^0-9]*') FROM appointments WHERE lobby = ?1 AND day = ?2")?;
            let with_letters: Option<bool> =
                query.query_row(params![config.lobby, today.to_string()], |row| row.get(0))?;
            Ok(with_letters.map(|with| if with { Codes::Letters } else { Codes::Digits }))
        })
    }

    /// The ticket of one who comes by appointment, also while the queue is paused; the same again for who asks twice.
    pub fn check_in(&mut self, code: &AppointmentCode, now: DateTime<Utc>) -> Result<Visit, StoreError> {
        let reserved = &mut self.reserved;
        let (today, visit, is_new) = self.db.transaction(|tx, config| {
            let today = outbox::today(tx, config, now)?;
            let (appointment, came) = find(tx, config, today, code)?.ok_or(Refused::NoSuchAppointment)?;
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
                code.as_str(),
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

    /// Forgets the appointments of days before the lobby's. A booking system may know whose a code was, so no code stays
    /// beside a visit for longer than its day; the visit itself keeps the hour.
    pub fn forget_earlier_appointments(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.db.transaction(|tx, config| {
            let today = outbox::today(tx, config, now)?;
            tx.execute("DELETE FROM appointments WHERE day < ?1", [today.to_string()])?;
            Ok(())
        })
    }
}

/// The appointment of that code, and the visit of who has come.
fn find(
    conn: &Connection,
    config: &StoreConfig,
    day: NaiveDate,
    code: &AppointmentCode,
) -> Result<Option<(Appointment, Option<i64>)>, Refusal> {
    let mut query = conn.prepare_cached(
        "SELECT day, code, at, queue, letter, service, visit FROM appointments
         WHERE lobby = ?1 AND day = ?2 AND code = ?3",
    )?;
    let found = query.query_row(params![config.lobby, day.to_string(), code.as_str()], |row| {
        Ok((appointment(row)?, row.get(6)?))
    });
    Ok(found.optional()?)
}

fn arranged_visits(conn: &Connection, config: &StoreConfig, day: NaiveDate) -> rusqlite::Result<Vec<ArrangedVisit>> {
    let mut query = conn.prepare_cached(
        "SELECT appointments.day, appointments.code, at, appointments.queue, appointments.letter, appointments.service,
             visits.letter, seq, issued_at,
             (SELECT min(began_at) FROM periods WHERE periods.visit = visits.id AND kind = 'called')
         FROM appointments LEFT JOIN visits ON visits.id = appointments.visit
         WHERE appointments.lobby = ?1 AND appointments.day = ?2 ORDER BY at, appointments.code",
    )?;
    let rows = query.query_map(params![config.lobby, day.to_string()], |row| {
        let came = match row.get(7)? {
            Some(seq) => Some(Came {
                number: TicketNumber {
                    letter: visits::letter(row, 6)?,
                    seq,
                },
                arrived: visits::time(row, 8)?,
                called: visits::optional_time(row, 9)?,
            }),
            None => None,
        };
        Ok(ArrangedVisit {
            appointment: appointment(row)?,
            came,
        })
    })?;
    rows.collect()
}

/// From its first six columns.
fn appointment(row: &Row) -> rusqlite::Result<Appointment> {
    Ok(Appointment {
        day: visits::parsed(row, 0)?,
        code: visits::parsed(row, 1)?,
        at: visits::time(row, 2)?,
        queue: row.get(3)?,
        letter: visits::letter(row, 4)?,
        service: row.get(5)?,
    })
}

fn insert(conn: &Connection, config: &StoreConfig, one: &Appointment) -> rusqlite::Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO appointments (lobby, day, code, at, queue, letter, service) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    insert.execute(params![
        config.lobby,
        one.day.to_string(),
        one.code.as_str(),
        one.at.timestamp(),
        one.queue,
        one.letter.to_string(),
        one.service,
    ])?;
    Ok(())
}

fn delete(conn: &Connection, config: &StoreConfig, day: NaiveDate, code: &AppointmentCode) -> rusqlite::Result<()> {
    let mut delete = conn.prepare_cached("DELETE FROM appointments WHERE lobby = ?1 AND day = ?2 AND code = ?3")?;
    delete.execute(params![config.lobby, day.to_string(), code.as_str()])?;
    Ok(())
}
