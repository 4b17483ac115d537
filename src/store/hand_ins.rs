//! A further kiosk's part of its lobby: copies of the tickets that it gave out, those with a number of a block, and what
//! the hub is still to be told of them. Nothing of it goes to the central server from here: the hub alone writes of the
//! lobby's visits.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use super::{Store, StoreError, blocks, db::Refusal, numbers, outbox, settings, visits};
use crate::{
    protocol::hub::{HandIn, HandedIn},
    queue::{IssueRequest, TicketCode, Visit, day::wall_time, line::Paused},
};

impl Store {
    /// Keeps a copy of a ticket that the hub has issued.
    pub fn keep_copy(&mut self, visit: &Visit) -> Result<(), StoreError> {
        self.db.transaction(|tx, _| {
            if visits::find(tx, &visit.ticket.code)?.is_none() {
                visits::insert(tx, visit)?;
                // Should this kiosk become the hub one day, it goes on from there.
                let (day, seq) = (visit.day.to_string(), visit.ticket.number.seq);
                numbers::at_least(tx, &visit.lobby, &day, &visit.queue, seq)?;
            }
            Ok(())
        })
    }

    /// Issues a ticket with a number that this kiosk holds. `unanswered` is the code under which the hub was asked for it
    /// and has not answered in time: nobody holds that one, also where there is no number to be had here either.
    pub fn issue_held(
        &mut self,
        request: &IssueRequest,
        unanswered: Option<&TicketCode>,
        now: DateTime<Utc>,
    ) -> Result<Visit, StoreError> {
        let visit = self.db.transaction(|tx, config| {
            if let Some(code) = unanswered {
                hand_in(tx, &HandIn::Withdrawn(code.clone()))?;
            }
            if settings::paused_queues(tx)?.contains_key(&request.queue) {
                return Ok(Err(StoreError::QueuePaused));
            }
            let before = settings::lobby_day(tx)?;
            let (today, _) = wall_time(before, config.zone, now);
            if before != Some(today) {
                settings::set_lobby_day(tx, &today)?;
            }
            let Some(seq) = blocks::take_held(tx, today.day, &request.queue)? else {
                return Ok(Err(StoreError::NoNumbers));
            };
            let code = TicketCode::random(&mut rand::rng());
            let visit = visits::new_visit(request, config, code, today.day, seq, now);
            visits::insert(tx, &visit)?;
            hand_in(tx, &HandIn::Visit(visit.clone()))?;
            Ok(Ok(visit))
        })??;
        Ok(visit)
    }

    /// What the hub is to be told next, oldest first.
    pub fn next_hand_ins(&mut self, most: usize) -> Result<Vec<HandIn>, StoreError> {
        self.db.read(|conn| {
            let mut query = conn
                .prepare_cached("SELECT code, visit FROM hand_ins WHERE refused IS NULL ORDER BY position LIMIT ?1")?;
            let rows = query.query_map([most], |row| {
                Ok(match row.get::<_, Option<String>>(1)? {
                    Some(visit) => serde_json::from_str(&visit).ok().map(HandIn::Visit),
                    None => Some(HandIn::Withdrawn(visits::parsed(row, 0)?)),
                })
            })?;
            Ok(rows
                .collect::<rusqlite::Result<Vec<_>>>()?
                .into_iter()
                .flatten()
                .collect())
        })
    }

    /// Does with what the hub was told as it has said: what it has is forgotten, what it will not have is kept for staff.
    pub fn settle_hand_ins(&mut self, answers: &[(TicketCode, HandedIn)]) -> Result<(), StoreError> {
        self.db.transaction(|tx, _| {
            for (code, answer) in answers {
                match answer {
                    HandedIn::Taken => tx.execute("DELETE FROM hand_ins WHERE code = ?1", [code.as_str()])?,
                    HandedIn::Refused { why } => tx.execute(
                        "UPDATE hand_ins SET refused = ?2 WHERE code = ?1",
                        params![code.as_str(), why],
                    )?,
                };
            }
            Ok(())
        })
    }

    /// Keeps in mind which queues the hub has paused, for when it can't be asked.
    pub fn know_paused(&mut self, paused: &BTreeMap<String, Paused>) -> Result<(), StoreError> {
        self.db.transaction(|tx, _| {
            if settings::paused_queues(tx)? != *paused {
                settings::set_paused_queues(tx, paused)?;
            }
            Ok(())
        })
    }
}

fn hand_in(conn: &Connection, item: &HandIn) -> Result<(), Refusal> {
    let visit = match item {
        HandIn::Visit(visit) => Some(outbox::json(visit)?),
        HandIn::Withdrawn(_) => None,
    };
    let sql = "INSERT INTO hand_ins (code, visit) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    conn.prepare_cached(sql)?
        .execute(params![item.code().as_str(), visit])?;
    Ok(())
}
