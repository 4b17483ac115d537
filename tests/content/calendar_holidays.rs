//! Bulgarian holidays against a list checked by hand, and what holds in every year.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use parter::content::calendar::holidays::{holiday_on, holidays, is_working_day, next_working_day, orthodox_easter};
use proptest::prelude::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Year; Good Friday to Easter Monday; working days that are free in place of a holiday on a weekend.
/// The other days are the same each year: see [`FIXED`].
type Year = (i32, [(u32, u32); 4], &'static [(u32, u32)]);

const YEARS: [Year; 9] = [
    // 1 May is Holy Saturday: 3 May is Easter Monday, so 4 May is free for it. Christmas on Saturday and Sunday.
    (2021, [(4, 30), (5, 1), (5, 2), (5, 3)], &[(5, 4), (12, 27), (12, 28)]),
    // 1 January Saturday, 1 May Sunday, 24 and 25 December Saturday and Sunday with Monday a holiday itself.
    (
        2022,
        [(4, 22), (4, 23), (4, 24), (4, 25)],
        &[(1, 3), (5, 2), (12, 27), (12, 28)],
    ),
    // 3 March and 22 September are Sundays; 6 May is Easter Monday.
    (2024, [(5, 3), (5, 4), (5, 5), (5, 6)], &[(3, 4), (9, 23)]),
    // 24 May and 6 September are Saturdays.
    (2025, [(4, 18), (4, 19), (4, 20), (4, 21)], &[(5, 26), (9, 8)]),
    // 24 May and 6 September are Sundays, 26 December a Saturday.
    (2026, [(4, 10), (4, 11), (4, 12), (4, 13)], &[(5, 25), (9, 7), (12, 28)]),
    // As in 2021.
    (2027, [(4, 30), (5, 1), (5, 2), (5, 3)], &[(5, 4), (12, 27), (12, 28)]),
    // 1 January and 6 May are Saturdays, 24 December a Sunday before two more holidays.
    (2028, [(4, 14), (4, 15), (4, 16), (4, 17)], &[(1, 3), (5, 8), (12, 27)]),
    // 3 March and 22 September are Saturdays, 6 May a Sunday.
    (2029, [(4, 6), (4, 7), (4, 8), (4, 9)], &[(3, 5), (5, 7), (9, 24)]),
    // 3 March and 22 September are Sundays.
    (2030, [(4, 26), (4, 27), (4, 28), (4, 29)], &[(3, 4), (9, 23)]),
];

const FIXED: [(u32, u32); 10] = [
    (1, 1),
    (3, 3),
    (5, 1),
    (5, 6),
    (5, 24),
    (9, 6),
    (9, 22),
    (12, 24),
    (12, 25),
    (12, 26),
];

#[test]
fn each_year_is_as_the_list_says() {
    for (year, easter, shifted) in YEARS {
        let listed: BTreeSet<NaiveDate> = FIXED
            .iter()
            .chain(&easter)
            .chain(shifted)
            .map(|&(month, date)| day(year, month, date))
            .collect();
        let computed: Vec<NaiveDate> = holidays(year).iter().map(|holiday| holiday.date).collect();
        assert_eq!(computed, listed.into_iter().collect::<Vec<_>>(), "{year}");
        let instead: Vec<(u32, u32)> = holidays(year)
            .iter()
            .filter(|holiday| holiday.instead)
            .map(|holiday| (holiday.date.month(), holiday.date.day()))
            .collect();
        assert_eq!(instead, shifted, "{year}");
    }
}

#[test]
fn orthodox_easter_is_on_the_known_days() {
    for (year, month, date) in [
        (1900, 4, 22),
        (1918, 5, 5),
        (1944, 4, 16),
        (1983, 5, 8),
        (1989, 4, 30),
        (2000, 4, 30),
        (2010, 4, 4),
        (2013, 5, 5),
        (2016, 5, 1),
        (2017, 4, 16),
        (2019, 4, 28),
        (2020, 4, 19),
        (2023, 4, 16),
        (2038, 4, 25),
        (2040, 5, 6),
        (2099, 4, 12),
    ] {
        assert_eq!(orthodox_easter(year), Some(day(year, month, date)), "{year}");
    }
}

#[test]
fn a_holiday_on_easter_sunday_is_made_good_after_easter_monday() {
    // 2040: 6 May is Easter Sunday, 7 May Easter Monday.
    let free = holiday_on(day(2040, 5, 8)).unwrap();
    assert!(free.instead);
    assert_eq!(free.name.get("bg"), "Почивен ден за Гергьовден, Ден на храбростта");
}

#[test]
fn before_2017_nothing_was_shifted() {
    assert_eq!(holidays(2016).iter().filter(|holiday| holiday.instead).count(), 0);
    assert!(is_working_day(day(2016, 9, 26)) && !is_working_day(day(2017, 9, 22)));
}

#[test]
fn offices_work_on_the_first_of_november() {
    assert!(is_working_day(day(2024, 11, 1)));
    assert_eq!(holiday_on(day(2024, 11, 1)), None);
}

#[test]
fn the_next_working_day_passes_over_holidays_and_weekends() {
    assert_eq!(next_working_day(day(2026, 4, 9)), day(2026, 4, 14));
    assert_eq!(next_working_day(day(2022, 12, 23)), day(2022, 12, 29));
    assert_eq!(next_working_day(day(2026, 11, 18)), day(2026, 11, 19));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_year_keeps_the_law(year in 2017..2200_i32) {
        let holidays = holidays(year);
        prop_assert!(holidays.windows(2).all(|pair| pair[0].date < pair[1].date));
        for holiday in &holidays {
            prop_assert_eq!(holiday.date.year(), year);
            prop_assert!(holiday.name.has("bg") && holiday.name.has("en"));
            let weekend = matches!(holiday.date.weekday(), Weekday::Sat | Weekday::Sun);
            prop_assert!(!(holiday.instead && weekend), "{:?} is free in place of another and a weekend", holiday.date);
        }
        // As many working days are free as holidays, Easter's apart, fell on weekends.
        let lost = FIXED.iter().filter(|&&(month, date)| {
            matches!(day(year, month, date).weekday(), Weekday::Sat | Weekday::Sun)
        });
        prop_assert_eq!(holidays.iter().filter(|holiday| holiday.instead).count(), lost.count());
    }

    #[test]
    fn orthodox_easter_is_a_sunday_in_its_season(year in 1900..2100_i32) {
        let easter = orthodox_easter(year).unwrap();
        prop_assert_eq!(easter.weekday(), Weekday::Sun);
        prop_assert!((day(year, 4, 3)..=day(year, 5, 10)).contains(&easter), "{}", easter);
    }
}
