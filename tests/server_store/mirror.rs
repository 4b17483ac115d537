//! The server's day is the hub's: what happens in the lobby goes up in any order, in part twice, and comes out the same.

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, Days, TimeDelta, Utc};
use chrono_tz::Europe::Sofia;
use parter::{
    protocol::record::{Hash, Record, kind},
    queue::{
        Appointment, CallReason, Counter, CounterState, IssueRequest, PeriodKind, TicketCode, records::DayRecords,
        transitions::NoShowRule,
    },
    server::store::{Store, devices::Device},
    store::{self, StoreConfig, Target, outbox::Room},
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};
use tempfile::TempDir;

use crate::given::{LOBBY, enrolled, noon, send, short};

const QUEUES: [(&str, char); 3] = [("civil", 'А'), ("taxes", 'М'), ("cash", 'К')];
const COUNTERS: [&str; 3] = ["1", "2", "Каса 3"];
const BOUND: TimeDelta = TimeDelta::minutes(20);
const RULE: NoShowRule = NoShowRule {
    calls: 1,
    patience: TimeDelta::zero(),
};

fn minute(minute: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minute)
}

/// One that serves every queue.
fn counter(id: &str) -> Counter {
    Counter {
        id: id.to_owned(),
        queues: QUEUES.map(|(queue, _)| queue.to_owned()).to_vec(),
    }
}

/// The kiosk whose file is the lobby's queue.
struct Hub {
    store: store::Store,
    taken: u64,
    _state: TempDir,
}

impl Hub {
    fn open() -> Self {
        let state = tempfile::tempdir().unwrap();
        let config = StoreConfig {
            lobby: LOBBY.to_owned(),
            zone: Sofia,
            bucket_hours: 12,
            repeat_window: Duration::from_secs(20),
        };
        let store = store::Store::open(state.path(), &config, noon()).unwrap().store;
        Self {
            store,
            taken: 0,
            _state: state,
        }
    }

    fn take(&mut self, (queue, letter): (&str, char), now: DateTime<Utc>) -> TicketCode {
        self.taken += 1;
        let request = IssueRequest {
            queue: queue.to_owned(),
            letter,
            service: Some("2034".to_owned()),
            priority: self.taken.is_multiple_of(7).then(|| "chair".to_owned()),
            touched: Duration::from_mins(self.taken),
        };
        self.store.issue(&request, now).unwrap().ticket.code
    }

    fn arrange(&mut self, code: &str, at: DateTime<Utc>) {
        let appointment = Appointment {
            day: at.date_naive(),
            code: code.parse().unwrap(),
            at,
            queue: QUEUES[0].0.to_owned(),
            letter: QUEUES[0].1,
            service: None,
        };
        self.store.import_appointments(&[appointment]).unwrap();
    }

    /// Sends all that waits, shuffled and in batches of any size, of which some come twice since their answer is lost.
    async fn drain(&mut self, server: &dyn Store, device: &Device, rng: &mut StdRng) {
        let room = Room {
            records: 100_000,
            bytes: usize::MAX,
        };
        let mut records = self.store.next_batch(room, noon()).unwrap();
        records.shuffle(rng);
        while !records.is_empty() {
            let size = rng.random_range(1..=12).min(records.len());
            let (places, batch): (Vec<_>, Vec<Record>) = records.drain(..size).unzip();
            let mut verdicts = send(server, device, &batch).await;
            assert!(short(&verdicts).iter().all(|said| *said == "accepted"), "{verdicts:?}");
            if rng.random_bool(0.3) {
                verdicts = send(server, device, &batch).await;
                assert!(short(&verdicts).iter().all(|said| *said == "duplicate"), "{verdicts:?}");
            }
            let verdicts: Vec<_> = places.into_iter().zip(verdicts).collect();
            self.store.settle(&verdicts, noon()).unwrap();
        }
        assert_eq!(self.store.outbox_now().unwrap().waiting, 0);
    }
}

/// A state: which, at which counter, in which queue, for which service and why out of turn.
type Told<'a> = (
    PeriodKind,
    Option<&'a str>,
    &'a str,
    Option<&'a str>,
    Option<CallReason>,
);

/// The visit's states.
fn told<'a>(day: &'a DayRecords, code: &TicketCode) -> Vec<Told<'a>> {
    let found = day.visits.iter().find(|one| one.visit.ticket.code == *code);
    let periods = found.unwrap().periods.iter();
    let told = periods.map(|period| {
        (
            period.kind,
            period.counter.as_deref(),
            period.queue.as_str(),
            period.service.as_deref(),
            period.reason,
        )
    });
    told.collect()
}

pub async fn a_days_records_are_what_the_hub_has(server: &dyn Store) {
    use PeriodKind::{Called, Held, NoShow, Served, Serving, Unserved, Waiting, Walking};
    let mut hub = Hub::open();
    let (one, two) = (counter("1"), counter("2"));
    hub.arrange("17", minute(60));
    hub.store.set_counter("1", CounterState::Open, minute(0)).unwrap();
    hub.store.set_counter("2", CounterState::Open, minute(1)).unwrap();
    let first = hub.take(QUEUES[0], minute(1));
    let second = hub.take(QUEUES[0], minute(2));
    let third = hub.take(QUEUES[1], minute(2));
    let arranged = hub.store.check_in(&"17".parse().unwrap(), minute(3)).unwrap();

    let call = hub.store.call_next(&one, BOUND, minute(4)).unwrap().unwrap();
    assert_eq!(call.code, first);
    hub.store.announced(call.id, minute(4)).unwrap();
    hub.store.start("1", &first, minute(5)).unwrap();
    hub.store.change_service("1", &first, "7", minute(6)).unwrap();
    let to_taxes = Target::Queue("taxes".to_owned());
    hub.store.transfer("1", &first, &to_taxes, minute(7)).unwrap();
    let why = Some(CallReason::Need);
    hub.store.call_this(&two, &third, why, BOUND, minute(8)).unwrap();
    hub.store.hold("2", &third, minute(9)).unwrap();
    hub.store.resume("2", &third, minute(10)).unwrap();
    hub.store.set_counter("2", CounterState::Paused, minute(10)).unwrap();
    assert_eq!(
        hub.store.call_next(&one, BOUND, minute(11)).unwrap().unwrap().code,
        first
    );
    hub.store.start("1", &first, minute(12)).unwrap();
    hub.store.finish("1", &first, minute(15)).unwrap();
    hub.store.set_counter("2", CounterState::Open, minute(15)).unwrap();
    assert_eq!(
        hub.store.call_next(&two, BOUND, minute(16)).unwrap().unwrap().code,
        second
    );
    hub.store.recall("2", &second, minute(17)).unwrap();
    hub.store.no_show("2", &second, RULE, minute(18)).unwrap();
    let to_one = Target::Counter("1".to_owned());
    hub.store.transfer("2", &third, &to_one, minute(19)).unwrap();
    hub.store.close_day(minute(400)).unwrap();

    let day = noon().date_naive();
    let at_hub = hub.store.day_records(day).unwrap();
    let (old, new) = (Some("2034"), Some("7"));
    assert_eq!(
        told(&at_hub, &first),
        [
            (Called, Some("1"), "civil", old, None),
            (Walking, Some("1"), "civil", old, None),
            (Serving, Some("1"), "civil", old, None),
            (Serving, Some("1"), "civil", new, None),
            (Waiting, None, "taxes", new, None),
            (Called, Some("1"), "taxes", new, None),
            (Serving, Some("1"), "taxes", new, None),
            (Served, Some("1"), "taxes", new, None),
        ]
    );
    assert_eq!(
        told(&at_hub, &second),
        [
            (Called, Some("2"), "civil", old, None),
            (Called, Some("2"), "civil", old, None),
            (NoShow, Some("2"), "civil", old, None),
        ]
    );
    assert_eq!(
        told(&at_hub, &third),
        [
            (Called, Some("2"), "taxes", old, why),
            (Held, Some("2"), "taxes", old, None),
            (Waiting, None, "taxes", old, None),
            (Waiting, Some("1"), "taxes", old, None),
            (Unserved, Some("1"), "taxes", old, None),
        ]
    );
    assert_eq!(
        told(&at_hub, &arranged.ticket.code),
        [(Unserved, None, "civil", None, None)]
    );
    assert!(at_hub.visits.iter().any(|one| one.visit == arranged), "with its hour");
    let counters: Vec<_> = at_hub
        .counters
        .iter()
        .map(|began| (began.counter.as_str(), began.ordinal, began.state, began.began_at))
        .collect();
    assert_eq!(
        counters,
        [
            ("1", 1, CounterState::Open, minute(0)),
            ("1", 2, CounterState::Closed, minute(400)),
            ("2", 1, CounterState::Open, minute(1)),
            ("2", 2, CounterState::Paused, minute(10)),
            ("2", 3, CounterState::Open, minute(15)),
            ("2", 4, CounterState::Closed, minute(400)),
        ]
    );

    let device = enrolled(server, "kiosk-1", LOBBY).await;
    let mut rng = StdRng::seed_from_u64(1);
    assert_ne!(server.day_records(LOBBY, day).await.unwrap(), at_hub);
    hub.drain(server, &device, &mut rng).await;
    assert_eq!(server.day_records(LOBBY, day).await.unwrap(), at_hub);
    assert_eq!(
        hub.store.day_records(day).unwrap(),
        at_hub,
        "what has left is there still"
    );
    let nothing = DayRecords::of(vec![], vec![], vec![]);
    assert_eq!(server.day_records(LOBBY, day + Days::new(1)).await.unwrap(), nothing);
    assert_eq!(server.day_records("kyustendil/taxes", day).await.unwrap(), nothing);
}

/// One thing that a visitor or a clerk may do, where the rules allow it.
fn something_happens(hub: &mut Hub, rng: &mut StdRng, now: DateTime<Utc>) -> Result<(), store::StoreError> {
    let here = COUNTERS[rng.random_range(0..COUNTERS.len())];
    let present = hub.store.lobby_now(now)?.present;
    let action = rng.random_range(0..17);
    if present.is_empty() || action < 4 {
        hub.take(QUEUES[rng.random_range(0..QUEUES.len())], now);
        return Ok(());
    }
    let one = &present[rng.random_range(0..present.len())];
    let theirs = one.counter.as_deref().unwrap_or(here);
    let store = &mut hub.store;
    let reasons = [
        CallReason::Returned,
        CallReason::Need,
        CallReason::Mistake,
        CallReason::Other,
    ];
    match action {
        4 => {
            let states = [
                CounterState::Open,
                CounterState::Open,
                CounterState::Paused,
                CounterState::Closed,
            ];
            store.set_counter(here, states[rng.random_range(0..states.len())], now)
        }
        5 | 6 => match store.call_next(&counter(here), BOUND, now)? {
            Some(call) if rng.random() => store.announced(call.id, now).map(drop),
            _ => Ok(()),
        },
        7 => {
            let reason = reasons[rng.random_range(0..reasons.len())];
            store
                .call_this(&counter(here), &one.code, Some(reason), BOUND, now)
                .map(drop)
        }
        8 => store.recall(theirs, &one.code, now).map(drop),
        9 | 10 => store.start(theirs, &one.code, now).map(drop),
        11 => store
            .change_service(theirs, &one.code, &rng.random_range(1..9).to_string(), now)
            .map(drop),
        12 => store.finish(theirs, &one.code, now).map(drop),
        13 => store.no_show(theirs, &one.code, RULE, now).map(drop),
        14 => store.hold(theirs, &one.code, now).map(drop),
        15 => store.resume(theirs, &one.code, now).map(drop),
        _ => {
            let target = match rng.random() {
                true => Target::Queue(QUEUES[rng.random_range(0..QUEUES.len())].0.to_owned()),
                false => Target::Counter(here.to_owned()),
            };
            store.transfer(theirs, &one.code, &target, now).map(drop)
        }
    }
}

pub async fn whatever_clerks_do_and_the_network_does_the_days_are_equal(server: &dyn Store) {
    let device = enrolled(server, "kiosk-1", LOBBY).await;
    let mut hub = Hub::open();
    let mut kinds = BTreeSet::new();
    for day in 0..8 {
        let mut rng = StdRng::seed_from_u64(day);
        let begin = noon() + Days::new(day);
        // What was left yesterday ends today, or yesterday has ended by itself.
        hub.store.close_earlier_days(begin).unwrap();
        for id in &COUNTERS[1..] {
            hub.store.set_counter(id, CounterState::Open, begin).unwrap();
        }
        hub.arrange("17", begin);
        hub.store.check_in(&"17".parse().unwrap(), begin).unwrap();
        for step in 0..150 {
            let now = begin + TimeDelta::minutes(step);
            match something_happens(&mut hub, &mut rng, now) {
                Ok(()) | Err(store::StoreError::Refused(_)) => {}
                Err(other) => panic!("day {day}: {other}"),
            }
            if rng.random_bool(0.02) {
                hub.drain(server, &device, &mut rng).await;
            }
        }
        if day % 2 == 0 {
            hub.store.close_day(begin + TimeDelta::hours(6)).unwrap();
        }
        hub.drain(server, &device, &mut rng).await;
        for day in (0..=day).map(|day| (noon() + Days::new(day)).date_naive()) {
            let at_hub = hub.store.day_records(day).unwrap();
            assert_eq!(server.day_records(LOBBY, day).await.unwrap(), at_hub, "{day}");
            let periods = at_hub.visits.iter().flat_map(|one| &one.periods);
            kinds.extend(periods.map(|period| (period.kind.name(), period.reason.is_some())));
        }
    }
    assert_eq!(kinds.len(), 9, "all eight states, and a call with a reason: {kinds:?}");
}

/// Written before there was more to say than a state and its beginning; and how a counter's record is written now.
pub async fn records_of_earlier_kiosks_are_read(server: &dyn Store) {
    let device = enrolled(server, "kiosk-1", LOBBY).await;
    let visit = r#"{"letter":"А","seq":1,"code":"000000000001","lobby":"kyustendil/hall","day":"2026-11-05",
        "queue":"civil","service":null,"priority":null,"issued_at":"2026-11-05T10:00:00Z"}"#;
    let period = r#"{"visit":"000000000001","ordinal":2,"kind":"called","began_at":"2026-11-05T10:05:00Z"}"#;
    let counter = r#"{"lobby":"kyustendil/hall","day":"2026-11-05","counter":"Каса 3","ordinal":1,"state":"open",
        "began_at":"2026-11-05T10:01:00Z"}"#;
    let of_counter = Hash::of("kyustendil/hall\n2026-11-05\n1\n1793872860\nКаса 3".as_bytes()).to_string();
    let records = [
        (kind::VISIT, "000000000001", visit),
        (kind::PERIOD, "000000000001.2", period),
        (kind::COUNTER, of_counter.as_str(), counter),
    ]
    .map(|(kind, id, payload)| Record::new(kind, id.to_owned(), payload.to_owned()).unwrap());
    assert_eq!(short(&send(server, &device, &records).await), ["accepted"; 3]);
    let day = server.day_records(LOBBY, noon().date_naive()).await.unwrap();
    let code: TicketCode = "000000000001".parse().unwrap();
    assert_eq!(told(&day, &code), [(PeriodKind::Called, None, "civil", None, None)]);
    assert_eq!(day.visits[0].visit.arranged_at, None);
    let began = &day.counters[0];
    assert_eq!(
        (began.counter.as_str(), began.state, began.began_at),
        ("Каса 3", CounterState::Open, minute(1))
    );
}
