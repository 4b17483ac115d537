//! Hours on the days of a week, as documents write them.

use chrono::Weekday;
use toml_edit::{Array, InlineTable, Item, Table, TableLike};

use super::{Cause, Fault, table};
use crate::content::hours::{Span, TimeOfDay};

pub const DAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// When a place opens and closes on each day from Monday on, in the order of the hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week(pub [Vec<(TimeOfDay, TimeOfDay)>; 7]);

impl Week {
    #[must_use]
    pub fn of(spans: &[Span]) -> Self {
        let mut week = Self::default();
        for span in spans {
            for day in &span.days {
                week.0[day.num_days_from_monday() as usize].push((span.from, span.to));
            }
        }
        week.0.iter_mut().for_each(|hours| hours.sort_unstable());
        week
    }

    /// Days of the same hours together.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for (day, hours) in DAYS.into_iter().zip(&self.0) {
            for &(from, to) in hours {
                match spans.iter_mut().find(|span| (span.from, span.to) == (from, to)) {
                    Some(span) => span.days.push(day),
                    None => spans.push(Span {
                        days: vec![day],
                        from,
                        to,
                    }),
                }
            }
        }
        spans
    }

    /// # Errors
    /// When hours end before they begin, or overlap.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        for (day, hours) in DAYS.into_iter().zip(&self.0) {
            for (at, (from, to)) in hours.iter().enumerate() {
                let field = |edge| format!("{}.{at}.{edge}", name(day));
                if to <= from {
                    faults.push(Fault::of(field("to"), Cause::HoursBackwards));
                } else if hours[..at].iter().any(|(other, until)| other < to && from < until) {
                    faults.push(Fault::of(field("from"), Cause::Overlap));
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// `mon`, as documents and forms have it.
#[must_use]
pub fn name(day: Weekday) -> String {
    day.to_string().to_lowercase()
}

/// As it is written; what is no hours is left out.
pub fn read(item: &Item) -> Week {
    let of = |table: &dyn TableLike| {
        let time = |key| table.get(key)?.as_str()?.parse().ok();
        let days = table.get("days")?.as_array()?.iter();
        Some(Span {
            days: days.filter_map(|day| day.as_str()?.parse().ok()).collect(),
            from: time("from")?,
            to: time("to")?,
        })
    };
    let inline = item
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| of(one.as_inline_table()?));
    let tables = item
        .as_array_of_tables()
        .into_iter()
        .flatten()
        .filter_map(|one| of(one));
    Week::of(&inline.chain(tables).collect::<Vec<_>>())
}

pub fn write(entry: &mut Table, key: &str, week: &Week) {
    if entry.get(key).is_some_and(Item::is_array_of_tables) {
        entry.remove(key);
    }
    table::array(entry, key, week.spans().iter().map(written).collect());
}

pub fn written(span: &Span) -> InlineTable {
    let days: Array = span.days.iter().copied().map(name).collect();
    let mut table = InlineTable::new();
    table.insert("days", days.into());
    table.insert("from", span.from.to_string().into());
    table.insert("to", span.to.to_string().into());
    table
}
