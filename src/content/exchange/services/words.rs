//! What stands in single cells, in words.

use chrono::NaiveDate;

use super::Cause;
use crate::content::{
    calendar::deadline::IsoDuration,
    edit::typed::{self, Unit},
    l10n,
    promise::TimeUnit,
    service::{Currency, Fee, Tier},
};

pub const YES: &str = "да";
const NO: &str = "не";

pub fn flag(cell: &str) -> Result<bool, Cause> {
    match cell.to_lowercase().as_str() {
        "" | NO => Ok(false),
        YES => Ok(true),
        _ => Err(Cause::YesOrNo(cell.to_owned())),
    }
}

pub fn day(cell: &str) -> Result<Option<NaiveDate>, Cause> {
    typed::day("", cell).map_err(|_| Cause::Day(cell.to_owned()))
}

/// «23.11.2026»
pub fn said_day(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// «8,00 лв.», «4,09 €»; nothing to pay too.
pub fn said_amount(fee: &Fee) -> String {
    let currency = match fee.currency {
        Currency::Bgn => "лв.",
        Currency::Eur => "€",
    };
    format!("{},{:02} {currency}", fee.cents / 100, fee.cents % 100)
}

/// The same, also as «8», «1 200.50 EUR» and «без такса»; an amount of nothing needs no currency.
pub fn amount(cell: &str) -> Result<(u32, Currency), Cause> {
    let small = cell.to_lowercase();
    if ["без такса", "безплатно", "не се дължи"].contains(&small.as_str()) {
        return Ok((0, Currency::Eur));
    }
    let end = small
        .rfind(|letter: char| letter.is_ascii_digit())
        .map_or(0, |at| at + 1);
    let before = small.find(|letter: char| letter.is_ascii_digit()).unwrap_or(end);
    let number: String = small[before..end].split_whitespace().collect();
    let mark = format!("{}{}", small[..before].trim(), small[end..].trim());
    let currency = match mark.trim_end_matches('.') {
        "лв" | "лева" | "лев" | "bgn" => Ok(Currency::Bgn),
        "€" | "евро" | "eur" => Ok(Currency::Eur),
        "" => Err(Cause::NoCurrency(cell.to_owned())),
        _ => Err(Cause::Amount(cell.to_owned())),
    };
    let cents = typed::amount("", &number).ok().flatten();
    match (cents, currency) {
        (None, _) => Err(Cause::Amount(cell.to_owned())),
        (Some(0), Err(Cause::NoCurrency(_))) => Ok((0, Currency::Eur)),
        (Some(cents), currency) => Ok((cents, currency?)),
    }
}

const WORKING: &str = ", работни дни";

/// «7 работни дни»; in ISO 8601 where it is no count of one unit: «P1Y6M».
pub fn said_duration(tier: &Tier) -> String {
    let Some(iso) = &tier.duration else {
        return String::new();
    };
    match typed::typed_duration(iso, tier.working_days) {
        // «01» days would be another text when it comes back.
        Some((count, unit)) if as_iso(count, unit) == *iso => l10n::amount(count, time_unit(unit), "bg"),
        _ => format!("{iso}{}", if tier.working_days { WORKING } else { "" }),
    }
}

/// The same as ISO 8601, and whether it is of working days.
pub fn duration(cell: &str) -> Option<(String, bool)> {
    let (iso, working_days) = cell.strip_suffix(WORKING).map_or((cell, false), |iso| (iso, true));
    if iso.parse::<IsoDuration>().is_ok() {
        return Some((iso.to_owned(), working_days));
    }
    let small = cell.to_lowercase();
    let (count, unit) = small.split_once(char::is_whitespace)?;
    let unit = match unit.split_whitespace().collect::<Vec<_>>().join(" ").as_str() {
        "час" | "часа" => Unit::Hours,
        "ден" | "дни" | "календарен ден" | "календарни дни" => Unit::Days,
        "работен ден" | "работни дни" => Unit::WorkingDays,
        "месец" | "месеца" => Unit::Months,
        _ => return None,
    };
    typed::duration("", count, unit.name()).ok().flatten()
}

fn as_iso(count: u32, unit: Unit) -> String {
    match unit {
        Unit::Hours => format!("PT{count}H"),
        Unit::Days | Unit::WorkingDays => format!("P{count}D"),
        Unit::Months => format!("P{count}M"),
    }
}

fn time_unit(unit: Unit) -> TimeUnit {
    match unit {
        Unit::Hours => TimeUnit::Hours,
        Unit::Days => TimeUnit::Days,
        Unit::WorkingDays => TimeUnit::WorkingDays,
        Unit::Months => TimeUnit::Months,
    }
}
