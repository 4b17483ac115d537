//! Hours on the days of a week, as fields of a form.

use maud::{Markup, html};

use super::super::{
    page::Page,
    table::{row, table},
};
use super::{fields::Fields, typed::Typed};
use crate::content::{
    edit::{
        Cause, Fault, typed,
        week::{self, DAYS, Week},
    },
    l10n,
};

/// Spans of a day that the form has: before and after noon, or one. A day that has more keeps its fields.
const SPANS: usize = 2;

pub fn fill(typed: &mut Typed, week: &Week) {
    for (day, hours) in DAYS.into_iter().zip(&week.0) {
        for (at, (from, to)) in hours.iter().enumerate() {
            typed.set(format!("{}.{at}.from", week::name(day)), from.to_string());
            typed.set(format!("{}.{at}.to", week::name(day)), to.to_string());
        }
    }
}

pub fn days(page: &Page, typed: &Typed, fields: &Fields<'_>) -> Markup {
    let spans = (SPANS..).find(|at| {
        DAYS.iter()
            .all(|day| !typed.has(&format!("{}.{at}.from", week::name(*day))))
    });
    let spans = spans.unwrap_or(SPANS);
    let names: Vec<String> = (1..=spans)
        .map(|number| format!("{} {number}", page.say("Часове", "Hours")))
        .collect();
    let mut columns = vec![page.say("Ден", "Day")];
    columns.extend(names.iter().map(String::as_str));
    let day = |day| {
        let called = l10n::weekday(day, page.lang.code());
        let span = |at: usize| {
            let edge = |edge: &str, words: &str| {
                let field = format!("{}.{at}.{edge}", week::name(day));
                html! { div { (fields.bare(&field, Some(&format!("{called}, {words} {}", at + 1)), "text")) } }
            };
            html! {
                div.span {
                    (edge("from", page.say("отваряне", "opens")))
                    span aria-hidden="true" { "–" }
                    (edge("to", page.say("затваряне", "closes")))
                }
            }
        };
        let cells: Vec<Markup> = std::iter::once(html! { (called) })
            .chain((0..spans).map(span))
            .collect();
        row(&columns, &cells)
    };
    table(&columns, &DAYS.map(day))
}

pub fn read(typed: &Typed) -> Result<Week, Vec<Fault>> {
    let mut week = Week::default();
    let mut faults = Vec::new();
    for (day, hours) in DAYS.into_iter().zip(&mut week.0) {
        for at in 0.. {
            let fields = ["from", "to"].map(|edge| format!("{}.{at}.{edge}", week::name(day)));
            if !fields.iter().any(|field| typed.has(field)) {
                break;
            }
            let [from, to] = fields.each_ref().map(|field| typed::time(field, typed.get(field)));
            match (from, to) {
                (Ok(Some(from)), Ok(Some(to))) => hours.push((from, to)),
                (Ok(None), Ok(None)) => {}
                (from, to) => {
                    for (edge, field) in [from, to].into_iter().zip(fields) {
                        faults.extend(
                            edge.map_or_else(Some, |time| time.is_none().then(|| Fault::of(field, Cause::Missing))),
                        );
                    }
                }
            }
        }
    }
    if faults.is_empty() { Ok(week) } else { Err(faults) }
}
