//! What people type, as values of the content.

use chrono::NaiveDate;

use super::{Cause, Fault};
use crate::content::{hours::TimeOfDay, text::LocalText};

/// A unit in which a deadline is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Hours,
    Days,
    WorkingDays,
    Months,
}

impl Unit {
    pub const ALL: [Self; 4] = [Self::Hours, Self::Days, Self::WorkingDays, Self::Months];

    /// As forms name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Days => "days",
            Self::WorkingDays => "working_days",
            Self::Months => "months",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// Without spaces around it; `None` where nothing was typed.
#[must_use]
pub fn line(text: &str) -> Option<String> {
    let text = text.trim().replace("\r\n", "\n");
    (!text.is_empty()).then_some(text)
}

/// The languages in which something was typed; `None` where it is none.
pub fn text<'a>(typed: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<LocalText> {
    let typed = typed.into_iter();
    let texts: LocalText = LocalText(
        typed
            .filter_map(|(lang, words)| Some((lang.to_owned(), line(words)?)))
            .collect(),
    );
    (!texts.0.is_empty()).then_some(texts)
}

/// `2026-11-21`, or as it is said, `21.11.2026`.
///
/// # Errors
/// When it is no day.
pub fn day(field: &str, text: &str) -> Result<Option<NaiveDate>, Fault> {
    let Some(text) = line(text) else { return Ok(None) };
    let said = text.trim_end_matches(['г', '.', ' ']);
    let day = text.parse().or_else(|_| NaiveDate::parse_from_str(said, "%d.%m.%Y"));
    day.map(Some).map_err(|_| Fault::of(field, Cause::Day))
}

/// `8:30`, `8.30` or `8,30`.
///
/// # Errors
/// When it is no time of day.
pub fn time(field: &str, text: &str) -> Result<Option<TimeOfDay>, Fault> {
    let Some(text) = line(text) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| Fault::of(field, Cause::Time))
}

/// `8`, `8.00` or `8,00` in hundredths.
///
/// # Errors
/// When it is no amount.
pub fn amount(field: &str, text: &str) -> Result<Option<u32>, Fault> {
    let Some(text) = line(text) else { return Ok(None) };
    let bad = || Fault::of(field, Cause::Amount);
    let (whole, hundredths) = text.split_once(['.', ',']).unwrap_or((text.as_str(), "00"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(hundredths) || hundredths.len() != 2 {
        return Err(bad());
    }
    let cents = whole.parse::<u32>().ok().and_then(|whole| whole.checked_mul(100));
    let cents = cents.and_then(|cents| cents.checked_add(hundredths.parse().ok()?));
    cents.map(Some).ok_or_else(bad)
}

/// A whole number.
///
/// # Errors
/// When it is none, or a very large one.
pub fn number(field: &str, text: &str) -> Result<Option<u32>, Fault> {
    let Some(text) = line(text) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| Fault::of(field, Cause::Count))
}

/// A count and its unit as ISO 8601, and whether it is of working days.
///
/// # Errors
/// When the count is no number up to 10,000 or the unit is none.
pub fn duration(field: &str, count: &str, unit: &str) -> Result<Option<(String, bool)>, Fault> {
    let Some(count) = number(field, count)? else {
        return Ok(None);
    };
    if count > 10_000 {
        return Err(Fault::of(field, Cause::Count));
    }
    Ok(Some(match Unit::named(unit) {
        Some(Unit::Hours) => (format!("PT{count}H"), false),
        Some(Unit::Days) => (format!("P{count}D"), false),
        Some(Unit::WorkingDays) => (format!("P{count}D"), true),
        Some(Unit::Months) => (format!("P{count}M"), false),
        None => return Err(Fault::of(field, Cause::Choice)),
    }))
}

/// How a duration is typed; `None` where it has more than one unit.
#[must_use]
pub fn typed_duration(iso: &str, working_days: bool) -> Option<(u32, Unit)> {
    let inner = |before: &str, after: char| iso.strip_prefix(before)?.strip_suffix(after)?.parse().ok();
    let days = if working_days { Unit::WorkingDays } else { Unit::Days };
    inner("PT", 'H')
        .map(|count| (count, Unit::Hours))
        .or_else(|| Some((inner("P", 'D')?, days)))
        .or_else(|| Some((inner("P", 'M')?, Unit::Months)))
        .filter(|(_, unit)| !working_days || *unit == Unit::WorkingDays)
}
