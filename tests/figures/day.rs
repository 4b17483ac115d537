//! A day's records, condensed.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use parter::{
    figures::day::{DayFacts, Stretch, WaitFacts},
    queue::{Change, CounterState, PeriodKind},
};

use crate::given::{Records, ZONE, day, rating, wall};

const DAY: &str = "2026-03-04";

fn facts(records: Records) -> DayFacts {
    DayFacts::of(day(DAY), ZONE, &records.told(), &[])
}

fn at(time: &str) -> NaiveDateTime {
    format!("{DAY}T{time}").parse().unwrap()
}

#[test]
fn a_wait_is_from_the_ticket_to_the_first_call() {
    let mut records = Records::default();
    records.called("kasa", "2026-03-04 09:00:00", "2026-03-04 09:12:30");
    records.called("kasa", "2026-03-04 09:01:00", "2026-03-04 09:01:00");
    // Called, passed over, called again.
    let call = |time| (PeriodKind::Called, wall(time), Change::default());
    let back = (PeriodKind::Waiting, wall("2026-03-04 09:40:00"), Change::default());
    let twice = [call("2026-03-04 09:35:00"), back, call("2026-03-04 10:30:00")];
    records.visit("kasa", wall("2026-03-04 09:30:00"), None, &twice);
    let facts = facts(records);
    assert_eq!(facts.visits(), 3);
    assert_eq!(facts.lines[0].walk_in.called, [0, 300, 750]);
}

#[test]
fn an_arranged_wait_is_from_the_hour_or_from_the_ticket_where_that_was_later() {
    let mut records = Records::default();
    let hour = Some(wall("2026-03-04 10:00:00"));
    for (issued, called) in [("09:45", "10:04"), ("10:10", "10:12"), ("09:40", "09:50")] {
        let call = (
            PeriodKind::Called,
            wall(&format!("{DAY} {called}:00")),
            Change::default(),
        );
        records.visit("kasa", wall(&format!("{DAY} {issued}:00")), hour, &[call]);
    }
    let facts = facts(records);
    assert_eq!(facts.lines[0].arranged.called, [0, 120, 240]);
    assert_eq!(facts.lines[0].walk_in, WaitFacts::default());
}

#[test]
fn who_was_never_called_is_told_apart_from_who_still_waits() {
    let mut records = Records::default();
    let end = (PeriodKind::Unserved, wall("2026-03-04 17:30:00"), Change::default());
    records.visit("kasa", wall("2026-03-04 16:50:00"), None, &[end]);
    records.visit("kasa", wall("2026-03-04 16:55:00"), None, &[]);
    // The clock was set back by an hour between ticket and call, and forward by years.
    records.called("kasa", "2026-03-04 10:00:00", "2026-03-04 09:05:00");
    records.called("kasa", "2026-03-04 10:00:00", "2029-03-04 09:05:00");
    let expected = WaitFacts {
        called: vec![],
        never_called: 1,
        unknown: 3,
    };
    assert_eq!(facts(records).lines[0].walk_in, expected);
}

#[test]
fn a_visit_counts_where_it_was_first_called() {
    let mut records = Records::default();
    let moved = Change {
        queue: Some("taxes".to_owned()),
        service: Some("tax-note".to_owned()),
        reason: None,
    };
    let steps = [
        (PeriodKind::Waiting, wall("2026-03-04 09:05:00"), moved),
        (PeriodKind::Called, wall("2026-03-04 09:10:00"), Change::default()),
    ];
    records.visit("kasa", wall("2026-03-04 09:00:00"), None, &steps);
    let facts = facts(records);
    assert_eq!(facts.lines.len(), 1);
    let line = &facts.lines[0];
    assert_eq!(
        (line.queue.as_str(), line.service.as_deref()),
        ("taxes", Some("tax-note"))
    );
    assert_eq!(line.walk_in.called, [600]);
}

#[test]
fn the_lobby_is_open_while_any_counter_is_and_a_break_does_not_close_it() {
    let mut records = Records::default();
    for (counter, state, time) in [
        ("1", CounterState::Open, "08:01:10"),
        ("2", CounterState::Open, "09:00:00"),
        ("1", CounterState::Paused, "12:00:00"),
        ("2", CounterState::Closed, "12:05:00"),
        ("1", CounterState::Closed, "12:30:00"),
        ("2", CounterState::Open, "13:00:00"),
        ("2", CounterState::Closed, "17:00:30"),
    ] {
        records.counter(counter, day(DAY), state, &format!("{DAY} {time}"));
    }
    let stretch = |from, to| Stretch {
        from: at(from),
        to: Some(at(to)),
    };
    assert_eq!(
        facts(records).open,
        [stretch("08:01:10", "12:30:00"), stretch("13:00:00", "17:00:30")]
    );
}

#[test]
fn a_counter_that_the_next_morning_closed_told_no_closing() {
    let mut records = Records::default();
    records.counter("1", day(DAY), CounterState::Open, "2026-03-04 08:00:00");
    records.counter("1", day(DAY), CounterState::Closed, "2026-03-05 07:55:00");
    let expected = Stretch {
        from: at("08:00:00"),
        to: None,
    };
    assert_eq!(facts(records).open, [expected]);
}

#[test]
fn ratings_are_counted_by_bucket_and_queue_and_repeated_ones_apart() {
    let morning = "2026-03-04T00:00/PT12H";
    let noon = "2026-03-04T12:00/PT12H";
    let mut again = rating(morning, 1, Some("kasa"), &["wait"], &[("found", "no")]);
    again.repeated = true;
    let ratings = [
        rating(noon, 2, None, &[], &[]),
        rating(morning, 5, Some("kasa"), &["quick", "kind"], &[("found", "yes")]),
        again,
        rating(morning, 4, Some("kasa"), &["kind"], &[("found", "yes")]),
    ];
    let facts = DayFacts::of(day(DAY), ZONE, &Records::default().told(), &ratings);
    let [first, second] = facts.ratings.as_slice() else {
        panic!("{facts:?}")
    };
    assert_eq!((first.faces, first.repeated, first.counted()), ([0, 0, 0, 1, 1], 1, 2));
    let counts = |counts: &[(&str, u32)]| -> BTreeMap<String, u32> {
        counts.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect()
    };
    assert_eq!(first.reasons, counts(&[("kind", 2), ("quick", 1)]));
    assert_eq!(first.answers["found"], counts(&[("yes", 2)]));
    assert_eq!((second.queue.as_deref(), second.faces), (None, [0, 1, 0, 0, 0]));
}

/// The night of the change to summer time, and the hour that comes twice in autumn: waits are true seconds.
#[test]
fn waits_are_true_over_the_changes_of_the_clock() {
    let mut records = Records::default();
    records.called("kasa", "2026-03-29 02:50:00", "2026-03-29 04:10:00");
    let facts = DayFacts::of(day("2026-03-29"), ZONE, &records.told(), &[]);
    assert_eq!(facts.lines[0].walk_in.called, [20 * 60]);

    let mut records = Records::default();
    records.called("kasa", "2026-10-25 02:50:00", "2026-10-25 04:10:00");
    let facts = DayFacts::of(day("2026-10-25"), ZONE, &records.told(), &[]);
    assert_eq!(facts.lines[0].walk_in.called, [140 * 60]);
}

#[test]
fn a_day_is_read_as_it_was_written() {
    let mut records = Records::default();
    records.called("kasa", "2026-03-04 09:00:00", "2026-03-04 09:12:30");
    records.counter("1", day(DAY), CounterState::Open, "2026-03-04 08:00:00");
    let ratings = [rating(
        "2026-03-04T00:00/PT24H",
        5,
        None,
        &["kind"],
        &[("found", "yes")],
    )];
    let facts = DayFacts::of(day(DAY), ZONE, &records.told(), &ratings);
    let written = serde_json::to_string(&facts).unwrap();
    assert_eq!(serde_json::from_str::<DayFacts>(&written).unwrap(), facts);
}
