//! Promises and what came of them, by the packs' own charters.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use parter::{
    content::Pack,
    figures::{
        Answered, DayFacts, Matter, Period, Share, Unit,
        ledger::{FEWEST, Known, LobbyFacts, Measured, Spread, SpreadUnit, Unmeasured, ledger, ordinance},
        waits::{Waits, Whose},
    },
    packs,
    queue::{Change, CounterState, PeriodKind},
};
use proptest::prelude::*;

use crate::given::{Records, ZONE, day, wall};

static KYUSTENDIL: LazyLock<Pack> = LazyLock::new(|| packs::load("kyustendil").unwrap());
static PESHTERA: LazyLock<Pack> = LazyLock::new(|| packs::load("peshtera").unwrap());
static PLOVDIV: LazyLock<Pack> = LazyLock::new(|| packs::load("plovdiv").unwrap());

const NOTHING: Known = Known {
    lobbies: &[],
    matters: &[],
    today: NaiveDate::MAX,
};

fn measured(pack: &Pack, promise: &str, known: Known, period: Period) -> Result<Measured, Unmeasured> {
    let lines = ledger(pack, known, period);
    lines.iter().find(|line| line.promise.id == promise).unwrap().measured
}

fn march() -> Period {
    Unit::Month.of(day("2026-03-01"))
}

/// Arranged visits of 4 March, of which each was called so many minutes after its hour.
fn arranged(minutes: &[u32]) -> DayFacts {
    let mut records = Records::default();
    for minutes in minutes {
        let hour = wall("2026-03-04 10:00:00");
        let called = hour + chrono::TimeDelta::minutes((*minutes).into());
        let call = (PeriodKind::Called, called, Change::default());
        records.visit("kasa", wall("2026-03-04 09:50:00"), Some(hour), &[call]);
    }
    DayFacts::of(day("2026-03-04"), ZONE, &records.told(), &[])
}

fn in_lobby<T>(pack: &Pack, days: &[DayFacts], look: impl FnOnce(Known) -> T) -> T {
    let lobby = LobbyFacts {
        days,
        place: pack.hours.places.first(),
    };
    look(Known {
        lobbies: &[lobby],
        ..NOTHING
    })
}

#[test]
fn kyustendils_ten_minutes_are_measured_from_the_hour() {
    let days = [arranged(&[0, 3, 9, 10, 11, 25])];
    let found = in_lobby(&KYUSTENDIL, &days, |known| {
        measured(&KYUSTENDIL, "priem-10-minuti", known, march())
    });
    let expected = Measured {
        cases: 6,
        kept: Some(Share { part: 4, of: 6 }),
        spread: Some(Spread {
            unit: SpreadUnit::Seconds,
            median: 9 * 60,
            p90: 25 * 60,
        }),
        open: 0,
    };
    assert_eq!(found, Ok(expected));
    // The same visits, where the charter names no time: a median, and no share.
    let found = in_lobby(&KYUSTENDIL, &days, |known| {
        measured(&KYUSTENDIL, "ugovoren-chas", known, march())
    });
    assert_eq!(found.map(|measured| (measured.cases, measured.kept)), Ok((6, None)));
}

#[test]
fn no_number_stands_on_fewer_than_five_cases() {
    let days = [arranged(&[1, 2, 3, 4])];
    let found = in_lobby(&KYUSTENDIL, &days, |known| {
        measured(&KYUSTENDIL, "priem-10-minuti", known, march())
    });
    assert_eq!((found, FEWEST), (Err(Unmeasured::TooFew), 5));
    let other_month = Unit::Month.of(day("2026-04-01"));
    let days = [arranged(&[1, 2, 3, 4, 5])];
    let found = in_lobby(&KYUSTENDIL, &days, |known| {
        measured(&KYUSTENDIL, "priem-10-minuti", known, other_month)
    });
    assert_eq!(found, Err(Unmeasured::TooFew));
}

#[test]
fn the_ordinance_holds_for_everyone_and_who_was_never_called_waited_longer() {
    let mut records = Records::default();
    for (issued, called) in [
        ("09:00", "09:20"),
        ("09:00", "09:21"),
        ("09:00", "09:05"),
        ("09:00", "09:06"),
    ] {
        records.called(
            "kasa",
            &format!("2026-03-04 {issued}:00"),
            &format!("2026-03-04 {called}:00"),
        );
    }
    let end = (PeriodKind::Unserved, wall("2026-03-04 17:30:00"), Change::default());
    records.visit("kasa", wall("2026-03-04 16:59:00"), None, &[end]);
    records.visit("kasa", wall("2026-03-04 17:00:00"), None, &[]);
    let days = [DayFacts::of(day("2026-03-04"), ZONE, &records.told(), &[])];
    let found = in_lobby(&KYUSTENDIL, &days, |known| ordinance(known, march())).unwrap();
    assert_eq!(
        (found.cases, found.kept, found.open),
        (5, Some(Share { part: 3, of: 5 }), 1)
    );
    // Too few were called for a median.
    assert_eq!(found.spread, None);
}

#[test]
fn what_nothing_measures_is_said_not_to_be() {
    let found = |promise| measured(&KYUSTENDIL, promise, NOTHING, march());
    for promise in ["povtorno-poseshtenie", "telefon", "priemen-den"] {
        assert_eq!(found(promise), Err(Unmeasured::NoMeans), "{promise}");
    }
    assert_eq!(found("saobshtenie-za-oplakvane"), Err(Unmeasured::NoMeasure));
    assert_eq!(found("rabotno-vreme"), Err(Unmeasured::NoMeasure));
    assert_eq!(found("priem-10-minuti"), Err(Unmeasured::TooFew));
}

#[test]
fn each_promise_stands_in_the_line_of_its_words() {
    let text = include_str!("../../assets/packs/kyustendil/charter.bg.md");
    for line in ledger(&KYUSTENDIL, NOTHING, march()) {
        let quoted = line.quoted.unwrap();
        let written = text.lines().nth(quoted.line - 1).unwrap();
        assert!(written.contains(&line.promise.quote), "{}: {written}", line.promise.id);
    }
}

fn complaint(registered: &str, answered: Option<&str>, notice: Option<&str>) -> Answered {
    Answered {
        matter: Matter::Complaint,
        registered: day(registered),
        answered: answered.map(day),
        notice: notice.map(day),
    }
}

/// Peshtera's month: to the same day of the next one, and on to the next working day.
#[test]
fn answers_are_due_by_the_charters_own_term() {
    let matters = [
        // 3 April 2026 is a Friday before Easter's week; 10 April is Good Friday, so that term ends on the 14th.
        complaint("2026-03-03", Some("2026-04-03"), None),
        complaint("2026-03-04", Some("2026-04-07"), None),
        complaint("2026-03-10", Some("2026-04-14"), None),
        complaint("2026-03-11", Some("2026-03-11"), None),
        complaint("2026-03-12", None, Some("2026-04-14")),
        complaint("2026-03-13", None, None),
        complaint("2026-03-31", None, None),
        complaint("2026-04-01", None, None),
    ];
    let known = Known {
        matters: &matters,
        today: day("2026-04-20"),
        ..NOTHING
    };
    let found = measured(&PESHTERA, "otgovor-na-zhalba", known, march()).unwrap();
    assert_eq!(
        (found.cases, found.kept, found.open),
        (6, Some(Share { part: 3, of: 6 }), 1)
    );
    assert_eq!(found.spread, None);
    // Three are late, of which one was told: too few for a number.
    assert_eq!(
        measured(&PESHTERA, "saobshtenie-za-zabavyane", known, march()),
        Err(Unmeasured::TooFew)
    );
}

#[test]
fn notices_count_those_that_were_not_answered_in_time() {
    let matters = [
        complaint("2026-03-02", Some("2026-03-20"), None),
        complaint("2026-03-02", None, Some("2026-04-01")),
        complaint("2026-03-02", Some("2026-05-04"), Some("2026-03-30")),
        complaint("2026-03-02", None, Some("2026-04-02")),
        complaint("2026-03-02", None, None),
        complaint("2026-03-02", None, None),
        complaint("2026-03-31", None, None),
    ];
    let known = Known {
        matters: &matters,
        today: day("2026-04-15"),
        ..NOTHING
    };
    // Plovdiv's 30 days from 2 March end on 1 April.
    let found = measured(&PLOVDIV, "saobshtenie-30-dni", known, march()).unwrap();
    assert_eq!((found.cases, found.kept), (5, Some(Share { part: 2, of: 5 })));
    // Its letters have no term of the charter's own.
    let letters = measured(&PLOVDIV, "saobshtenie-za-pismo", known, march());
    assert_eq!(letters, Err(Unmeasured::NoMeasure));
}

/// Days of the lobby from the first of March on, open from and to these hours; no counter told anything where there are none.
fn open(hours: &[(&str, Option<(&str, &str)>)]) -> Vec<DayFacts> {
    let facts = |(date, hours): &(&str, Option<(&str, &str)>)| {
        let mut records = Records::default();
        if let Some((from, to)) = hours {
            records.counter("1", day(date), CounterState::Open, &format!("{date} {from}"));
            records.counter("1", day(date), CounterState::Closed, &format!("{date} {to}"));
        }
        DayFacts::of(day(date), ZONE, &records.told(), &[])
    };
    hours.iter().map(facts).collect()
}

#[test]
fn opening_is_kept_by_days_against_the_calendar() {
    // From 8 to 17, on working days; 3 March is a holiday, 7 and 8 March a weekend.
    let days = open(&[
        ("2026-03-02", Some(("07:58:00", "17:00:00"))),
        ("2026-03-04", Some(("08:05:00", "17:00:00"))),
        ("2026-03-05", Some(("08:05:01", "17:00:00"))),
        ("2026-03-06", Some(("08:00:00", "16:59:59"))),
        ("2026-03-07", Some(("10:00:00", "12:00:00"))),
        ("2026-03-09", None),
        ("2026-03-10", Some(("08:00:00", "18:00:00"))),
    ]);
    let week_and_more = Period {
        first: day("2026-03-01"),
        last: day("2026-03-11"),
    };
    let lobby = LobbyFacts {
        days: &days,
        place: KYUSTENDIL.hours.places.first(),
    };
    let known = Known {
        lobbies: &[lobby],
        today: day("2026-03-11"),
        ..NOTHING
    };
    let found = measured(&KYUSTENDIL, "rabotno-vreme", known, week_and_more).unwrap();
    assert_eq!(
        (found.cases, found.kept, found.open),
        (5, Some(Share { part: 3, of: 5 }), 1)
    );
}

/// The hours are the wall's: on both sides of the change of the clock the office opens at 8.
#[test]
fn opening_is_by_the_wall_clock_over_daylight_saving() {
    let dates = ["2026-03-26", "2026-03-27", "2026-03-30", "2026-03-31", "2026-04-01"];
    let days = open(&dates.map(|date| (date, Some(("08:00:00", "17:00:00")))));
    let period = Period {
        first: day("2026-03-26"),
        last: day("2026-04-01"),
    };
    let found = in_lobby(&KYUSTENDIL, &days, |known| {
        measured(&KYUSTENDIL, "rabotno-vreme", known, period)
    });
    assert_eq!(found.map(|found| found.kept), Ok(Some(Share { part: 5, of: 5 })));
}

proptest! {
    /// Against the definition itself: at least so many percent waited no longer, and of any shorter time that isn't so.
    #[test]
    fn percentiles_are_the_nearest_rank(minutes in prop::collection::vec(0..120_u32, 1..60), percent in 1..100_usize) {
        let facts = [arranged(&minutes)];
        let waits = Waits::of(&facts, march(), Whose::Arranged, |_| true);
        let found = waits.percentile(percent).unwrap();
        let no_longer = |bound: u32| minutes.iter().filter(|wait| *wait * 60 <= bound).count() * 100;
        prop_assert!(no_longer(found) >= minutes.len() * percent);
        prop_assert!(found == 0 || no_longer(found - 1) < minutes.len() * percent);
        let within = waits.within(10 * 60);
        prop_assert_eq!(within.part as usize, minutes.iter().filter(|wait| **wait <= 10).count());
    }
}

#[test]
fn a_days_waits_are_found_by_queue() {
    let mut records = Records::default();
    records.called("kasa", "2026-03-04 09:00:00", "2026-03-04 09:01:00");
    records.called("taxes", "2026-03-04 09:00:00", "2026-03-04 09:03:00");
    let days = [DayFacts::of(day("2026-03-04"), ZONE, &records.told(), &[])];
    let next = Period::day(day("2026-03-04") + Days::new(1));
    let of = |period, queue: &str| Waits::of(&days, period, Whose::WalkIn, |line| line.queue == queue).percentile(50);
    assert_eq!(of(march(), "taxes"), Some(180));
    assert_eq!(of(next, "taxes"), None);
}
