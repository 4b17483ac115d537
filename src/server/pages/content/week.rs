//! A place's week: `/admin/content/ID/places/PLACE`.

use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use maud::{Markup, html};

use super::super::{
    error::Answer,
    form::refused,
    page::Page,
    table::{row, table},
};
use super::{
    address,
    desk::Desk,
    fields::Fields,
    notice::{framed, status},
    part::entry_place,
    save::{self, Subject},
    typed::Typed,
};
use crate::{
    content::{
        Pack,
        edit::{
            Cause, Edited, Fault,
            part::schema::PLACES,
            typed,
            week::{self, DAYS, Week},
        },
        files::Files,
        l10n,
        read::HOURS,
    },
    server::state::App,
};

/// Spans of a day that the form has: before and after noon, or one. A day that has more keeps its fields.
const SPANS: usize = 2;

pub async fn get(State(app): State<App>, page: Page, Path((municipality, id)): Path<(String, String)>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let Some(place) = desk.pack.hours.places.iter().find(|place| place.id == id) else {
        return Ok(page.not_found());
    };
    let mut typed = desk.blank();
    fill(&mut typed, &Week::of(&place.open));
    Ok(WeekOf(id).show(&page, &desk, &typed, &[]))
}

pub async fn post(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, id)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    save::save(&app, &page, &headers, &municipality, &typed, &WeekOf(id)).await
}

/// A place's, by its id.
struct WeekOf(String);

impl Subject for WeekOf {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        week::change(files, &pack.hours, &self.0, &read(typed)?)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        let mut places = desk.pack.hours.places.iter();
        let Some(at) = places.position(|place| place.id == self.0) else {
            return page.not_found();
        };
        let entry = format!("place/{at}");
        let paths = vec![
            (String::new(), entry.clone()),
            ("open".to_owned(), format!("{entry}/open")),
        ];
        let fields = Fields::of(page, desk, typed, faults, (HOURS, paths));
        let name = desk
            .pack
            .hours
            .places
            .get(at)
            .map_or("", |place| place.name.get(page.lang.code()));
        let content = html! {
            (refused(page.lang, !faults.is_empty()))
            (fields.placed.above(page))
            (fields.placed.beside(page, "open"))
            p { a href=(entry_place(&desk.municipality, &PLACES, &self.0)) { (page.say("Име и адрес", "Name and address")) } }
            p { (page.say(
                "Ден без часове е почивен. Официалните празници се смятат сами; тук не се пишат.",
                "A day without hours is closed. Public holidays are computed; they are not written here.",
            )) }
            form.week data-saves method="post" action=(self.here(&desk.municipality)) {
                (fields.head())
                (days(page, typed, &fields))
                div.save { button.button { (page.say("Запис", "Save")) } (save::status(page)) }
            }
        };
        let title = format!("{}: {name}", page.say("Работно време", "Hours"));
        page.answer(status(faults), &title, framed(page, desk, &content))
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/places/{}", address(municipality), self.0)
    }
}

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
