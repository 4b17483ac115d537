//! The parts of a pack that are plain fields, each in a form made from what its [schema](edit::part::schema) says:
//! `/admin/content/ID/parts/PART`, `/admin/content/ID/new-part/PART`.

mod form;
mod read;
mod words;

use axum::{
    extract::{Form, Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::super::{
    error::Answer,
    page::Page,
    table::{row, table},
};
use super::{
    address,
    desk::Desk,
    frame::framed,
    save::{self, Subject},
    typed::Typed,
};
use crate::{
    content::{
        Pack,
        edit::{
            self, Edited, Fault,
            part::{Part, Shape},
        },
        files::Files,
    },
    server::state::App,
};

/// Where a part, or its list, is.
pub fn place(municipality: &str, part: &Part) -> String {
    format!("{}/parts/{}", address(municipality), part.name)
}

/// Where its entry is.
pub fn entry_place(municipality: &str, part: &Part, name: &str) -> String {
    format!("{}/{name}", place(municipality, part))
}

pub fn title<'a>(page: &'a Page, part: &Part) -> &'a str {
    words::part(page, part.name)
}

/// The list, or the one form.
pub async fn list(State(app): State<App>, page: Page, Path((municipality, part)): Path<(String, String)>) -> Answer {
    let Some(part) = Part::named(&part) else {
        return Ok(page.not_found());
    };
    let desk = Desk::open(&app, &page, &municipality).await?;
    if part.is_list() {
        return Ok(listed(&page, &desk, part));
    }
    let subject = Known {
        part,
        name: String::new(),
    };
    Ok(subject.opened(&page, &desk))
}

pub async fn post_single(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, part)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    match Part::named(&part).filter(|part| !part.is_list()) {
        Some(part) => {
            let name = String::new();
            save::save(&app, &page, &headers, &municipality, &typed, &Known { part, name }).await
        }
        None => Ok(page.not_found()),
    }
}

pub async fn new(State(app): State<App>, page: Page, Path((municipality, part)): Path<(String, String)>) -> Answer {
    let Some(part) = Part::named(&part).filter(|part| part.is_list()) else {
        return Ok(page.not_found());
    };
    let desk = Desk::open(&app, &page, &municipality).await?;
    Ok(New(part).show(&page, &desk, &desk.blank(), &[]))
}

pub async fn add(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, part)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    match Part::named(&part).filter(|part| part.is_list()) {
        Some(part) => save::save(&app, &page, &headers, &municipality, &typed, &New(part)).await,
        None => Ok(page.not_found()),
    }
}

type Entry = Path<(String, String, String)>;

pub async fn get(State(app): State<App>, page: Page, Path((municipality, part, name)): Entry) -> Answer {
    let Some(part) = Part::named(&part).filter(|part| part.is_list()) else {
        return Ok(page.not_found());
    };
    let desk = Desk::open(&app, &page, &municipality).await?;
    Ok(Known { part, name }.opened(&page, &desk))
}

pub async fn post(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, part, name)): Entry,
    Form(typed): Form<Typed>,
) -> Answer {
    match Part::named(&part).filter(|part| part.is_list()) {
        Some(part) => save::save(&app, &page, &headers, &municipality, &typed, &Known { part, name }).await,
        None => Ok(page.not_found()),
    }
}

pub async fn act(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, part, name)): Entry,
    Form(typed): Form<Typed>,
) -> Answer {
    let act = Act::named(typed.get("do"));
    match (Part::named(&part).filter(|part| part.is_list()), act) {
        (Some(part), Some(act)) => {
            let subject = Done { part, name, act };
            save::save(&app, &page, &headers, &municipality, &typed, &subject).await
        }
        _ => Ok(page.not_found()),
    }
}

struct New(&'static Part);

struct Known {
    part: &'static Part,
    /// Of a single part's there is none.
    name: String,
}

/// Something done to a whole entry.
struct Done {
    part: &'static Part,
    name: String,
    act: Act,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Up,
    Down,
    Remove,
}

impl Act {
    fn named(name: &str) -> Option<Self> {
        match name {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            "remove" => Some(Self::Remove),
            _ => None,
        }
    }
}

impl Known {
    fn opened(&self, page: &Page, desk: &Desk) -> Response {
        let mut entries = edit::part::entries(&desk.draft.files, self.part).into_iter();
        let Some(entry) = entries.find(|entry| entry.name == self.name) else {
            return page.not_found();
        };
        let mut typed = desk.blank();
        read::fill(&mut typed, self.part, &entry.values);
        self.show(page, desk, &typed, &[])
    }
}

impl Subject for New {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        let values = read::values(typed, self.0, &pack.info.languages)?;
        edit::part::add(files, self.0, &values).map(|(files, _)| files)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        form::new(page, desk, self.0, (typed, faults), &self.here(&desk.municipality))
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/new-part/{}", address(municipality), self.0.name)
    }

    fn back(&self, municipality: &str) -> String {
        place(municipality, self.0)
    }
}

impl Subject for Known {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        let values = read::values(typed, self.part, &pack.info.languages)?;
        edit::part::change(files, self.part, &self.name, &values)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        let here = self.here(&desk.municipality);
        form::known(page, desk, (self.part, &self.name), (typed, faults), &here)
    }

    fn here(&self, municipality: &str) -> String {
        match self.part.shape {
            Shape::Single => place(municipality, self.part),
            Shape::List | Shape::Named(_) => entry_place(municipality, self.part, &self.name),
        }
    }
}

impl Subject for Done {
    fn edit(&self, _: &Typed, files: &Files, _: &Pack) -> Edited {
        match self.act {
            Act::Up => edit::part::shift(files, self.part, &self.name, true),
            Act::Down => edit::part::shift(files, self.part, &self.name, false),
            Act::Remove => edit::part::remove(files, self.part, &self.name),
        }
    }

    fn show(&self, _: &Page, desk: &Desk, _: &Typed, _: &[Fault]) -> Response {
        Redirect::to(&self.back(&desk.municipality)).into_response()
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/act", entry_place(municipality, self.part, &self.name))
    }

    fn back(&self, municipality: &str) -> String {
        place(municipality, self.part)
    }

    fn then(&self, municipality: &str) -> String {
        let done = if self.act == Act::Remove { "removed" } else { "saved" };
        format!("{}?done={done}", self.back(municipality))
    }
}

fn listed(page: &Page, desk: &Desk, part: &'static Part) -> Response {
    let entries = edit::part::entries(&desk.draft.files, part);
    let columns = [page.say("Какво", "What"), page.say("Ред", "Order")];
    let last = entries.len().saturating_sub(1);
    let rows: Vec<Markup> = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| {
            let here = entry_place(&desk.municipality, part, &entry.name);
            let title = read::title(&entry.values, page.lang.code()).unwrap_or_else(|| entry.name.clone());
            let shift = |act: &str, label: &str, is_able: bool| {
                html! {
                    button.quiet name="do" value=(act) disabled[!is_able] { (label) span.unseen { ": " (title) } }
                }
            };
            let cells = [
                html! {
                    a href=(here) { (title) }
                    @if part.name == "services" {
                        " · " a href={ (address(&desk.municipality)) "/services/" (entry.name) } {
                            (page.say("документи, срокове и такси", "documents, deadlines and fees"))
                        }
                    }
                },
                html! {
                    form.acts method="post" action={ (here) "/act" } {
                        (page.csrf())
                        input type="hidden" name="revision" value=(desk.draft.revision.number);
                        (shift("up", page.say("Нагоре", "Up"), at > 0))
                        (shift("down", page.say("Надолу", "Down"), at < last))
                    }
                },
            ];
            row(&columns, &cells)
        })
        .collect();
    let content = html! {
        div.actions {
            a.button href={ (address(&desk.municipality)) "/new-part/" (part.name) } { (page.say("Добавяне", "Add")) }
        }
        @if rows.is_empty() { p.empty { (page.say("Още няма нищо.", "There is nothing yet.")) } } @else { (table(&columns, &rows)) }
    };
    page.show(title(page, part), framed(page, desk, &content))
}
