//! Dates that have gone stale, and spans of days that end before they begin.

use chrono::{Datelike, Months, NaiveDate};

use super::report::Report;
use crate::content::{
    pack::Pack,
    read::{CHARTER, HOURS, NOTICES, PACK, SERVICES},
};

/// A pack is looked over at least so often.
const REVIEW: Months = Months::new(12);
/// A source may have changed since.
const SOURCE_AGE: Months = Months::new(5 * 12);

pub fn check(pack: &Pack, today: NaiveDate, report: &mut Report<'_>) {
    review(pack.info.updated, today, report);
    sources(pack, today, report);
    for (index, closure) in pack.hours.closures.iter().enumerate() {
        days(
            report,
            HOURS,
            &format!("closure/{index}"),
            Some(closure.from),
            Some(closure.to),
            today,
        );
    }
    for (index, notice) in pack.notices.iter().enumerate() {
        days(
            report,
            NOTICES,
            &format!("notice/{index}"),
            notice.from,
            notice.to,
            today,
        );
    }
}

fn review(updated: NaiveDate, today: NaiveDate, report: &mut Report<'_>) {
    if older(updated, REVIEW, today) {
        report.warning(
            "stale-pack",
            PACK,
            "updated",
            format!("nobody has looked the pack over since {updated}"),
            "look it over and write that day as “updated”",
        );
    }
    if updated > today {
        report.warning(
            "future-date",
            PACK,
            "updated",
            format!("the pack was looked over on {updated}, which is yet to come"),
            "write the day on which it was looked over",
        );
    }
}

fn sources(pack: &Pack, today: NaiveDate, report: &mut Report<'_>) {
    let info = &pack.charter.info;
    let date = info.date.map(|date| (CHARTER, "date".to_owned(), date));
    let year = |text: &Option<String>| text.as_deref().and_then(|text| end_of_year_in(text, today));
    let charter = date.or_else(|| Some((CHARTER, "date_text".to_owned(), year(&info.date_text)?)));
    let services = pack.services.iter().enumerate().flat_map(|(index, service)| {
        let source = &service.source;
        let date = source.date.map(|date| ("date", date));
        let date = date.or_else(|| Some(("note", year(&source.note)?)));
        let source = date.map(|(key, date)| (SERVICES, format!("service/{index}/source/{key}"), date));
        let fees = service.fees.iter().enumerate();
        let fees = fees
            .filter_map(move |(number, fee)| Some((SERVICES, format!("service/{index}/fee/{number}/date"), fee.date?)));
        source.into_iter().chain(fees)
    });
    for (file, path, date) in charter.into_iter().chain(services) {
        if older(date, SOURCE_AGE, today) {
            report.warning(
                "stale-source",
                file,
                &path,
                format!("the source is not newer than {date}, more than five years old"),
                "ask the municipality whether it still holds",
            );
        }
    }
}

/// The last day of the latest year that `text` calls one: «2016 година», «година: 2021», «преди 2017». Other numbers are
/// those of services or articles.
fn end_of_year_in(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words: Vec<&str> = text
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_called_year = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        before.is_some_and(|word| ["година", "преди"].contains(word))
            || words
                .get(at + 1)
                .is_some_and(|word| ["година", "год", "г"].contains(word))
    };
    let called = words.iter().enumerate().filter(|(at, _)| is_called_year(*at));
    let years = called.filter_map(|(_, word)| word.parse().ok());
    let year = years.filter(|year| (1990..=today.year()).contains(year)).max()?;
    NaiveDate::from_ymd_opt(year, 12, 31)
}

fn days(
    report: &mut Report<'_>,
    file: &'static str,
    path: &str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    today: NaiveDate,
) {
    let Some(to) = to else { return };
    let path = format!("{path}/to");
    if from.is_some_and(|from| to < from) {
        report.error(
            "days-backwards",
            file,
            &path,
            format!("the last day, {to}, is before the first"),
            "correct one of the days",
        );
    } else if to < today {
        report.warning(
            "past",
            file,
            &path,
            format!("this was over on {to}"),
            "take it away, or correct the day",
        );
    }
}

fn older(date: NaiveDate, age: Months, today: NaiveDate) -> bool {
    date.checked_add_months(age).is_some_and(|limit| limit < today)
}
