//! When a place receives people, in `hours.toml`: its week, what comes after closing, and the leadership's reception.

use chrono::Weekday;
use toml_edit::{InlineTable, Item, Table};

use super::{Cause, Edited, Fault, document::Document, entries, services::list, table, texts, week, week::Week};
use crate::content::{
    files::Files,
    hours::{Extended, Hours, Place, Reception, Span},
    read::HOURS,
};

/// What of a place its form holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Form {
    pub week: Week,
    pub extended: Option<Extended>,
    /// In the order in which they are shown, each with the place where it stood before; `None` is a new one.
    pub receptions: Vec<(Option<usize>, Reception)>,
}

impl Form {
    #[must_use]
    pub fn of(place: &Place) -> Self {
        let mut receptions: Vec<_> = place.receptions.iter().cloned().enumerate().collect();
        // Whatever the order in which the document names the days.
        for (_, reception) in &mut receptions {
            if let Some(span) = &mut reception.span {
                span.days.sort_unstable_by_key(Weekday::num_days_from_monday);
            }
        }
        Self {
            week: Week::of(&place.open),
            extended: place.extended.clone(),
            receptions: receptions.into_iter().map(|(at, it)| (Some(at), it)).collect(),
        }
    }

    fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = self.week.check().err().unwrap_or_default();
        if let Some(extended) = &self.extended {
            texts::check("extended.basis", &extended.basis, &mut faults);
        }
        for (at, (_, reception)) in self.receptions.iter().enumerate() {
            let field = |name: &str| format!("reception.{at}.{name}");
            texts::check(&field("who"), &reception.who, &mut faults);
            texts::check_optional(&field("note"), reception.note.as_ref(), &mut faults);
            if let Some(span) = &reception.span {
                if span.days.is_empty() {
                    faults.push(Fault::of(field("days"), Cause::Missing));
                }
                if span.to <= span.from {
                    faults.push(Fault::of(field("to"), Cause::HoursBackwards));
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// The place of that id receives people so. `hours` are those of `files`.
///
/// # Errors
/// When there is no such place, hours end before they begin or overlap, or a text has no Bulgarian.
pub fn change(files: &Files, hours: &Hours, place: &str, form: &Form) -> Edited {
    form.check()?;
    let gone = || vec![Fault::of("place", Cause::Gone)];
    let mut places = hours.places.iter().enumerate();
    let (at, known) = places.find(|(_, known)| known.id == place).ok_or_else(gone)?;
    let stood = Form::of(known);
    if stood == *form {
        return Ok(files.clone());
    }
    let mut document = Document::open(files, HOURS)?;
    let entry = entries::of(document.root(), "place").and_then(|all| all.get_mut(at));
    let entry = entry.ok_or_else(gone)?;
    if stood.week != form.week {
        week::write(entry, "open", &form.week);
    }
    write_extended(entry, known.extended.as_ref(), form.extended.as_ref());
    if stood.receptions != form.receptions {
        let comments = write_receptions(entry, &stood.receptions, &form.receptions);
        document.keep(&comments);
    }
    Ok(document.save(files))
}

fn write_extended(entry: &mut Table, stood: Option<&Extended>, meant: Option<&Extended>) {
    let Some(meant) = meant else {
        entry.remove("extended");
        return;
    };
    let written = entry
        .entry("extended")
        .or_insert_with(|| Item::Value(InlineTable::new().into()));
    if let Some(written) = written.as_table_like_mut() {
        if stood.map(|stood| stood.until) != Some(meant.until) {
            table::string(written, "until", Some(&meant.until.to_string()));
        }
        table::text(written, "basis", Some(&meant.basis));
    }
}

fn write_receptions(
    entry: &mut Table,
    stood: &[(Option<usize>, Reception)],
    meant: &[(Option<usize>, Reception)],
) -> String {
    let Some(all) = list(entry, "reception", meant.is_empty()) else {
        return String::new();
    };
    let order = entries::order(all.len(), meant);
    let comments = entries::arrange(all, &order);
    for ((entry, (_, reception)), was) in all.iter_mut().zip(meant).zip(order) {
        table::text(entry, "who", Some(&reception.who));
        let span = was.and_then(|was| stood.get(was)?.1.span.as_ref());
        write_span(entry, span, reception.span.as_ref());
        table::text(entry, "note", reception.note.as_ref());
    }
    comments
}

/// Hours that are as they were stay as they were written: `10,00`.
fn write_span(entry: &mut Table, stood: Option<&Span>, meant: Option<&Span>) {
    match meant {
        None => drop(entry.remove("span")),
        Some(meant) if stood == Some(meant) => {}
        Some(meant) => table::inline(entry, "span", week::written(meant)),
    }
}
