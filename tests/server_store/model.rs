//! Random batches against a plain model of what the store promises.

use std::collections::{BTreeMap, BTreeSet};

use parter::{
    protocol::record::{Hash, Record, kind},
    queue::{CounterBegan, CounterState, PeriodKind, Visit},
    server::store::{Store, devices::Device, postgres::Postgres, sqlite::Sqlite},
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::{
    engines::runtime,
    given::{
        LOBBY, OTHER_LOBBY, count, counter_period, counter_record, enrolled, hash, heartbeat, heartbeat_record, noon,
        period, period_record, rating, rating_record, record, revision, send, short, visit, visit_record,
    },
    postgres,
};

/// Two of one lobby and one of another.
const DEVICES: [(&str, &str); 3] = [("kiosk-1", LOBBY), ("kiosk-2", LOBBY), ("kiosk-3", OTHER_LOBBY)];

/// What a record is of: few keys, so that they meet.
#[derive(Debug, Clone, Copy)]
struct Draft {
    kind: usize,
    key: u32,
    /// Other bytes under the same key.
    version: u32,
}

fn drafts() -> impl Strategy<Value = Vec<(usize, Vec<Draft>)>> {
    let draft = (0..8_usize, 0..4_u32, 0..3_u32).prop_map(|(kind, key, version)| Draft { kind, key, version });
    vec((0..DEVICES.len(), vec(draft, 0..16)), 1..12)
}

fn written(Draft { kind, key, version }: Draft) -> Record {
    let counter = Some(version.to_string());
    match kind {
        0 => visit_record(&Visit {
            service: counter,
            lobby: [LOBBY, OTHER_LOBBY][key as usize % 2].to_owned(),
            ..visit(key)
        }),
        1 | 2 => {
            let mut period = period(key, 1 + u32::try_from(kind).unwrap(), PeriodKind::Called);
            period.counter = counter;
            period_record(&period)
        }
        3 => {
            let mut rating = rating(key.into());
            rating.remarks.queue = counter;
            rating_record(&rating)
        }
        4 => record("survey", key.to_string(), &version),
        5 => {
            let mut heartbeat = heartbeat(noon());
            heartbeat.outbox = version.into();
            heartbeat_record(&key.to_string(), &heartbeat)
        }
        6 => counter_record(&CounterBegan {
            lobby: [LOBBY, OTHER_LOBBY][key as usize % 2].to_owned(),
            ..counter_period(
                "1",
                key,
                [CounterState::Open, CounterState::Paused, CounterState::Closed][version as usize],
            )
        }),
        _ => {
            let mut spoilt = record("survey", key.to_string(), &version);
            spoilt.sha256 = hash("of something else");
            spoilt
        }
    }
}

/// What each record comes to, one after the other.
#[derive(Default)]
struct Model {
    kept: BTreeMap<(String, String), Hash>,
    /// Who has told of each period, by the key that it is kept under.
    tellers: BTreeMap<String, String>,
    lobbies: BTreeMap<String, String>,
    heartbeats: BTreeMap<String, (String, Hash)>,
    refused: BTreeSet<(String, String, String, Hash)>,
    revisions: BTreeMap<String, i64>,
}

impl Model {
    fn accept(&mut self, device: &Device, batch: &[Record]) -> Vec<&'static str> {
        let said: Vec<&str> = batch.iter().map(|record| self.keep(device, record)).collect();
        let is_news = |(record, said): (&Record, &&str)| {
            *said == "accepted" && [kind::VISIT, kind::PERIOD].contains(&record.kind.as_str())
        };
        let news = batch.iter().zip(&said).any(is_news);
        *self.revisions.entry(device.lobby.clone().unwrap()).or_default() += i64::from(news);
        said
    }

    fn keep(&mut self, device: &Device, record: &Record) -> &'static str {
        let said = self.judge(device, record);
        if said != "accepted" && said != "duplicate" {
            let Record { kind, id, sha256, .. } = record.clone();
            self.refused.insert((device.id.clone(), kind, id, sha256));
        }
        said
    }

    fn judge(&mut self, device: &Device, record: &Record) -> &'static str {
        if Hash::of(record.payload.get().as_bytes()) != record.sha256 {
            return "hash";
        }
        let own = device.lobby.clone().unwrap();
        let mut key = (record.kind.clone(), record.id.clone());
        match record.kind.as_str() {
            kind::VISIT => {
                let visit: Visit = serde_json::from_str(record.payload.get()).unwrap();
                if visit.lobby != own {
                    return "other_lobby";
                }
                self.refuse_strays(&record.id, &own);
                self.lobbies.insert(record.id.clone(), own);
            }
            kind::PERIOD => {
                let code = record.id.split('.').next().unwrap();
                if self.lobbies.get(code).is_some_and(|lobby| *lobby != own) {
                    return "other_lobby";
                }
                key.1 = format!("{} of {own}", record.id);
                self.tellers.entry(key.1.clone()).or_insert_with(|| device.id.clone());
            }
            kind::COUNTER => {
                let counter: CounterBegan = serde_json::from_str(record.payload.get()).unwrap();
                if counter.lobby != own {
                    return "other_lobby";
                }
            }
            kind::RATING => {}
            kind::HEARTBEAT => {
                let last = self.heartbeats.get(&device.id).cloned();
                return match last.filter(|(id, _)| *id == record.id) {
                    Some((_, there)) => second(there, record),
                    None => {
                        self.heartbeats
                            .insert(device.id.clone(), (record.id.clone(), record.sha256));
                        "accepted"
                    }
                };
            }
            _ => key.1 = format!("{} {}", device.id, record.id),
        }
        match self.kept.get(&key) {
            Some(there) => second(*there, record),
            None => {
                self.kept.insert(key, record.sha256);
                "accepted"
            }
        }
    }

    /// Periods of another lobby that came before the visit.
    fn refuse_strays(&mut self, visit: &str, own: &str) {
        let is_stray = |(kind, key): &(String, String)| {
            kind == kind::PERIOD && key.starts_with(&format!("{visit}.")) && !key.ends_with(&format!(" of {own}"))
        };
        for (key, hash) in self.kept.extract_if(.., |key, _| is_stray(key)) {
            let (id, _) = key.1.split_once(' ').unwrap();
            let teller = self.tellers[&key.1].clone();
            self.refused.insert((teller, key.0, id.to_owned(), hash));
        }
    }

    fn count(&self, kind: &str) -> i64 {
        i64::try_from(self.kept.keys().filter(|(of, _)| of == kind).count()).unwrap()
    }
}

fn second(there: Hash, record: &Record) -> &'static str {
    if there == record.sha256 {
        "duplicate"
    } else {
        "conflict"
    }
}

async fn follows_the_model(store: &dyn Store, batches: &[(usize, Vec<Draft>)]) {
    let mut devices = Vec::new();
    for (name, lobby) in DEVICES {
        devices.push(enrolled(store, name, lobby).await);
    }
    let mut model = Model::default();
    for (device, drafts) in batches {
        let batch: Vec<Record> = drafts.iter().copied().map(written).collect();
        let device = &devices[*device];
        assert_eq!(short(&send(store, device, &batch).await), model.accept(device, &batch));
    }
    for (kind, name) in [
        ("visit", "visit"),
        ("period", "period"),
        ("counter", "counter"),
        ("rating", "rating"),
        ("survey", "unknown"),
    ] {
        assert_eq!(count(store, name).await, model.count(kind), "{name}");
    }
    let refused = store.refused(None, 1000).await.unwrap();
    let refused = refused
        .into_iter()
        .map(|refused| (refused.device, refused.kind, refused.id, refused.sha256));
    assert_eq!(refused.collect::<BTreeSet<_>>(), model.refused);
    for lobby in [LOBBY, OTHER_LOBBY] {
        let expected = model.revisions.get(lobby).copied().unwrap_or_default();
        assert_eq!(revision(store, lobby).await, expected);
    }
}

fn check(test: impl Fn(&[(usize, Vec<Draft>)])) {
    let config = Config {
        cases: 64,
        failure_persistence: None,
        ..Config::default()
    };
    let run = TestRunner::new(config).run(&drafts(), |batches| {
        test(&batches);
        Ok(())
    });
    run.unwrap();
}

#[test]
fn sqlite_follows_the_model() {
    check(|batches| {
        let state = tempfile::tempdir().unwrap();
        let store = Sqlite::open(state.path()).unwrap();
        runtime().block_on(follows_the_model(&store, batches));
        store.close();
    });
}

#[test]
fn postgres_follows_the_model() {
    let runtime = runtime();
    let address = runtime.block_on(postgres::shared().database());
    let store = runtime.block_on(Postgres::connect(&address)).unwrap();
    let name = address.rsplit('/').next().unwrap();
    let empty = "TRUNCATE devices, image_orders, logs, offers, heartbeats, lobbies, lobby_days, visits, periods, counter_periods, ratings, unknown_records, refused";
    check(|batches| {
        runtime.block_on(async {
            postgres::shared().execute(name, empty).await;
            follows_the_model(&store, batches).await;
        });
    });
}
