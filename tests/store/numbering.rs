//! Numbers: from 001 for each queue and day, each once, whatever the clock does and however often the kiosk restarts.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::mpsc,
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use parter::{
    queue::{Visit, day::LobbyDay},
    store::{Incident, Store, worker::Worker},
};
use proptest::prelude::*;

use crate::store_support::{at, config, open, request};

fn number(visit: &Visit) -> String {
    visit.ticket.number.to_string().replace('\u{a0}', " ")
}

#[test]
fn each_queue_and_each_day_begins_at_001() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let thursday = at("2026-11-05T10:00:00Z");
    let numbers: Vec<_> = [("А", 0), ("В", 1), ("А", 5000), ("А", 9000)]
        .map(|(queue, touched)| number(&store.issue(&request(queue, touched), thursday).unwrap()))
        .into();
    assert_eq!(numbers, ["А 001", "В 001", "А 002", "А 003"]);

    // Midnight is the lobby's, two hours before that of UTC.
    let before = store.issue(&request("А", 20_000), at("2026-11-05T21:59:59Z")).unwrap();
    let after = store.issue(&request("А", 30_000), at("2026-11-05T22:00:00Z")).unwrap();
    assert_eq!(
        (number(&before), number(&after)),
        ("А 004".to_owned(), "А 001".to_owned())
    );
    assert_eq!(after.day, NaiveDate::from_ymd_opt(2026, 11, 6).unwrap());
}

#[test]
fn numbers_grow_past_999() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let last = (0..1001)
        .map(|n| {
            store
                .issue(&request("А", n * 3000), at("2026-11-05T10:00:00Z"))
                .unwrap()
        })
        .last();
    assert_eq!(number(&last.unwrap()), "А 1001");
}

#[test]
fn a_second_tap_within_two_seconds_is_the_same_ticket() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let now = at("2026-11-05T10:00:00Z");
    let first = store.issue(&request("А", 10_000), now).unwrap();
    // The wall clock may have been set in between: the touch's own clock decides.
    let second = store.issue(&request("А", 11_999), now + TimeDelta::hours(3)).unwrap();
    assert_eq!(first, second);
    let other_wish = store.issue(&request("В", 11_999), now).unwrap();
    assert_eq!(number(&other_wish), "В 001");
    let first = store.issue(&request("А", 20_000), now).unwrap();
    let later = store.issue(&request("А", 22_000), now).unwrap();
    assert_eq!(
        (number(&first), number(&later)),
        ("А 002".to_owned(), "А 003".to_owned())
    );
    assert_eq!(store.counts().unwrap().visits, 4);
}

#[test]
fn two_threads_through_the_worker_get_different_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_owned();
    let now = at("2026-11-05T10:00:00Z");
    let worker = Worker::spawn(
        move || Store::open(&path, &config(), now),
        |incident| panic!("{incident}"),
    )
    .unwrap();
    let (reply, replies) = mpsc::channel();
    let threads: Vec<_> = (0..2)
        .map(|thread| {
            let (handle, reply) = (worker.handle(), reply.clone());
            std::thread::spawn(move || {
                for n in 0..100 {
                    let reply = reply.clone();
                    let request = request("А", (2 * n + thread) * 3000);
                    handle.call(
                        move |store| store.issue(&request, now),
                        move |visit| reply.send(visit).unwrap(),
                    );
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    worker.shutdown();
    drop(reply);
    let numbers: BTreeSet<u32> = replies.iter().map(|visit| visit.unwrap().ticket.number.seq).collect();
    assert_eq!(numbers, (1..=200).collect());
}

#[test]
fn a_clock_that_goes_back_a_day_holds_the_day_until_its_next_midnight() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let mut touched = 0;
    let mut issue = |store: &mut Store, now: &str| {
        touched += 3000;
        let visit = store.issue(&request("А", touched), at(now)).unwrap();
        (visit.day.to_string(), visit.ticket.number.seq)
    };
    let day = |day: &str, seq: u32| (day.to_owned(), seq);
    assert_eq!(issue(&mut store, "2026-11-04T10:00:00Z"), day("2026-11-04", 1));
    assert_eq!(issue(&mut store, "2026-11-05T10:00:00Z"), day("2026-11-05", 1));
    assert_eq!(store.take_incidents(), []);

    assert_eq!(issue(&mut store, "2026-11-04T10:05:00Z"), day("2026-11-05", 2));
    assert_eq!(issue(&mut store, "2026-11-04T10:06:00Z"), day("2026-11-05", 3));
    let [Incident::ClockWrong { .. }] = store.take_incidents()[..] else {
        panic!("staff must be told once")
    };
    assert_eq!(issue(&mut store, "2026-11-05T10:06:00Z"), day("2026-11-05", 4));

    // 1970 tells nothing, not even by its midnights; and a restart changes nothing of it.
    assert_eq!(issue(&mut store, "1970-01-01T00:01:00Z"), day("2026-11-05", 5));
    assert!(matches!(store.take_incidents()[..], [Incident::ClockWrong { .. }]));
    drop(store);
    let mut store = open(dir.path());
    assert_eq!(issue(&mut store, "1970-01-02T00:01:00Z"), day("2026-11-05", 6));

    // Once far ahead: that harms a day, not a century.
    assert_eq!(issue(&mut store, "2099-01-01T10:00:00Z"), day("2099-01-01", 1));
    assert_eq!(issue(&mut store, "2026-11-05T10:10:00Z"), day("2099-01-01", 2));
    assert_eq!(issue(&mut store, "2026-11-06T10:00:00Z"), day("2026-11-06", 1));
}

#[test]
fn a_new_kiosk_whose_clock_stands_in_1970_works() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let visit = store.issue(&request("А", 0), at("1970-01-01T00:00:10Z")).unwrap();
    assert_eq!(
        (number(&visit), visit.day.to_string()),
        ("А 001".to_owned(), "2026-01-01".to_owned())
    );
    assert!(matches!(store.take_incidents()[..], [Incident::ClockWrong { .. }]));
    let visit = store.issue(&request("А", 9000), at("2026-11-05T10:00:00Z")).unwrap();
    assert_eq!(
        (number(&visit), visit.day.to_string()),
        ("А 001".to_owned(), "2026-11-05".to_owned())
    );
}

/// What can happen at a kiosk.
#[derive(Debug, Clone)]
enum Step {
    Ticket(usize),
    ClockBy(TimeDelta),
    ClockTo(DateTime<Utc>),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_usize).prop_map(Step::Ticket),
        2 => (-50..100_i64).prop_map(|hours| Step::ClockBy(TimeDelta::hours(hours))),
        1 => prop_oneof![Just(at("1970-01-01T00:00:00Z")), Just(at("2026-11-05T08:00:00Z")), Just(at("2099-12-31T23:00:00Z"))]
            .prop_map(Step::ClockTo),
        1 => Just(Step::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_dense_and_unique_for_each_queue_and_day(steps in prop::collection::vec(step(), 1..60)) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = open(dir.path());
        let mut now = at("2026-11-05T08:00:00Z");
        let mut seen: BTreeMap<(String, NaiveDate), Vec<u32>> = BTreeMap::new();
        for (n, step) in steps.into_iter().enumerate() {
            match step {
                Step::Ticket(queue) => {
                    let request = request(["А", "В", "Е"][queue], n as u64 * 3000);
                    let visit = store.issue(&request, now).unwrap();
                    seen.entry((visit.queue, visit.day)).or_default().push(visit.ticket.number.seq);
                }
                Step::ClockBy(by) => now += by,
                Step::ClockTo(to) => now = to,
                Step::Restart => {
                    drop(store);
                    let opened = Store::open(dir.path(), &config(), now).unwrap();
                    let only_the_clock = opened.incidents.iter().all(|told| matches!(told, Incident::ClockWrong { .. }));
                    prop_assert!(only_the_clock, "{:?}", opened.incidents);
                    store = opened.store;
                }
            }
        }
        for numbers in seen.values() {
            prop_assert_eq!(numbers, &(1..=numbers.len() as u32).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_day_never_comes_back_but_at_a_midnight(dates in prop::collection::vec(-400..400_i64, 1..60)) {
        let start = NaiveDate::from_ymd_opt(2026, 11, 5).unwrap();
        let mut last: Option<LobbyDay> = None;
        for offset in dates {
            let next = LobbyDay::next(last, start + TimeDelta::days(offset));
            if let Some(last) = last {
                let midnight_passed = last.clock.succ_opt() == Some(next.clock);
                prop_assert!(next.day >= last.day || midnight_passed, "{:?} after {:?}", next, last);
            }
            last = Some(next);
        }
    }
}
