//! Tickets up to closing, and whether one is served before it.

use chrono::{NaiveDateTime, TimeDelta};
use parter::{
    content::{
        calendar::opening::{ClosedReason, Opening, opening},
        hours::{Hours, Place},
        queue_plan::Queue,
    },
    queue::closing::{NoTickets, Served, Tickets, WaitRange, served, tickets},
};
use proptest::prelude::*;

const HOURS: &str = r#"
    [[place]]
    id = "plovdiv"
    name = { bg = "Център" }
    address = { bg = "Център" }
    open = [{ days = ["mon", "tue", "wed", "thu", "fri"], from = "8:30", to = "17.15" }]
    extended = { until = "19:15", basis = { bg = "чл. 10, ал. 4" } }

    [[place]]
    id = "lunch"
    name = { bg = "Кметство" }
    address = { bg = "Кметство" }
    open = [
        { days = ["fri"], from = "8:00", to = "12:00" },
        { days = ["fri"], from = "13:00", to = "17:00" },
    ]

    [[place]]
    id = "unknown"
    name = { bg = "Друго" }
    address = { bg = "Друго" }
"#;

const PLAIN: &str = "id = \"a\"\nletter = \"А\"\nname = { bg = \"Каса\" }\n";
const CASH: &str = r#"
    id = "b"
    letter = "В"
    name = { bg = "Каса" }
    open = [{ days = ["fri", "sat"], from = "8:00", to = "16:00" }]
    last_ticket_minutes = 15
"#;

fn hours() -> Hours {
    toml::from_str(HOURS).unwrap()
}

fn place(id: &str) -> Place {
    hours().places.into_iter().find(|place| place.id == id).unwrap()
}

fn queue(text: &str) -> Queue {
    toml::from_str(text).unwrap()
}

fn at(time: &str) -> NaiveDateTime {
    let time = if time.len() == 5 {
        format!("2026-11-20 {time}")
    } else {
        time.to_owned()
    };
    NaiveDateTime::parse_from_str(&time, "%Y-%m-%d %H:%M").unwrap()
}

fn minutes(low: i64, high: i64) -> Option<WaitRange> {
    Some(WaitRange {
        low: TimeDelta::minutes(low),
        high: TimeDelta::minutes(high),
    })
}

fn issued(id: &str, queue_text: &str, now: &str) -> Tickets {
    tickets(&hours(), &place(id), &queue(queue_text), at(now))
}

fn turn(id: &str, queue_text: &str, now: &str, ahead: u32, wait: Option<WaitRange>) -> Served {
    served(&hours(), &place(id), &queue(queue_text), at(now), ahead, wait)
}

#[test]
fn tickets_are_issued_until_closing_and_never_after() {
    assert_eq!(
        issued("plovdiv", PLAIN, "17:14"),
        Tickets::Issued {
            until: Some(at("17:15"))
        }
    );
    let reason = NoTickets::Extended { until: at("19:15") };
    let opens = Some(at("2026-11-23 08:30"));
    assert_eq!(issued("plovdiv", PLAIN, "17:15"), Tickets::Closed { reason, opens });
    let reason = NoTickets::Closed(ClosedReason::OutsideHours);
    assert_eq!(issued("plovdiv", PLAIN, "19:15"), Tickets::Closed { reason, opens });
}

#[test]
fn a_queue_keeps_its_own_hours_within_those_of_the_place() {
    let opens = Some(at("08:30"));
    let reason = NoTickets::Closed(ClosedReason::OutsideHours);
    assert_eq!(
        issued("plovdiv", CASH, "08:10"),
        Tickets::Closed { reason, opens },
        "the building is still closed"
    );
    assert_eq!(
        issued("plovdiv", CASH, "15:44"),
        Tickets::Issued {
            until: Some(at("15:45"))
        }
    );
    let reason = NoTickets::LastTicketGone { closes: at("16:00") };
    let opens = Some(at("2026-11-27 08:30"));
    assert_eq!(
        issued("plovdiv", CASH, "15:45"),
        Tickets::Closed { reason, opens },
        "and on Saturday the building is closed"
    );
    let reason = NoTickets::Closed(ClosedReason::OutsideHours);
    assert_eq!(issued("plovdiv", CASH, "16:00"), Tickets::Closed { reason, opens });
}

#[test]
fn the_last_ticket_is_before_the_days_closing_and_not_before_the_break() {
    let queue = format!("{PLAIN}last_ticket_minutes = 30");
    assert_eq!(
        issued("lunch", &queue, "11:45"),
        Tickets::Issued {
            until: Some(at("12:00"))
        }
    );
    let reason = NoTickets::Closed(ClosedReason::OutsideHours);
    assert_eq!(
        issued("lunch", &queue, "12:30"),
        Tickets::Closed {
            reason,
            opens: Some(at("13:00"))
        }
    );
    assert_eq!(
        issued("lunch", &queue, "16:29"),
        Tickets::Issued {
            until: Some(at("16:30"))
        }
    );
}

#[test]
fn where_no_hours_are_published_tickets_are_issued_and_nothing_is_promised() {
    assert_eq!(issued("unknown", PLAIN, "03:00"), Tickets::Issued { until: None });
    for weekend in ["2026-11-21 10:00", "2026-11-22 10:00"] {
        let (reason, opens) = (NoTickets::Weekend, None);
        assert_eq!(issued("unknown", PLAIN, weekend), Tickets::Closed { reason, opens });
    }
    assert_eq!(turn("unknown", PLAIN, "10:00", 0, minutes(1, 2)), Served::NotKnown);
    let closes = Tickets::Issued {
        until: Some(at("15:45")),
    };
    assert_eq!(
        issued("unknown", CASH, "10:00"),
        closes,
        "the queue's own hours are published"
    );
}

#[test]
fn the_longest_wait_must_end_before_closing() {
    assert_eq!(
        turn("plovdiv", PLAIN, "16:00", 9, minutes(30, 45)),
        Served::BeforeClosing
    );
    assert_eq!(turn("plovdiv", PLAIN, "16:00", 0, None), Served::BeforeClosing);
    assert_eq!(turn("plovdiv", PLAIN, "16:00", 9, None), Served::NotKnown);
}

#[test]
fn shortly_before_closing_nothing_is_promised_though_nobody_waits() {
    assert_eq!(turn("lunch", PLAIN, "16:30", 0, None), Served::BeforeClosing);
    assert_eq!(turn("lunch", PLAIN, "16:31", 0, None), Served::NotKnown);
    assert_eq!(turn("lunch", PLAIN, "16:31", 0, minutes(0, 0)), Served::NotKnown);
    assert!(matches!(
        turn("plovdiv", PLAIN, "17:14", 0, None),
        Served::WithinExtended { .. }
    ));
}

#[test]
fn after_closing_those_present_are_served_where_the_place_says_so() {
    let Served::WithinExtended { closes, until, basis } = turn("plovdiv", PLAIN, "16:00", 9, minutes(30, 90)) else {
        panic!("not within the extended service");
    };
    assert_eq!(
        (closes, until, basis.get("bg")),
        (at("17:15"), at("19:15"), "чл. 10, ал. 4")
    );
    assert_eq!(turn("plovdiv", PLAIN, "16:00", 99, minutes(30, 200)), Served::NotKnown);
    assert_eq!(
        turn("plovdiv", PLAIN, "16:00", 99, minutes(195, 200)),
        Served::NotToday { last: at("19:15") }
    );
    assert_eq!(
        turn("plovdiv", CASH, "15:00", 9, minutes(70, 80)),
        Served::NotToday { last: at("16:00") }
    );
}

#[test]
fn the_wait_stands_still_in_the_break() {
    assert_eq!(
        turn("lunch", PLAIN, "11:00", 9, minutes(30, 269)),
        Served::BeforeClosing
    );
    assert_eq!(
        turn("lunch", PLAIN, "11:00", 9, minutes(300, 310)),
        Served::NotToday { last: at("17:00") }
    );
}

#[test]
fn a_closed_queue_says_when_it_opens() {
    let opens = Some(at("2026-11-23 08:30"));
    assert_eq!(
        turn("plovdiv", PLAIN, "20:00", 0, minutes(0, 0)),
        Served::Closed { opens }
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tickets_are_only_issued_while_the_place_is_open(
        minute in 0..60 * 24 * 60_i64, id in prop::sample::select(vec!["plovdiv", "lunch"]), own in any::<bool>(), last in 0..600_u32,
    ) {
        let (hours, place) = (hours(), place(id));
        let mut queue = queue(if own { CASH } else { PLAIN });
        queue.last_ticket_minutes = last;
        let now = at("2026-11-20 00:00") + TimeDelta::minutes(minute);
        match tickets(&hours, &place, &queue, now) {
            Tickets::Issued { until } => {
                let open = matches!(opening(&hours, &place, now), Opening::Open { .. });
                prop_assert!(open);
                prop_assert!(until.is_some_and(|until| until > now));
            }
            Tickets::Closed { opens, .. } => prop_assert!(opens.is_none_or(|opens| opens > now)),
        }
    }

    /// Whatever the wait, a service that is promised before closing has time to be done.
    #[test]
    fn before_closing_there_is_time_for_a_service(minute in 0..24 * 60_i64, high in 0..300_i64, ahead in 0..3_u32, known in any::<bool>()) {
        let now = at("00:00") + TimeDelta::minutes(minute);
        let wait = if known { minutes(0, high) } else { None };
        let told = served(&hours(), &place("lunch"), &queue(PLAIN), now, ahead, wait);
        if told == Served::BeforeClosing {
            prop_assert!(ahead == 0 || known);
            let longest = if known { high } else { 0 };
            prop_assert!(now + TimeDelta::minutes(longest + 30) <= at("17:00"));
        }
    }

    /// A longer wait never betters the answer, and what is closed for tickets serves nobody.
    #[test]
    fn a_longer_wait_is_never_served_earlier(minute in 0..24 * 60_i64, low in 0..300_i64, spread in 0..200_i64, longer in 0..200_i64) {
        let (hours, place, queue) = (hours(), place("plovdiv"), queue(PLAIN));
        let now = at("00:00") + TimeDelta::minutes(minute);
        let rank = |low: i64, high: i64| match served(&hours, &place, &queue, now, 5, minutes(low, high)) {
            Served::BeforeClosing => 0,
            Served::WithinExtended { .. } => 1,
            Served::NotKnown => 2,
            Served::NotToday { .. } => 3,
            Served::Closed { .. } => 4,
        };
        prop_assert!(rank(low, low + spread) <= rank(low + longer, low + spread + longer));
        let closed = matches!(tickets(&hours, &place, &queue, now), Tickets::Closed { .. });
        prop_assert_eq!(closed, rank(low, low + spread) == 4);
    }
}
