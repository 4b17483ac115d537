//! What visitors and clerks saw, held against what stands in the hub's file and on the server.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::{NaiveDate, TimeDelta};
use parter::{
    server::store::{intake::Intake, mirror::Mirror, sqlite::Sqlite},
    store::Store,
};
use rusqlite::Connection;

use crate::{
    hub::{Taken, store_config},
    plan::{Turn, Visitor, opening},
};

/// What those in the lobby know.
#[derive(Default)]
pub struct Lobby {
    /// By the code of the ticket that they hold.
    visitors: BTreeMap<String, Visitor>,
    numbers: BTreeSet<(char, u32)>,
    /// Counter and code of every call that a clerk has seen.
    calls: Vec<(String, String)>,
}

impl Lobby {
    pub fn came(&mut self, taken: Taken, visitor: Visitor) {
        assert!(self.numbers.insert(taken.number), "{:?} was given twice", taken.number);
        assert!(
            self.visitors.insert(taken.code, visitor).is_none(),
            "a code was given twice"
        );
    }

    /// What happens at the counter, and how long it takes. Who never saw the ticket's number does not come.
    pub fn wishes(&self, code: &str) -> (Turn, TimeDelta) {
        let of = |visitor: &Visitor| (visitor.turn, visitor.service);
        self.visitors.get(code).map_or((Turn::Gone, TimeDelta::zero()), of)
    }

    /// Their wish is being seen to: from now on they only want to be served to the end.
    pub fn is_seen_to(&mut self, code: &str) {
        if let Some(visitor) = self.visitors.get_mut(code) {
            visitor.turn = Turn::Served;
        }
    }

    pub fn was_called(&mut self, counter: &str, code: &str) {
        self.calls.push((counter.to_owned(), code.to_owned()));
    }

    pub fn calls(&self) -> usize {
        self.calls.len()
    }
}

pub struct Known {
    pub visits: usize,
    pub served: usize,
    pub no_shows: usize,
}

/// Reads both databases of a day that is over; `lost` tickets may be there that nobody saw.
pub async fn of(folder: &Path, day: NaiveDate, lobby: &Lobby, lost: usize) -> Known {
    let hub = Connection::open(folder.join("hub/parter.db")).unwrap();
    let none = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        assert_eq!(
            hub.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap(),
            0,
            "{table}"
        );
    };
    none("outbox");
    none("set_aside");
    let ways = ways(&hub);
    let seen: BTreeSet<&String> = lobby.visitors.keys().collect();
    let there: BTreeSet<&String> = ways.keys().collect();
    assert!(seen.is_subset(&there), "a ticket that was seen is lost");
    assert!(there.len() - seen.len() <= lost, "tickets that nobody asked for");

    let mut calls: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
    for (code, way) in &ways {
        for counter in called(code, way) {
            *calls.entry((counter, code)).or_default() += 1;
        }
        let (end, _) = way.last().unwrap();
        let is_right = match lobby.visitors.get(code).map(|visitor| visitor.turn) {
            None | Some(Turn::Gone) => end == "no_show",
            Some(_) => end == "served",
        };
        assert!(is_right, "{code}: {way:?}");
        *ends.entry(end).or_default() += 1;
    }
    for (counter, code) in &lobby.calls {
        let call = calls.get_mut(&(counter.as_str(), code.as_str()));
        let left = call.filter(|left| **left > 0);
        *left.unwrap_or_else(|| panic!("{code} was called to {counter}, and there is no such call")) -= 1;
    }

    let mut hub = Store::open(&folder.join("hub"), &store_config(), opening())
        .unwrap()
        .store;
    let here = hub.day_records(day).unwrap();
    let server = Sqlite::open(&folder.join("server")).unwrap();
    let there = server.day_records("kyustendil/main", day).await.unwrap();
    assert_eq!(here.visits.len(), ways.len());
    assert_eq!(here, there, "the server knows the same day");
    assert_eq!(server.refused(None, 10).await.unwrap(), [], "nothing was a conflict");
    server.close();
    Known {
        visits: ways.len(),
        served: ends.get("served").copied().unwrap_or_default(),
        no_shows: ends.get("no_show").copied().unwrap_or_default(),
    }
}

/// Of every visit its states in their order, each with its counter.
type Way = Vec<(String, Option<String>)>;

fn ways(hub: &Connection) -> BTreeMap<String, Way> {
    let mut query = hub
        .prepare("SELECT code, kind, counter FROM periods JOIN visits ON id = visit ORDER BY visit, ordinal")
        .unwrap();
    let mut ways: BTreeMap<String, Way> = BTreeMap::new();
    let mut rows = query.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let state = (row.get(1).unwrap(), row.get(2).unwrap());
        ways.entry(row.get(0).unwrap()).or_default().push(state);
    }
    ways
}

/// The counters to which someone was called, one for each time they had waited: never by two, and not again without a wait.
fn called<'a>(code: &str, way: &'a Way) -> Vec<&'a str> {
    let mut counters = Vec::new();
    let mut waits = 0;
    let mut before = "";
    for (kind, counter) in way {
        match kind.as_str() {
            "waiting" => waits += 1,
            "called" if before == "called" => {
                assert_eq!(
                    counter.as_deref(),
                    counters.last().copied(),
                    "{code} is recalled where it was called"
                );
            }
            "called" => {
                assert_eq!(before, "waiting", "{code}: {way:?}");
                counters.push(counter.as_deref().unwrap());
            }
            _ => {}
        }
        before = kind;
    }
    assert_eq!(counters.len(), waits, "{code} is called once for each wait: {way:?}");
    counters
}
