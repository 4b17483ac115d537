//! Queues that staff have paused: no tickets, whoever asks, until they are resumed.

use chrono::TimeDelta;
use parter::{queue::PeriodKind, queue::line::Paused, store::StoreError};

use crate::store_support::{database, facts, noon, open, request};

#[test]
fn a_paused_queue_issues_nothing_and_the_others_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let first = store.issue(&request("А", 0), noon()).unwrap();
    store.pause_queue("А", Some("обучение"), noon()).unwrap();

    let refused = store.issue(&request("А", 60_000), noon());
    assert_eq!(refused, Err(StoreError::QueuePaused));
    assert!(StoreError::QueuePaused.is_permanent(), "until a person resumes it");
    store.issue(&request("В", 120_000), noon()).unwrap();

    let queues = store.queues_now(noon()).unwrap();
    let paused = Paused {
        since: noon(),
        reason: Some("обучение".to_owned()),
    };
    assert_eq!(queues["А"].paused, Some(paused));
    assert_eq!(queues["А"].waiting, 1, "who has a ticket waits as before");
    assert_eq!(queues["В"].paused, None);
    let called = store.begin_period(&first.ticket.code, PeriodKind::Called, None, noon());
    assert!(called.is_ok(), "and is called");

    store.resume_queue("А").unwrap();
    let next = store.issue(&request("А", 180_000), noon()).unwrap();
    assert_eq!(next.ticket.number.seq, 2, "no number was lost");
    assert_eq!(store.queues_now(noon()).unwrap()["А"].paused, None);
    drop(store);
    assert_eq!(facts(dir.path()).visits.len(), 3);
}

#[test]
fn a_pause_survives_a_restart_and_the_day() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).pause_queue("А", None, noon()).unwrap();
    let mut store = open(dir.path());
    let tomorrow = noon() + TimeDelta::days(1);
    assert_eq!(store.issue(&request("А", 0), tomorrow), Err(StoreError::QueuePaused));
    assert!(store.queues_now(tomorrow).unwrap()["А"].paused.is_some());
}

#[test]
fn pausing_twice_keeps_the_first_moment_and_resuming_twice_is_no_fault() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.pause_queue("А", None, noon()).unwrap();
    store.pause_queue("А", None, noon() + TimeDelta::hours(1)).unwrap();
    let paused = store.queues_now(noon()).unwrap()["А"].paused.clone();
    assert_eq!(paused.unwrap().since, noon());
    store.resume_queue("А").unwrap();
    store.resume_queue("А").unwrap();
    assert!(!store.queues_now(noon()).unwrap().contains_key("А"));
}

/// Pausing is the lobby's own matter: nothing of it is for the server.
#[test]
fn a_pause_is_no_record() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.pause_queue("А", None, noon()).unwrap();
    drop(store);
    let count = database(dir.path()).query_row("SELECT count(*) FROM outbox", [], |row| row.get::<_, u32>(0));
    assert_eq!(count.unwrap(), 0);
}
