//! Open or closed, until when and why, through holidays, closures and breaks.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use parter::content::{
    calendar::{
        local_time,
        opening::{ClosedReason, Opening, Then, exceptions, next_opening, next_reception, opening, week},
    },
    hours::{Hours, Place},
};
use proptest::prelude::*;

/// Plovdiv's hours as the charter writes them, a place with a lunch break, and one whose hours nobody published.
const HOURS: &str = r#"
    [[place]]
    id = "plovdiv"
    name = { bg = "пл. Стефан Стамболов № 1" }
    address = { bg = "пл. Стефан Стамболов № 1" }
    open = [{ days = ["mon", "tue", "wed", "thu", "fri"], from = "8:30", to = "17.15" }]
    extended = { until = "19:15", basis = { bg = "чл. 10, ал. 4" } }

    [[place.reception]]
    who = { bg = "Кмет" }
    span = { days = ["mon"], from = "15:00", to = "17:00" }

    [[place.reception]]
    who = { bg = "Секретар" }

    [[place]]
    id = "lunch"
    name = { bg = "Кметство" }
    address = { bg = "Кметство" }
    open = [
        { days = ["mon", "tue"], from = "8,00", to = "12,00" },
        { days = ["mon", "tue"], from = "13,00", to = "17,00" },
        { days = ["mon"], from = "17:00", to = "18:00" },
    ]

    [[place]]
    id = "unknown"
    name = { bg = "Друго" }
    address = { bg = "Друго" }

    [[closure]]
    from = 2026-11-23
    to = 2026-11-24
    place = "plovdiv"
    text = { bg = "Ремонт" }

    [[closure]]
    from = 2026-12-31
    to = 2026-12-31
    text = { bg = "Годишно приключване" }
"#;

fn hours() -> Hours {
    toml::from_str(HOURS).unwrap()
}

fn place(id: &str) -> Place {
    hours().places.into_iter().find(|place| place.id == id).unwrap()
}

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn state(id: &str, now: &str) -> Opening {
    opening(&hours(), &place(id), at(now))
}

fn opens(state: &Opening) -> Option<NaiveDateTime> {
    match state {
        Opening::Closed { opens, .. } => *opens,
        other => panic!("{other:?} is not closed"),
    }
}

#[test]
fn open_until_closing_then_extended_then_closed() {
    let until = at("2026-11-20 17:15");
    let then = Some(Then::Extended {
        until: at("2026-11-20 19:15"),
    });
    assert_eq!(state("plovdiv", "2026-11-20 08:30"), Opening::Open { until, then });
    assert_eq!(state("plovdiv", "2026-11-20 17:14"), Opening::Open { until, then });
    for now in ["2026-11-20 17:15", "2026-11-20 19:14"] {
        let Opening::Extended { until, basis } = state("plovdiv", now) else {
            panic!("{now}")
        };
        assert_eq!((until, basis.get("bg")), (at("2026-11-20 19:15"), "чл. 10, ал. 4"));
    }
    let closed = state("plovdiv", "2026-11-20 19:15");
    // Over the weekend and the repair.
    let reopens = Some(at("2026-11-25 08:30"));
    assert_eq!(
        closed,
        Opening::Closed {
            reason: ClosedReason::OutsideHours,
            opens: reopens
        }
    );
    assert_eq!(closed.next_change(), reopens);
}

#[test]
fn before_opening_there_is_no_extended_service() {
    let state = state("plovdiv", "2026-11-20 08:29");
    assert_eq!(opens(&state), Some(at("2026-11-20 08:30")));
}

#[test]
fn a_break_is_closed_with_the_hour_of_return() {
    let until = at("2026-11-16 12:00");
    let then = Some(Then::Reopens {
        at: at("2026-11-16 13:00"),
    });
    assert_eq!(state("lunch", "2026-11-16 10:00"), Opening::Open { until, then });
    assert_eq!(opens(&state("lunch", "2026-11-16 12:00")), Some(at("2026-11-16 13:00")));
    let until = at("2026-11-16 18:00");
    assert_eq!(
        state("lunch", "2026-11-16 13:00"),
        Opening::Open { until, then: None },
        "spans that touch are one"
    );
}

#[test]
fn holidays_and_closures_say_why_and_when_it_opens() {
    let christmas = state("plovdiv", "2026-12-24 10:00");
    let Opening::Closed {
        reason: ClosedReason::Holiday(holiday),
        opens,
    } = christmas
    else {
        panic!("{christmas:?}")
    };
    assert_eq!(holiday.name.get("bg"), "Бъдни вечер");
    assert_eq!(
        opens,
        Some(at("2026-12-29 08:30")),
        "26 December is a Saturday, so Monday 28 is free"
    );

    let repair = state("plovdiv", "2026-11-23 10:00");
    let Opening::Closed {
        reason: ClosedReason::Closure(text),
        opens,
    } = repair
    else {
        panic!("{repair:?}")
    };
    assert_eq!((text.get("bg"), opens), ("Ремонт", Some(at("2026-11-25 08:30"))));
    assert!(
        matches!(state("lunch", "2026-11-23 10:00"), Opening::Open { .. }),
        "the repair is elsewhere"
    );
    assert!(matches!(
        state("lunch", "2026-12-31 10:00"),
        Opening::Closed {
            reason: ClosedReason::Closure(_),
            ..
        }
    ));
}

#[test]
fn hours_that_are_not_published_are_unknown() {
    assert_eq!(state("unknown", "2026-11-20 10:00"), Opening::Unknown);
    assert_eq!(week(&hours(), &place("unknown"), Some(date("2026-11-20"))), []);
}

#[test]
fn the_opening_is_found_beyond_a_long_closure() {
    let mut hours = hours();
    hours.closures[0].from = date("2026-11-21");
    hours.closures[0].to = date("2027-02-28");
    let next = next_opening(&hours, &place("plovdiv"), at("2026-11-20 20:00"));
    assert_eq!(next, Some(at("2027-03-01 08:30")));
}

#[test]
fn the_week_marks_today_and_what_closes_it() {
    let rows = week(&hours(), &place("plovdiv"), Some(date("2026-11-25")));
    let off: Vec<Weekday> = rows
        .iter()
        .filter(|row| row.off.is_some())
        .map(|row| row.weekday)
        .collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(rows[0].weekday, Weekday::Mon);
    assert_eq!(off, [Weekday::Mon, Weekday::Tue]);
    assert_eq!(
        rows.iter()
            .filter(|row| row.today)
            .map(|row| row.weekday)
            .collect::<Vec<_>>(),
        [Weekday::Wed]
    );
    assert!(rows[5].shifts.is_empty() && rows[6].shifts.is_empty());
}

#[test]
fn exceptions_are_the_days_that_would_be_open() {
    let days: Vec<NaiveDate> = exceptions(&hours(), &place("plovdiv"), date("2026-12-21"), 14)
        .iter()
        .map(|exception| exception.date)
        .collect();
    let listed = ["2026-12-24", "2026-12-25", "2026-12-28", "2026-12-31", "2027-01-01"].map(date);
    assert_eq!(days, listed, "and not Saturday the 26th");
}

#[test]
fn receptions_have_their_next_date() {
    let plovdiv = place("plovdiv");
    let next = |now| next_reception(&hours(), &plovdiv, &plovdiv.receptions[0], at(now)).map(|(day, _)| day);
    assert_eq!(next("2026-11-16 16:59"), Some(date("2026-11-16")));
    assert_eq!(
        next("2026-11-16 17:00"),
        Some(date("2026-11-30")),
        "the repair takes the 23rd"
    );
    assert_eq!(
        next_reception(&hours(), &plovdiv, &plovdiv.receptions[1], at("2026-11-16 10:00")),
        None
    );
}

#[test]
fn local_time_follows_daylight_saving() {
    let sofia = chrono_tz::Europe::Sofia;
    let local = |utc: &str| local_time(utc.parse::<DateTime<Utc>>().unwrap(), sofia);
    assert_eq!(local("2026-03-29T00:59:00Z"), at("2026-03-29 02:59"));
    assert_eq!(local("2026-03-29T01:00:00Z"), at("2026-03-29 04:00"));
    assert_eq!(local("2026-10-25T01:30:00Z"), at("2026-10-25 03:30"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Just before the change the state is the same, and at the change it is another.
    #[test]
    fn a_state_lasts_until_its_next_change(minutes in 0..4 * 366 * 24 * 60_i64, id in prop::sample::select(vec!["plovdiv", "lunch"])) {
        let (hours, place) = (hours(), place(id));
        let now = at("2026-01-01 00:00") + TimeDelta::minutes(minutes);
        let state = opening(&hours, &place, now);
        let change = state.next_change().unwrap();
        prop_assert!(change > now);
        let before = opening(&hours, &place, change - TimeDelta::seconds(1));
        let after = opening(&hours, &place, change);
        prop_assert_ne!(std::mem::discriminant(&before), std::mem::discriminant(&after));
        if let Opening::Closed { .. } = state {
            let opened = matches!(after, Opening::Open { .. });
            prop_assert!(opened);
        } else {
            prop_assert_eq!(&before, &state);
        }
        if matches!(state, Opening::Open { .. }) {
            prop_assert!(parter::content::calendar::holidays::is_working_day(now.date()));
        }
    }

    #[test]
    fn whenever_it_opens_it_is_open(day in 0..1500_u64) {
        let (hours, place) = (hours(), place("plovdiv"));
        let day = date("2024-01-01") + Days::new(day);
        let opens = next_opening(&hours, &place, day.and_time(NaiveTime::MIN)).unwrap();
        let open = matches!(opening(&hours, &place, opens), Opening::Open { .. });
        prop_assert!(open);
    }
}
