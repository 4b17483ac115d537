//! The states of visits, how many wait, and how long.

use chrono::TimeDelta;
use parter::{
    queue::{PeriodKind, TicketCode, estimate::WaitEstimate},
    store::{QueueNow, Store, StoreError},
};

use crate::store_support::{at, facts, noon, open, request};

fn take(store: &mut Store, queue: &str, minute: i64) -> TicketCode {
    let touched = u64::try_from(minute).unwrap() * 60_000;
    store
        .issue(&request(queue, touched), noon() + TimeDelta::minutes(minute))
        .unwrap()
        .ticket
        .code
}

#[test]
fn each_state_is_a_period_with_its_record() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let code = take(&mut store, "А", 0);
    let kinds = [
        PeriodKind::Called,
        PeriodKind::Serving,
        PeriodKind::Held,
        PeriodKind::Serving,
        PeriodKind::Served,
    ];
    for (n, kind) in (1..).zip(kinds) {
        let period = store
            .begin_period(&code, kind, None, noon() + TimeDelta::minutes(n))
            .unwrap();
        assert_eq!((i64::from(period.ordinal), period.kind), (n + 1, kind));
    }
    let error = store.begin_period(&code, PeriodKind::Called, None, noon()).unwrap_err();
    assert_eq!(error, StoreError::VisitOver);
    let unknown = "000000000000".parse().unwrap();
    assert_eq!(
        store.begin_period(&unknown, PeriodKind::Called, None, noon()),
        Err(StoreError::NoSuchVisit)
    );
    assert_eq!(store.counts().unwrap().outbox, 6);
    drop(store);
    facts(dir.path());
}

#[test]
fn those_wait_who_took_a_ticket_today_and_were_not_called() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.issue(&request("А", 0), at("2026-11-04T10:00:00Z")).unwrap();
    assert_eq!(store.queues_now(noon()).unwrap().into_iter().collect::<Vec<_>>(), []);
    let codes: Vec<TicketCode> = (1..=3).map(|minute| take(&mut store, "А", minute)).collect();
    take(&mut store, "В", 4);
    store
        .begin_period(&codes[0], PeriodKind::Called, None, noon() + TimeDelta::minutes(8))
        .unwrap();
    store
        .begin_period(&codes[1], PeriodKind::NoShow, None, noon() + TimeDelta::minutes(9))
        .unwrap();

    let queues = store.queues_now(noon()).unwrap();
    assert_eq!(
        queues["А"],
        QueueNow {
            waiting: 1,
            recent_waits: vec![TimeDelta::minutes(7)],
            paused: None
        }
    );
    assert_eq!(
        queues["В"],
        QueueNow {
            waiting: 1,
            recent_waits: Vec::new(),
            paused: None
        }
    );
    assert!(!queues.contains_key("Е"));
}

#[test]
fn the_wait_is_measured_to_the_first_call_and_never_negative() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let (recalled, set_back) = (take(&mut store, "А", 0), take(&mut store, "А", 1));
    for minute in [5, 6, 7] {
        store
            .begin_period(&recalled, PeriodKind::Called, None, noon() + TimeDelta::minutes(minute))
            .unwrap();
    }
    store
        .begin_period(&set_back, PeriodKind::Called, None, noon() - TimeDelta::hours(1))
        .unwrap();
    assert_eq!(
        store.queues_now(noon()).unwrap()["А"].recent_waits,
        [TimeDelta::minutes(5)]
    );
}

#[test]
fn the_wait_is_a_range_once_there_is_enough_to_tell() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    for waited in 1..=10 {
        assert_eq!(
            WaitEstimate::from_recent(
                &store
                    .queues_now(noon())
                    .unwrap()
                    .remove("А")
                    .unwrap_or_default()
                    .recent_waits
            ),
            None
        );
        let code = take(&mut store, "А", waited * 20);
        store
            .begin_period(
                &code,
                PeriodKind::Called,
                Some("1"),
                noon() + TimeDelta::minutes(waited * 21) + TimeDelta::seconds(1),
            )
            .unwrap();
    }
    let waits = &store.queues_now(noon()).unwrap()["А"].recent_waits;
    let estimate = WaitEstimate::from_recent(waits).unwrap();
    assert_eq!((estimate.based_on, estimate.minutes()), (10, (2, 9)));
}
