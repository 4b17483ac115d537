//! A place's form as values, and back.

use super::super::{rows, typed::Typed, week};
use crate::content::{
    edit::{
        Cause, Fault,
        place_hours::Form,
        typed,
        week::{DAYS, name},
    },
    hours::{Extended, Reception, Span},
    text::Lang,
};

/// The list of the form.
pub const RECEPTIONS: &str = "reception";

pub fn fill(typed: &mut Typed, form: &Form) {
    week::fill(typed, &form.week);
    if let Some(extended) = &form.extended {
        typed.set("extended.until", extended.until.to_string());
        typed.set_text("extended.basis", Some(&extended.basis));
    }
    for (at, (_, reception)) in form.receptions.iter().enumerate() {
        let row = format!("{RECEPTIONS}.{at}");
        typed.set(format!("{row}.was"), at.to_string());
        typed.set_text(&format!("{row}.who"), Some(&reception.who));
        typed.set_text(&format!("{row}.note"), reception.note.as_ref());
        if let Some(span) = &reception.span {
            for day in &span.days {
                typed.set(format!("{row}.days.{}", name(*day)), "yes");
            }
            typed.set(format!("{row}.from"), span.from.to_string());
            typed.set(format!("{row}.to"), span.to.to_string());
        }
    }
}

/// What the form means, after the button that moves a reception, if that was pressed.
pub fn form(typed: &Typed, languages: &[Lang]) -> Result<Form, Vec<Fault>> {
    let mut faults = Vec::new();
    let week = week::read(typed).unwrap_or_else(|mut wrong| {
        faults.append(&mut wrong);
        Default::default()
    });
    let extended = extended(typed, languages).unwrap_or_else(|wrong| {
        faults.push(wrong);
        None
    });
    let mut receptions = Vec::new();
    for row in rows::typed(typed, RECEPTIONS) {
        match reception(typed, languages, &row) {
            Ok(reception) => receptions.extend(reception.map(|it| (rows::was(typed, &row), it))),
            Err(mut wrong) => faults.append(&mut wrong),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    rows::arrange(&mut receptions, RECEPTIONS, typed.get("do"));
    Ok(Form {
        week,
        extended,
        receptions,
    })
}

fn extended(typed: &Typed, languages: &[Lang]) -> Result<Option<Extended>, Fault> {
    let until = typed::time("extended.until", typed.get("extended.until"))?;
    let basis = typed.text("extended.basis", languages);
    match (until, basis) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Fault::of("extended.until", Cause::Missing)),
        (Some(until), basis) => Ok(Some(Extended {
            until,
            basis: basis.unwrap_or_default(),
        })),
    }
}

/// A row that is wholly empty is none.
fn reception(typed: &Typed, languages: &[Lang], row: &str) -> Result<Option<Reception>, Vec<Fault>> {
    let who = typed.text(&format!("{row}.who"), languages);
    let note = typed.text(&format!("{row}.note"), languages);
    let span = span(typed, row)?;
    if who.is_none() && note.is_none() && span.is_none() {
        return Ok(None);
    }
    Ok(Some(Reception {
        who: who.unwrap_or_default(),
        span,
        note,
    }))
}

/// Days and hours, or neither.
fn span(typed: &Typed, row: &str) -> Result<Option<Span>, Vec<Fault>> {
    let is_ticked = |day: &chrono::Weekday| typed.has(&format!("{row}.days.{}", name(*day)));
    let days: Vec<_> = DAYS.into_iter().filter(is_ticked).collect();
    let fields = ["from", "to"].map(|edge| format!("{row}.{edge}"));
    let edges = fields.each_ref().map(|field| typed::time(field, typed.get(field)));
    match edges {
        [Ok(None), Ok(None)] if days.is_empty() => Ok(None),
        [Ok(Some(from)), Ok(Some(to))] => Ok(Some(Span { days, from, to })),
        edges => Err(edges
            .into_iter()
            .zip(fields)
            .filter_map(|(edge, field)| match edge {
                Ok(Some(_)) => None,
                Ok(None) => Some(Fault::of(field, Cause::Missing)),
                Err(fault) => Some(fault),
            })
            .collect()),
    }
}
