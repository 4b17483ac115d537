//! How long visitors are at a counter, and the lobby as waits are foretold from it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;

use super::{Store, StoreConfig, StoreError, lobby, lobby::ORDER, outbox, visits};
use crate::queue::{
    CounterState, PeriodKind,
    counter::Staffed,
    forecast::{Busy, Desk, Lobby, Turns},
};

/// Turns of more visitors than this are not recent.
const RECENT: usize = 40;
/// Visits that are looked at for them, from the last one back: also those of the days before.
const VISITS: u32 = 600;

impl Store {
    /// The lobby with what foretells its waits; `counters` are those that the configuration names.
    pub fn forecast(
        &mut self,
        counters: &[Staffed],
        bound: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Lobby, StoreError> {
        self.db.transaction(|tx, config| {
            let day = outbox::today(tx, config, now)?;
            let present = lobby::present(tx, config, day)?;
            let states = lobby::counters(tx, config, day)?;
            let Recent { turns, under_way } = recent_turns(tx, config)?;
            let desk = |staffed: &Staffed| {
                let id = &staffed.counter.id;
                let state = states.get(id).map_or(CounterState::Closed, |counter| counter.state);
                let breaks = staffed.breaks_on(day, config.zone);
                let in_break = breaks.iter().any(|pause| pause.contains(&now));
                let calls = state == CounterState::Open || state == CounterState::Paused && in_break;
                let visitor = present
                    .iter()
                    .find(|one| one.kind.is_at_counter() && one.counter.as_ref() == Some(id));
                calls.then(|| Desk {
                    counter: staffed.counter.clone(),
                    busy: visitor.map(|one| Busy {
                        queue: one.queue.clone(),
                        since: under_way.get(&one.order).copied().unwrap_or(one.since),
                    }),
                    breaks,
                })
            };
            Ok(Lobby {
                now,
                waiting: present.iter().filter_map(lobby::Present::waiting).collect(),
                desks: counters.iter().filter_map(desk).collect(),
                turns,
                bound,
            })
        })
    }
}

struct Recent {
    turns: Turns,
    /// By the visit's place in the order, since when.
    under_way: BTreeMap<i64, DateTime<Utc>>,
}

/// A turn begins with the call and ends when the visitor leaves the counter, wherever to.
fn recent_turns(conn: &Connection, config: &StoreConfig) -> rusqlite::Result<Recent> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT {ORDER}, coalesce(periods.queue, visits.queue), kind, began_at
             FROM (SELECT id, place, queue FROM visits WHERE lobby = ?1 ORDER BY id DESC LIMIT ?2) AS visits
             JOIN periods ON visit = visits.id ORDER BY visits.id DESC, ordinal"
    ))?;
    let mut rows = query.query((&config.lobby, VISITS))?;
    let (mut turns, mut under_way) = (Turns::default(), BTreeMap::new());
    let mut known = BTreeMap::<String, usize>::new();
    while let Some(row) = rows.next()? {
        let (visit, queue): (i64, String) = (row.get(0)?, row.get(1)?);
        let (kind, at): (PeriodKind, DateTime<Utc>) = (visits::parsed(row, 2)?, visits::time(row, 3)?);
        if kind.is_at_counter() {
            under_way.entry(visit).or_insert(at);
        } else if let Some(since) = under_way.remove(&visit) {
            let known = known.entry(queue.clone()).or_default();
            // A clock that was set in between can make it negative: it tells nothing, then.
            if *known < RECENT && at >= since {
                *known += 1;
                turns.add(&queue, at - since);
            }
        }
    }
    Ok(Recent { turns, under_way })
}
