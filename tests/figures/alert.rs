//! When a rule for alerts holds.

use chrono::TimeDelta;
use parter::figures::{
    Audience, DayFacts, Satisfaction,
    alert::{Kiosk, Measured, Rule},
    day::{LineFacts, RatingFacts, WaitFacts},
    ledger::FEWEST,
};

use crate::given::{day, wall};

const TODAY: &str = "2026-03-13";

/// A day on which so many rated with each face.
fn rated(on: &str, faces: [u32; 5]) -> DayFacts {
    DayFacts {
        day: day(on),
        lines: Vec::new(),
        open: Vec::new(),
        ratings: vec![RatingFacts {
            bucket: format!("{on}T00:00/PT12H").parse().unwrap(),
            queue: Some("civil".to_owned()),
            faces,
            repeated: 0,
            reasons: [].into(),
            answers: [].into(),
        }],
    }
}

/// A day on which people waited so many seconds.
fn waited(on: &str, waits: WaitFacts) -> DayFacts {
    DayFacts {
        day: day(on),
        lines: vec![LineFacts {
            queue: "civil".to_owned(),
            service: None,
            walk_in: waits,
            arranged: WaitFacts::default(),
        }],
        open: Vec::new(),
        ratings: Vec::new(),
    }
}

fn called(waits: &[u32]) -> WaitFacts {
    WaitFacts {
        called: waits.to_vec(),
        ..WaitFacts::default()
    }
}

fn unhappy(days: &[DayFacts], percent: u32, answers: u32) -> Option<Measured> {
    let rule = Rule::Unhappy {
        percent,
        days: 5,
        answers,
    };
    // All months are over: nothing is held back.
    let ratings = Satisfaction::of(&[days], Audience::Staff, day("2027-01-01"));
    rule.of_ratings(&ratings, day(TODAY))
}

#[test]
fn more_than_the_share_are_unhappy() {
    let days = [
        rated("2026-03-09", [2, 2, 4, 4, 4]),
        rated("2026-03-12", [1, 3, 4, 4, 4]),
    ];
    let measured = Some(Measured::Unhappy {
        unhappy: 8,
        answers: 32,
    });
    assert_eq!(unhappy(&days, 24, 32), measured);
    assert_eq!(unhappy(&days, 25, 32), None, "it is a quarter, and no more");
    assert_eq!(unhappy(&days, 24, 33), None, "too few answers");
    assert!(unhappy(&days[..1], 24, 5).is_some());
    let before = [rated("2026-03-08", [9, 9, 0, 0, 0])];
    assert_eq!(unhappy(&before, 24, 5), None, "longer ago");
    let after = [rated("2026-03-14", [9, 9, 0, 0, 0])];
    assert_eq!(unhappy(&after, 24, 5), None, "still to come");
}

#[test]
fn nothing_is_told_of_a_few() {
    let few = [rated("2026-03-12", [FEWEST - 1, 0, 0, 0, 0])];
    assert_eq!(unhappy(&few, 1, 1), None);
    // Together with days before the period they are enough to be shown: but not of the period alone.
    let days = [
        rated("2026-03-08", [4, 0, 0, 0, 0]),
        rated("2026-03-09", [4, 0, 0, 0, 0]),
    ];
    assert_eq!(unhappy(&days, 1, 1), None);
    let within = [
        rated("2026-03-09", [4, 0, 0, 0, 0]),
        rated("2026-03-10", [4, 0, 0, 0, 0]),
    ];
    assert!(unhappy(&within, 1, 1).is_some());
}

#[test]
fn more_than_the_share_wait_too_long() {
    let rule = Rule::Waiting {
        percent: 20,
        days: 5,
        minutes: 20,
    };
    let measured = |days: &[DayFacts]| rule.of_visits(days, day(TODAY));
    let days = [
        waited("2026-03-08", called(&[9_999; 9])),
        waited("2026-03-09", called(&[0, 60, 1_200, 1_201])),
        waited(
            TODAY,
            WaitFacts {
                called: vec![30],
                never_called: 1,
                unknown: 7,
            },
        ),
    ];
    assert_eq!(measured(&days), Some(Measured::Waiting { late: 2, visits: 6 }));
    assert_eq!(measured(&days[..2]), None, "of fewer than five nothing is told");
    assert_eq!(
        measured(&[waited(TODAY, called(&[0, 0, 0, 0, 1_201]))]),
        None,
        "one of five is no more than 20 %"
    );
}

#[test]
fn a_kiosk_is_silent_while_its_place_is_open() {
    let rule = Rule::Silent { minutes: 30 };
    let now = wall("2026-03-13 08:40:00");
    let silent = |heard: &str, open_since: Option<&str>| {
        let kiosk = Kiosk {
            id: "K1".to_owned(),
            heard: wall(heard),
            open_since: open_since.map(wall),
        };
        rule.of_kiosk(&kiosk, now)
    };
    let opened = Some("2026-03-13 08:10:00");
    let yesterday = wall("2026-03-12 17:00:00");
    assert_eq!(
        silent("2026-03-12 17:00:00", opened),
        Some(Measured::Silent { since: yesterday })
    );
    assert_eq!(silent("2026-03-13 08:10:01", opened), None);
    assert_eq!(
        silent("2026-03-12 17:00:00", Some("2026-03-13 08:30:00")),
        None,
        "the night does not count"
    );
    assert_eq!(silent("2026-03-12 17:00:00", None), None, "it is closed");
    assert!(now - yesterday > TimeDelta::minutes(30));
}

#[test]
fn a_rule_says_nothing_of_what_it_is_not_about() {
    let silent = Rule::Silent { minutes: 30 };
    let days = [rated(TODAY, [9, 9, 0, 0, 0]), waited(TODAY, called(&[9_999; 9]))];
    let ratings = Satisfaction::of(&[&days], Audience::Staff, day("2027-01-01"));
    assert_eq!(silent.of_ratings(&ratings, day(TODAY)), None);
    assert_eq!(silent.of_visits(&days, day(TODAY)), None);
}

#[test]
fn a_rules_numbers_have_their_ranges() {
    let bad = |rule: Rule| rule.check().err().map(|bad| bad.to_string());
    let unhappy = |percent, days, answers| Rule::Unhappy { percent, days, answers };
    assert_eq!(bad(unhappy(20, 7, 10)), None);
    assert_eq!(bad(unhappy(0, 7, 10)).unwrap(), "`percent` is 0: choose 1 to 99");
    assert_eq!(bad(unhappy(20, 93, 10)).unwrap(), "`days` is 93: choose 1 to 92");
    assert_eq!(bad(unhappy(20, 7, 4)).unwrap(), "`answers` is 4: choose 5 to 10000");
    let waiting = Rule::Waiting {
        percent: 10,
        days: 7,
        minutes: 0,
    };
    assert_eq!(bad(waiting).unwrap(), "`minutes` is 0: choose 1 to 240");
    assert_eq!(
        bad(Rule::Silent { minutes: 9 }).unwrap(),
        "`minutes` is 9: choose 10 to 10080"
    );
}
