//! Days on which a place is closed: `/admin/content/ID/new-closure`, `/admin/content/ID/closures/CLOSURE`.

use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use maud::{Markup, html};

use super::super::{error::Answer, form::refused, page::Page};
use super::{
    address,
    desk::Desk,
    fields::Fields,
    frame::{framed, removal, status},
    save::{self, Subject},
    typed::Typed,
};
use crate::{
    content::{
        Pack,
        edit::{Cause, Edited, Fault, closures, typed},
        files::Files,
        hours::Closure,
        read::HOURS,
        text::Lang,
    },
    server::state::App,
};

pub async fn new(State(app): State<App>, page: Page, Path(municipality): Path<String>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    Ok(New.show(&page, &desk, &desk.blank(), &[]))
}

pub async fn add(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    save::save(&app, &page, &headers, &municipality, &typed, &New).await
}

pub async fn get(State(app): State<App>, page: Page, Path((municipality, name)): Path<(String, String)>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let Some(closure) = desk.pack.hours.closures.iter().find(|it| closures::name(it) == name) else {
        return Ok(page.not_found());
    };
    let mut typed = desk.blank();
    typed.set("from", closure.from.to_string());
    typed.set("to", closure.to.to_string());
    typed.set("place", closure.place.clone().unwrap_or_default());
    typed.set_text("text", Some(&closure.text));
    Ok(Known(name).show(&page, &desk, &typed, &[]))
}

pub async fn post(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, name)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    save::save(&app, &page, &headers, &municipality, &typed, &Known(name)).await
}

pub async fn remove(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, name)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    save::save(&app, &page, &headers, &municipality, &typed, &Removed(name)).await
}

/// One that is to come.
struct New;

/// One that there is, by its [`closures::name`], which changes with its days.
struct Known(String);

struct Removed(String);

impl Subject for New {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        closures::add(files, &pack.hours, &read(typed, &pack.info.languages)?)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        let fields = Fields::of(page, desk, typed, faults, (HOURS, Vec::new()));
        let content = html! {
            (refused(page.lang, !faults.is_empty()))
            form.panel.wide method="post" action=(self.here(&desk.municipality)) {
                (fields.head())
                (body(page, desk, &fields))
                button.button { (page.say("Добавяне", "Add")) }
            }
        };
        let title = page.say("Ново затваряне", "New closure");
        page.answer(status(faults), title, framed(page, desk, &content))
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/new-closure", address(municipality))
    }

    fn then(&self, municipality: &str) -> String {
        format!("{}?done=saved", address(municipality))
    }
}

impl Subject for Known {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        closures::change(files, &pack.hours, &self.0, &read(typed, &pack.info.languages)?)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        let mut all = desk.pack.hours.closures.iter();
        let at = all.position(|it| closures::name(it) == self.0).unwrap_or_default();
        let entry = format!("closure/{at}");
        let fields = ["text", "from", "to", "place"].map(|name| (name.to_owned(), format!("{entry}/{name}")));
        let paths = [(String::new(), entry)].into_iter().chain(fields).collect();
        let fields = Fields::of(page, desk, typed, faults, (HOURS, paths));
        let here = self.here(&desk.municipality);
        let content = html! {
            (refused(page.lang, !faults.is_empty()))
            (fields.placed.above(page))
            form.panel.wide method="post" action=(here) {
                (fields.head())
                (body(page, desk, &fields))
                button.button { (page.say("Запис", "Save")) }
            }
            (removal(page, desk, &format!("{here}/remove"), page.say("Премахване на затварянето", "Take the closure away")))
        };
        page.answer(
            status(faults),
            page.say("Затваряне", "Closure"),
            framed(page, desk, &content),
        )
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/closures/{}", address(municipality), self.0)
    }

    fn then(&self, municipality: &str) -> String {
        format!("{}?done=saved", address(municipality))
    }
}

impl Subject for Removed {
    fn edit(&self, _: &Typed, files: &Files, pack: &Pack) -> Edited {
        closures::remove(files, &pack.hours, &self.0)
    }

    fn show(&self, page: &Page, _: &Desk, _: &Typed, _: &[Fault]) -> Response {
        page.not_found()
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/closures/{}/remove", address(municipality), self.0)
    }

    fn back(&self, municipality: &str) -> String {
        format!("{}/closures/{}", address(municipality), self.0)
    }

    fn then(&self, municipality: &str) -> String {
        format!("{}?done=removed", address(municipality))
    }
}

fn read(typed: &Typed, languages: &[Lang]) -> Result<Closure, Vec<Fault>> {
    let day = |name| typed::day(name, typed.get(name))?.ok_or_else(|| Fault::of(name, Cause::Missing));
    match (day("from"), day("to")) {
        (Ok(from), Ok(to)) => Ok(Closure {
            from,
            to,
            place: typed::line(typed.get("place")),
            text: typed.text("text", languages).unwrap_or_default(),
        }),
        (from, to) => Err([from.err(), to.err()].into_iter().flatten().collect()),
    }
}

fn body(page: &Page, desk: &Desk, fields: &Fields<'_>) -> Markup {
    let mut places = vec![("", page.say("Всички места", "All places"))];
    let known = desk.pack.hours.places.iter();
    places.extend(known.map(|place| (place.id.as_str(), place.name.get(page.lang.code()))));
    let label = page.say("Място", "Place");
    html! {
        div.languages {
            (fields.day("from", page.say("Първи ден", "First day"), None))
            (fields.day("to", page.say("Последен ден", "Last day"), Some(page.say("И той е затворен", "Closed too"))))
        }
        div.field { label for="place" { (label) } (fields.choice("place", label, &places)) }
        (fields.text("text", page.say("Причина, която киоскът показва", "Reason that the kiosk shows"), 2))
    }
}
