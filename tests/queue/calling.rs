//! Who is called next, how long priority can keep others waiting, and what can be done with a visit in which state.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use parter::queue::{
    Counter, PeriodKind,
    calling::{Waiting, line, next},
    transitions::{Action, NoShowRule, Refused, Standing, step},
};
use proptest::prelude::*;

fn nine() -> DateTime<Utc> {
    "2026-11-23T07:00:00Z".parse().unwrap()
}

fn minute(minute: i64) -> DateTime<Utc> {
    nine() + TimeDelta::minutes(minute)
}

fn bound() -> TimeDelta {
    TimeDelta::minutes(20)
}

/// Someone in queue «a» who came that many minutes after nine.
fn came(order: i64, arrived: i64) -> Waiting {
    Waiting {
        order,
        arrived: minute(arrived),
        queue: "a".to_owned(),
        counter: None,
        is_priority: false,
        arranged: None,
    }
}

fn first(order: i64, arrived: i64) -> Waiting {
    Waiting {
        is_priority: true,
        ..came(order, arrived)
    }
}

fn arranged(order: i64, arrived: i64, hour: i64) -> Waiting {
    Waiting {
        arranged: Some(minute(hour)),
        ..came(order, arrived)
    }
}

fn counter(queues: &[&str]) -> Counter {
    Counter {
        id: "1".to_owned(),
        queues: queues.iter().map(|queue| (*queue).to_owned()).collect(),
    }
}

/// Whom the counter of «a» calls at that minute.
fn called(waiting: &[Waiting], at: i64) -> Option<i64> {
    next(waiting, &counter(&["a"]), bound(), minute(at)).map(|one| one.order)
}

#[test]
fn who_came_earlier_is_called_earlier_whatever_the_clock_said() {
    assert_eq!(called(&[], 0), None);
    assert_eq!(called(&[came(2, 1), came(1, 0)], 5), Some(1));
    assert_eq!(called(&[came(2, 0), came(1, 9)], 10), Some(1));
}

#[test]
fn a_class_goes_first_until_someone_has_waited_for_the_bound() {
    let waiting = [came(1, 0), came(2, 1), first(3, 15)];
    assert_eq!(called(&waiting, 19), Some(3));
    assert_eq!(called(&waiting, 20), Some(1));
    assert_eq!(called(&waiting[1..], 20), Some(3));
    assert_eq!(called(&waiting[1..], 21), Some(2));
}

#[test]
fn one_of_a_class_who_came_earlier_still_goes_first() {
    assert_eq!(called(&[came(1, 9), first(2, 8), came(3, 0)], 22), Some(2));
}

#[test]
fn the_arranged_are_called_at_their_hour() {
    let waiting = [came(1, 0), arranged(2, 10, 30)];
    assert_eq!(called(&waiting, 25), Some(1));
    assert_eq!(called(&waiting, 30), Some(2));
    assert_eq!(called(&waiting[1..], 25), Some(2), "a counter does not stand idle");
    assert_eq!(called(&[arranged(1, 3, 29), arranged(2, 1, 28)], 40), Some(2));
}

#[test]
fn a_counter_calls_from_its_queues_and_whom_it_was_sent() {
    let sent = |order, to: &str| Waiting {
        counter: Some(to.to_owned()),
        ..came(order, 0)
    };
    let waiting = [sent(1, "2"), came(2, 1), sent(3, "1")];
    assert_eq!(called(&waiting, 5), Some(2));
    let calls = |queues: &[&str]| next(&waiting, &counter(queues), bound(), minute(5)).map(|one| one.order);
    assert_eq!(calls(&["b"]), Some(3));
    assert_eq!(calls(&["b", "a"]), Some(2));
}

#[test]
fn the_line_is_the_order_of_the_calls() {
    let waiting = vec![came(1, 0), first(2, 5), came(3, 6), first(4, 7), arranged(5, 1, 60)];
    let orders = |at| -> Vec<i64> {
        let line = line(waiting.clone(), bound(), minute(at));
        line.iter().map(|one| one.order).collect()
    };
    assert_eq!(orders(10), [2, 4, 1, 3, 5]);
    assert_eq!(orders(20), [1, 2, 4, 3, 5]);
    assert_eq!(orders(60), [5, 1, 2, 3, 4]);
}

/// A visitor of a generated lobby: minutes after the one before, queue, class, counter they were sent to, appointment.
type Guest = (i64, usize, bool, Option<usize>, Option<i64>);

const QUEUES: [&str; 3] = ["a", "b", "c"];
const SERVED: [&[&str]; 3] = [&["a", "b"], &["b", "c"], &["c"]];

fn guest() -> impl Strategy<Value = Guest> {
    (
        0i64..6,
        0..QUEUES.len(),
        prop::bool::weighted(0.3),
        prop::option::weighted(0.1, 0..SERVED.len()),
        prop::option::weighted(0.1, 0i64..200),
    )
}

fn guests(list: &[Guest]) -> Vec<Waiting> {
    let mut now = 0;
    let mut lobby = Vec::new();
    for (order, (gap, queue, is_priority, sent, hour)) in (1..).zip(list) {
        now += gap;
        lobby.push(Waiting {
            order,
            arrived: minute(now),
            queue: QUEUES[*queue].to_owned(),
            counter: sent.map(|sent| (sent + 1).to_string()),
            is_priority: *is_priority,
            arranged: hour.map(minute),
        });
    }
    lobby
}

proptest! {
    /// A whole day: visitors come, counters call at any moments until nobody is left.
    #[test]
    fn no_lobby_breaks_the_rules(
        list in prop::collection::vec(guest(), 1..60),
        calls in prop::collection::vec((0i64..4, 0..SERVED.len()), 400),
        bound in 1i64..40,
    ) {
        let bound = TimeDelta::minutes(bound);
        let mut to_come = guests(&list);
        let everybody = to_come.len();
        let mut waiting: Vec<Waiting> = Vec::new();
        let mut done = BTreeSet::new();
        let mut at = 0;
        for (gap, which) in calls {
            at += gap;
            let now = minute(at);
            waiting.extend(to_come.extract_if(.., |guest| guest.arrived <= now));
            let counter = Counter {
                id: (which + 1).to_string(),
                queues: SERVED[which].iter().map(|queue| (*queue).to_owned()).collect(),
            };
            let mine = |one: &&Waiting| counter.serves(&one.queue, one.counter.as_deref());
            let Some(called) = next(&waiting, &counter, bound, now).cloned() else {
                prop_assert_eq!(waiting.iter().filter(mine).count(), 0, "a counter stood idle");
                continue;
            };
            prop_assert!(mine(&&called), "a counter called another's visitor");
            prop_assert!(done.insert(called.order), "called twice");
            for other in waiting.iter().filter(mine).filter(|other| other.order != called.order) {
                let due = |one: &Waiting| one.arranged.is_some_and(|hour| hour <= now);
                if due(other) {
                    prop_assert!(due(&called) && called.arranged <= other.arranged, "an appointment was passed over");
                }
                let passed_over = other.order < called.order && called.arranged.is_none() && other.arranged.is_none();
                if passed_over {
                    prop_assert!(called.is_priority && !other.is_priority, "not first come, first called");
                    prop_assert!(now - other.arrived < bound, "a class went before one who had waited for the bound");
                }
                if called.arranged.is_some() && !due(&called) {
                    prop_assert!(other.arranged.is_some(), "called early while another could be called");
                }
            }
            waiting.retain(|one| one.order != called.order);
        }
        prop_assert_eq!(done.len() + waiting.len() + to_come.len(), everybody);
    }

    /// Whoever is in front of the line is who is called.
    #[test]
    fn the_line_agrees_with_the_calls(list in prop::collection::vec(guest(), 0..40), at in 0i64..250) {
        let all = counter(&QUEUES);
        let mut waiting = guests(&list);
        for one in &mut waiting {
            one.counter = None;
        }
        for front in line(waiting.clone(), bound(), minute(at)) {
            let called = next(&waiting, &all, bound(), minute(at)).cloned();
            prop_assert_eq!(called.as_ref(), Some(&front));
            waiting.retain(|one| one.order != front.order);
        }
        prop_assert_eq!(waiting.len(), 0);
    }
}

const RULE: NoShowRule = NoShowRule {
    calls: 2,
    patience: TimeDelta::seconds(60),
};

const ALL: [Action; 10] = [
    Action::Call,
    Action::Announce,
    Action::Recall,
    Action::Start,
    Action::NextService,
    Action::Finish,
    Action::NoShow(RULE),
    Action::Hold,
    Action::Resume,
    Action::Transfer,
];

fn standing(kind: PeriodKind) -> Standing {
    Standing {
        kind,
        counter: kind.is_at_counter().then(|| "1".to_owned()),
        calls: 2,
        called_at: Some(nine()),
    }
}

fn by(counter: &str, action: Action, kind: PeriodKind) -> Result<PeriodKind, Refused> {
    step(action, &standing(kind), Some(counter), minute(5))
}

#[test]
fn each_state_allows_what_makes_sense() {
    use Action::{Announce, Call, Finish, Hold, NextService, Recall, Resume, Start, Transfer};
    let allowed: [(PeriodKind, &[Action]); 5] = [
        (PeriodKind::Waiting, &[Call, Hold, Transfer]),
        (
            PeriodKind::Called,
            &[Announce, Recall, Start, Action::NoShow(RULE), Hold, Transfer],
        ),
        (
            PeriodKind::Walking,
            &[Recall, Start, Action::NoShow(RULE), Hold, Transfer],
        ),
        (PeriodKind::Serving, &[NextService, Finish, Hold, Transfer]),
        (PeriodKind::Held, &[Call, Resume, Transfer]),
    ];
    for (kind, can) in allowed {
        for action in ALL {
            let stepped = by("1", action, kind);
            if can.contains(&action) {
                assert_eq!(stepped, Ok(action.leads_to()), "{action:?} from {kind}");
            } else {
                assert!(stepped.is_err(), "{action:?} from {kind}");
            }
        }
    }
    for kind in [PeriodKind::Served, PeriodKind::NoShow, PeriodKind::Unserved] {
        for action in ALL {
            assert_eq!(by("1", action, kind), Err(Refused::Over));
        }
    }
}

#[test]
fn a_visitor_at_a_counter_is_that_counters_alone() {
    let theirs = Err(Refused::AtCounter("1".to_owned()));
    for kind in [PeriodKind::Called, PeriodKind::Walking, PeriodKind::Serving] {
        for action in ALL {
            assert_eq!(by("2", action, kind), theirs, "{action:?} from {kind}");
        }
    }
    assert_eq!(by("2", Action::Call, PeriodKind::Waiting), Ok(PeriodKind::Called));
    assert_eq!(by("2", Action::Resume, PeriodKind::Held), Ok(PeriodKind::Waiting));
    let announced = step(Action::Announce, &standing(PeriodKind::Called), None, nine());
    assert_eq!(announced, Ok(PeriodKind::Walking), "the board is no counter");
}

#[test]
fn nobody_is_given_up_before_the_calls_and_the_patience() {
    let give_up = |calls, now| {
        let standing = Standing {
            calls,
            ..standing(PeriodKind::Walking)
        };
        step(Action::NoShow(RULE), &standing, Some("1"), now)
    };
    assert_eq!(give_up(1, minute(9)), Err(Refused::TooFewCalls { made: 1, least: 2 }));
    let soon = nine() + TimeDelta::seconds(59);
    assert_eq!(give_up(2, soon), Err(Refused::TooSoon { seconds: 1 }));
    assert_eq!(give_up(2, minute(1)), Ok(PeriodKind::NoShow));
    assert_eq!(give_up(2, minute(-30)), Ok(PeriodKind::NoShow), "a clock set back");
}
