//! What came of the promises, as the kiosk tells it beside the charter: from its lobby's own records, with no network.

use std::{path::Path, rc::Rc, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    clock::Clock,
    config::{Config, Mode},
    content::promise::Metric,
    figures::{
        Share,
        ledger::{Measured, Spread, SpreadUnit},
    },
    kiosk::controllers::{kiosk::Kiosk, measured::Told, session::Screen},
    packs,
    store::{Store, worker::Worker},
};

use crate::served::{config, day};

const PATIENCE: Duration = Duration::from_secs(20);

/// A clock that stands still.
struct TestClock(DateTime<Utc>);

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// What the kiosk tells at `now` of its first promise of that metric, and of the ordinance.
fn told(dir: &Path, now: DateTime<Utc>, metric: Metric, mode: Mode) -> [Told; 2] {
    let folder = dir.to_owned();
    let worker = Worker::spawn(move || Store::open(&folder, &config(), now), |_| {}).unwrap();
    let config = Config {
        mode,
        ..Config::default()
    };
    let pack = Arc::new(packs::load("kyustendil").unwrap());
    let mut kiosk = Kiosk::new(config, pack.clone(), Rc::new(TestClock(now)));
    kiosk.connect(worker.handle(), Arc::new(|| {}));
    kiosk.session.go(Screen::Promises);
    kiosk.tick();
    while kiosk.told_of_ordinance() == Told::Reading {
        assert!(kiosk.wait_for_reply(PATIENCE));
    }
    let promise = pack.promises.iter().find(|promise| promise.metric == metric).unwrap();
    let told = [kiosk.told_of(promise), kiosk.told_of_ordinance()];
    worker.shutdown();
    told
}

fn waits(cases: u32, kept: u32, median: u32, p90: u32, last_month: bool) -> Told {
    Told::Measured {
        measured: Measured {
            cases,
            kept: Some(Share { part: kept, of: cases }),
            spread: Some(Spread {
                unit: SpreadUnit::Seconds,
                median: 60 * median,
                p90: 60 * p90,
            }),
            open: 0,
        },
        last_month,
    }
}

const TUESDAY: &str = "2026-11-24T06:00:00Z";
const NEXT_NOON: &str = "2026-11-25T10:00:00Z";

#[test]
fn waits_are_held_to_the_charter_and_to_the_ordinance() {
    let dir = tempfile::tempdir().unwrap();
    day(dir.path(), at(TUESDAY), &[5, 15, 25], &[2, 4, 9, 10, 11]);
    let [promised, ordinance] = told(dir.path(), at(NEXT_NOON), Metric::ArrangedVisitWait, Mode::Full);
    assert_eq!(
        promised,
        waits(5, 4, 9, 11, false),
        "ten minutes from the arranged hour"
    );
    assert_eq!(ordinance, waits(8, 7, 9, 25, false), "twenty minutes, whoever waits");
}

#[test]
fn four_visits_tell_nothing() {
    let dir = tempfile::tempdir().unwrap();
    day(dir.path(), at(TUESDAY), &[], &[2, 4, 9, 10]);
    let told = told(dir.path(), at(NEXT_NOON), Metric::ArrangedVisitWait, Mode::Full);
    assert_eq!(told, [Told::TooFew; 2]);
}

#[test]
fn a_young_month_tells_of_the_last_one_and_an_older_one_is_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    day(dir.path(), at(TUESDAY), &[1, 2, 3, 4, 30], &[]);
    let [_, ordinance] = told(dir.path(), at("2026-12-01T10:00:00Z"), Metric::OpeningHours, Mode::Full);
    assert_eq!(ordinance, waits(5, 4, 3, 30, true));
    let [_, ordinance] = told(dir.path(), at("2027-01-04T10:00:00Z"), Metric::OpeningHours, Mode::Full);
    assert_eq!(ordinance, Told::TooFew);
}

#[test]
fn opening_hours_are_told_by_days() {
    let dir = tempfile::tempdir().unwrap();
    for day_of_month in [9, 10, 11, 12, 13] {
        let late = TimeDelta::minutes(if day_of_month == 13 { 6 } else { 0 });
        let eight = at(&format!("2026-11-{day_of_month:02}T06:00:00Z"));
        day(dir.path(), eight + late, &[], &[]);
    }
    let [opening, _] = told(dir.path(), at(NEXT_NOON), Metric::OpeningHours, Mode::Full);
    let Told::Measured { measured, .. } = opening else {
        panic!("{opening:?}");
    };
    assert_eq!(
        measured.kept,
        Some(Share { part: 4, of: 5 }),
        "on Friday it opened at 8:06"
    );
}

#[test]
fn what_the_lobby_does_not_record_is_not_told_here() {
    let dir = tempfile::tempdir().unwrap();
    day(dir.path(), at(TUESDAY), &[5, 15, 25, 1, 1], &[]);
    let [promised, _] = told(dir.path(), at(NEXT_NOON), Metric::ComplaintAnswer, Mode::Full);
    assert_eq!(promised, Told::NotHere);
    let told = told(dir.path(), at(NEXT_NOON), Metric::ArrangedVisitWait, Mode::Info);
    assert_eq!(told, [Told::NotHere; 2], "no tickets are taken at this kiosk");
}
