//! Bulgarian public holidays (Labour Code, чл. 154, ал. 1 and 2), computed for any year.
//!
//! The law is applied as it stands today; only the shifted days begin with 2017, when they were introduced. Days that the
//! Council of Ministers declares free (ал. 3) can't be computed: a pack writes them as closures. 1 November is a holiday
//! for educational institutions alone, so offices work.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::content::text::LocalText;

/// The first year in which a holiday on a weekend makes later days free.
const SHIFTED_SINCE: i32 = 2017;

/// A day on which offices rest because the law says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    pub date: NaiveDate,
    pub name: LocalText,
    /// The holiday itself fell on a weekend, and this working day is free in its place.
    pub instead: bool,
}

/// Month, day, name in Bulgarian and in English.
const FIXED: [(u32, u32, &str, &str); 10] = [
    (1, 1, "Нова година", "New Year’s Day"),
    (3, 3, "Ден на Освобождението на България", "Liberation Day"),
    (5, 1, "Ден на труда", "Labour Day"),
    (5, 6, "Гергьовден, Ден на храбростта", "St George’s Day"),
    (
        5,
        24,
        "Ден на светите братя Кирил и Методий",
        "Saints Cyril and Methodius’ Day",
    ),
    (9, 6, "Ден на Съединението", "Unification Day"),
    (9, 22, "Ден на независимостта на България", "Independence Day"),
    (12, 24, "Бъдни вечер", "Christmas Eve"),
    (12, 25, "Рождество Христово", "Christmas Day"),
    (12, 26, "Рождество Христово, втори ден", "Second day of Christmas"),
];

/// Days from Easter Sunday, names.
const EASTER: [(i64, &str, &str); 4] = [
    (-2, "Велики петък", "Good Friday"),
    (-1, "Велика събота", "Holy Saturday"),
    (0, "Великден", "Easter Sunday"),
    (1, "Великден, понеделник", "Easter Monday"),
];

/// All free days of `year` by the law, in order, one for each date. Where two meet, the fixed one gives the name.
#[must_use]
pub fn holidays(year: i32) -> Vec<Holiday> {
    let fixed: Vec<(NaiveDate, LocalText)> = FIXED
        .iter()
        .filter_map(|&(month, day, bg, en)| Some((NaiveDate::from_ymd_opt(year, month, day)?, named(bg, en))))
        .collect();
    let easter = orthodox_easter(year).into_iter().flat_map(|sunday| {
        EASTER
            .iter()
            .map(move |&(offset, bg, en)| (sunday + chrono::TimeDelta::days(offset), named(bg, en)))
    });

    let mut free: BTreeMap<NaiveDate, Holiday> = easter
        .chain(fixed.iter().cloned())
        .map(|(date, name)| {
            (
                date,
                Holiday {
                    date,
                    name,
                    instead: false,
                },
            )
        })
        .collect();
    if year >= SHIFTED_SINCE {
        // In order, so that of two holidays on one weekend each gets a day of its own.
        for (day, name) in fixed.iter().filter(|(day, _)| is_weekend(*day)) {
            let date = following(*day, |date| !is_weekend(date) && !free.contains_key(&date));
            let name = named(
                &format!("Почивен ден за {}", name.get("bg")),
                &format!("Day off for {}", name.get("en")),
            );
            free.insert(
                date,
                Holiday {
                    date,
                    name,
                    instead: true,
                },
            );
        }
    }
    free.into_values().collect()
}

/// The holiday on `date`, where it is one.
#[must_use]
pub fn holiday_on(date: NaiveDate) -> Option<Holiday> {
    holidays(date.year()).into_iter().find(|holiday| holiday.date == date)
}

/// Whether offices work on `date` by the law: neither weekend nor holiday.
#[must_use]
pub fn is_working_day(date: NaiveDate) -> bool {
    !is_weekend(date) && holiday_on(date).is_none()
}

/// The first working day after `date`.
#[must_use]
pub fn next_working_day(date: NaiveDate) -> NaiveDate {
    following(date, is_working_day)
}

/// Orthodox Easter Sunday in the Gregorian calendar, by the Julian computus. None only outside chrono's years.
#[must_use]
pub fn orthodox_easter(year: i32) -> Option<NaiveDate> {
    let moon = (19 * year.rem_euclid(19) + 15) % 30;
    let sunday = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) - moon + 34) % 7;
    let march = moon + sunday + 114;
    let julian = NaiveDate::from_ymd_opt(year, (march / 31).unsigned_abs(), (march % 31 + 1).unsigned_abs())?;
    let gap = year.div_euclid(100) - year.div_euclid(400) - 2;
    julian.checked_add_signed(chrono::TimeDelta::days(gap.into()))
}

/// Saturday or Sunday.
#[must_use]
pub fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The first day after `date` that `fits`; the end of chrono's time is the only day that need not.
fn following(date: NaiveDate, fits: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let mut day = date;
    while let Some(next) = day.checked_add_days(Days::new(1)) {
        day = next;
        if fits(day) {
            break;
        }
    }
    day
}

fn named(bg: &str, en: &str) -> LocalText {
    LocalText(BTreeMap::from([
        ("bg".to_owned(), bg.to_owned()),
        ("en".to_owned(), en.to_owned()),
    ]))
}
