//! Weeks, months, quarters and years.

use parter::figures::{Period, Unit};
use proptest::prelude::*;

use crate::given::day;

fn period(first: &str, last: &str) -> Period {
    Period {
        first: day(first),
        last: day(last),
    }
}

#[test]
fn a_day_lies_in_a_week_a_month_a_quarter_and_a_year() {
    let of = |unit: Unit| unit.of(day("2027-01-01"));
    assert_eq!(of(Unit::Day), period("2027-01-01", "2027-01-01"));
    assert_eq!(of(Unit::Week), period("2026-12-28", "2027-01-03"));
    assert_eq!(of(Unit::Month), period("2027-01-01", "2027-01-31"));
    assert_eq!(of(Unit::Quarter), period("2027-01-01", "2027-03-31"));
    assert_eq!(of(Unit::Year), period("2027-01-01", "2027-12-31"));
    assert_eq!(Unit::Month.of(day("2028-02-29")), period("2028-02-01", "2028-02-29"));
    assert_eq!(Unit::Quarter.of(day("2026-11-30")), period("2026-10-01", "2026-12-31"));
}

#[test]
fn a_month_has_the_weeks_that_meet_it() {
    let month = Unit::Month.of(day("2026-03-15"));
    let weeks: Vec<Period> = Unit::Week.within(month).collect();
    assert_eq!(weeks.len(), 6);
    assert_eq!(weeks[0], period("2026-02-23", "2026-03-01"));
    assert_eq!(weeks[5], period("2026-03-30", "2026-04-05"));
}

proptest! {
    #[test]
    fn units_follow_one_another_without_gap(offset in 0..4000_u64) {
        let first = day("2020-01-01") + chrono::Days::new(offset);
        for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year] {
            let here = unit.of(first);
            prop_assert!(here.contains(first));
            prop_assert!(here.days().all(|day| unit.of(day) == here));
            let next = unit.of(here.last + chrono::Days::new(1));
            prop_assert_eq!(next.first, here.last + chrono::Days::new(1));
        }
    }
}
