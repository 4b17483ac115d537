//! The wait that is told from what the store knows of the lobby's own days.

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    queue::{
        Counter, CounterState,
        counter::{Break, Staffed},
    },
    store::Store,
};

use crate::store_support::{noon, open, request};

fn minute(minute: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minute)
}

fn bound() -> TimeDelta {
    TimeDelta::minutes(20)
}

/// One counter, which serves «А».
fn counter() -> Counter {
    Counter {
        id: "1".to_owned(),
        queues: vec!["А".to_owned()],
    }
}

fn staffed(breaks: &[(&str, &str)]) -> Vec<Staffed> {
    let pause = |(from, to): &(&str, &str)| Break {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
    };
    vec![Staffed {
        counter: counter(),
        breaks: breaks.iter().map(pause).collect(),
    }]
}

/// Ten visitors, one after the other, each ten minutes at the counter: the call, three minutes later the service.
fn after_ten_turns(store: &mut Store) {
    store.set_counter("1", CounterState::Open, minute(-110)).unwrap();
    for turn in 0..10 {
        let began = -105 + turn * 10;
        let visit = store.issue(&request("А", turn as u64 * 60_000), minute(began)).unwrap();
        store.call_next(&counter(), bound(), minute(began)).unwrap();
        store.start("1", &visit.ticket.code, minute(began + 3)).unwrap();
        store.finish("1", &visit.ticket.code, minute(began + 10)).unwrap();
    }
}

/// The minutes that one who comes now is told.
fn told(store: &mut Store, counters: &[Staffed], now: DateTime<Utc>) -> Option<(i64, i64)> {
    let lobby = store.forecast(counters, bound(), now).unwrap();
    lobby.wait_in("А", false).map(|wait| wait.minutes())
}

#[test]
fn a_turn_is_from_the_call_to_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    after_ten_turns(&mut store);
    assert_eq!(
        told(&mut store, &staffed(&[]), minute(0)),
        Some((0, 0)),
        "the counter is free"
    );
    let visit = store.issue(&request("А", 900_000), minute(0)).unwrap();
    store.call_next(&counter(), bound(), minute(0)).unwrap();
    store.start("1", &visit.ticket.code, minute(4)).unwrap();
    assert_eq!(
        told(&mut store, &staffed(&[]), minute(6)),
        Some((4, 4)),
        "the turn began with the call"
    );
}

#[test]
fn a_planned_break_is_waited_for_and_a_pause_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    after_ten_turns(&mut store);
    // The ten turns end at noon.
    let local = staffed(&[("12:00", "12:30")]);
    store.set_counter("1", CounterState::Paused, minute(0)).unwrap();
    assert_eq!(told(&mut store, &local, minute(5)), Some((25, 25)));
    assert_eq!(
        told(&mut store, &local, minute(31)),
        None,
        "nobody knows when the counter goes on"
    );
    assert_eq!(told(&mut store, &staffed(&[]), minute(5)), None);
}

#[test]
fn the_days_before_tell_how_long_a_turn_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    after_ten_turns(&mut store);
    let morning = minute(18 * 60);
    store.set_counter("1", CounterState::Open, morning).unwrap();
    store.issue(&request("А", 900_000), morning).unwrap();
    assert_eq!(told(&mut store, &staffed(&[]), morning), Some((10, 10)));
}

#[test]
fn a_counter_that_was_not_opened_today_calls_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    after_ten_turns(&mut store);
    assert_eq!(told(&mut store, &staffed(&[]), minute(18 * 60)), None);
}
