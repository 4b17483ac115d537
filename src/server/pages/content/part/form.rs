//! A part's form.

use axum::response::Response;
use maud::{Markup, html};

use super::super::super::{form::refused, page::Page};
use super::super::{
    address,
    desk::Desk,
    fields::Fields,
    frame::{framed, status},
    save,
    typed::Typed,
    week,
};
use super::{place, read::ticked, title, words};
use crate::content::{
    edit::{
        Fault,
        part::{self, Field, Ids, Kind, Part},
    },
    text::LocalText,
};

/// Of these fields whole sentences are typed.
const LONG: [&str; 8] = [
    "quote",
    "was",
    "is",
    "why",
    "breaks_off_after",
    "source.text",
    "source.note",
    "value",
];
const LETTERS: &str = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЮЯ";

/// One that is to come.
pub fn new(page: &Page, desk: &Desk, part: &'static Part, (typed, faults): (&Typed, &[Fault]), here: &str) -> Response {
    let fields = Fields::of(page, desk, typed, faults, (part.file, Vec::new()));
    let content = html! {
        p { a href=(place(&desk.municipality, part)) { (title(page, part)) } }
        (refused(page.lang, !faults.is_empty()))
        form.panel.wide method="post" action=(here) {
            (fields.head())
            (body(page, desk, part, &fields))
            button.button { (page.say("Добавяне", "Add")) }
        }
    };
    let new = page.say("Ново", "New");
    page.answer(
        status(faults),
        &format!("{}: {new}", title(page, part)),
        framed(page, desk, &content),
    )
}

/// One that there is; `name` is empty where there is only one.
pub fn known(
    page: &Page,
    desk: &Desk,
    (part, name): (&'static Part, &str),
    (typed, faults): (&Typed, &[Fault]),
    here: &str,
) -> Response {
    let fields = Fields::of(page, desk, typed, faults, (part.file, paths(desk, part, name)));
    let content = html! {
        @if part.is_list() { p { a href=(place(&desk.municipality, part)) { (title(page, part)) } } }
        (other_form(page, desk, part, name))
        (refused(page.lang, !faults.is_empty()))
        (fields.placed.above(page))
        form.panel.wide data-saves method="post" action=(here) {
            (fields.head())
            (body(page, desk, part, &fields))
            div.save { button.button { (page.say("Запис", "Save")) } (save::status(page)) }
        }
        @if part.is_list() {
            form method="post" action={ (here) "/act" } {
                (page.csrf())
                input type="hidden" name="revision" value=(desk.draft.revision.number);
                button.button.danger name="do" value="remove" { (page.say("Премахване", "Take away")) }
            }
        }
    };
    page.answer(status(faults), title(page, part), framed(page, desk, &content))
}

/// What of the same thing has a form of its own.
fn other_form(page: &Page, desk: &Desk, part: &Part, name: &str) -> Markup {
    let (way, label) = match part.name {
        "services" => (
            "services",
            page.say("Документи, срокове и такси", "Documents, deadlines and fees"),
        ),
        "places" => ("places", page.say("Работно време по дни", "Hours by day")),
        _ => return html! {},
    };
    html! { p { a href={ (address(&desk.municipality)) "/" (way) "/" (name) } { (label) } } }
}

/// The form's fields with their ways in the document.
fn paths(desk: &Desk, part: &Part, name: &str) -> Vec<(String, String)> {
    let entry = if part.is_list() {
        let entries = part::entries(&desk.draft.files, part);
        let at = entries.iter().position(|entry| entry.name == name).unwrap_or_default();
        format!("{}/{at}", part.path())
    } else {
        String::new()
    };
    let holder = if entry.is_empty() { part.path() } else { entry.clone() };
    let way = |field: &Field| {
        let key = field.name.replace('.', "/");
        let way = if holder.is_empty() {
            key
        } else {
            format!("{holder}/{key}")
        };
        (field.name.to_owned(), way)
    };
    let fields = part.fields.iter().map(way);
    std::iter::once((String::new(), entry.clone())).chain(fields).collect()
}

fn body(page: &Page, desk: &Desk, part: &Part, fields: &Fields<'_>) -> Markup {
    html! { @for field in part.fields { (one(page, desk, (part, field), fields)) } }
}

fn one(page: &Page, desk: &Desk, (part, field): (&Part, &Field), fields: &Fields<'_>) -> Markup {
    let name = field.name;
    let label = words::field(page, part.name, name);
    let hint = words::hint(page, name);
    match field.kind {
        Kind::Text => html! {
            @if let Some(hint) = hint { p.hint { (hint) } }
            (fields.text(name, label, 2))
        },
        Kind::Line if name == "accent" => fields.line(name, label, hint, "color"),
        Kind::Line if LONG.contains(&name) => fields.words(name, label, hint, 2),
        Kind::Line | Kind::Number => fields.line(name, label, hint, "text"),
        Kind::Lines => fields.words(name, label, Some(page.say("По едно на ред", "One a line")), 4),
        Kind::Day => fields.day(name, label, hint),
        Kind::Flag => fields.tick(name, label),
        Kind::Letter => {
            let mut letters: Vec<String> = LETTERS.chars().map(String::from).collect();
            let chosen = fields.typed.get(name).to_owned();
            if !chosen.is_empty() && !letters.contains(&chosen) {
                letters.push(chosen);
            }
            let options: Vec<_> = letters.iter().map(|it| (it.clone(), it.clone())).collect();
            select(fields, field, label, hint, &options)
        }
        Kind::Choice(choices) => {
            let options: Vec<_> = choices
                .iter()
                .map(|it| ((*it).to_owned(), words::choice(page, it).to_owned()))
                .collect();
            select(fields, field, label, hint, &options)
        }
        Kind::One(ids) => select(fields, field, label, hint, &known_ids(page, desk, ids)),
        Kind::Choices(choices) => {
            let options: Vec<_> = choices
                .iter()
                .map(|it| ((*it).to_owned(), words::choice(page, it).to_owned()))
                .collect();
            ticks(fields, name, label, hint, &options)
        }
        Kind::Several(ids) => ticks(fields, name, label, hint, &known_ids(page, desk, ids)),
        Kind::Answers => answers(page, name, fields),
        Kind::Week => html! {
            fieldset.week {
                legend { (label) }
                @if let Some(hint) = hint { p.hint { (hint) } }
                (week::days(page, fields.typed, fields))
                (fields.placed.beside(page, name))
            }
        },
    }
}

fn select(fields: &Fields<'_>, field: &Field, label: &str, hint: Option<&str>, known: &[(String, String)]) -> Markup {
    let chosen = fields.typed.get(field.name);
    let mut options: Vec<(&str, &str)> = vec![("", "–")];
    options.extend(known.iter().map(|(id, name)| (id.as_str(), name.as_str())));
    // What is there no more stays chosen until another is.
    if known.iter().all(|(id, _)| id != chosen) && !chosen.is_empty() {
        options.push((chosen, chosen));
    }
    html! {
        div.field {
            label for=(field.name) { (label) }
            @if let Some(hint) = hint { p.hint { (hint) } }
            (fields.choice(field.name, label, &options))
            (fields.placed.beside(fields.page, field.name))
        }
    }
}

/// Those that are ticked stand first, in their order, which is kept so.
fn ticks(fields: &Fields<'_>, name: &str, label: &str, hint: Option<&str>, known: &[(String, String)]) -> Markup {
    let chosen = ticked(fields.typed, name);
    let called = |id: &String| {
        known
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, name)| name.clone())
    };
    let mut options: Vec<(String, String)> = chosen
        .iter()
        .map(|id| (id.clone(), called(id).unwrap_or_else(|| id.clone())))
        .collect();
    options.extend(known.iter().filter(|(id, _)| !chosen.contains(id)).cloned());
    html! {
        fieldset {
            legend { (label) }
            @if let Some(hint) = hint { p.hint { (hint) } }
            (fields.error(name))
            @if options.is_empty() { p.soft { "–" } }
            @for (id, shown) in &options { (fields.tick(&format!("{name}.{id}"), shown)) }
            (fields.placed.beside(fields.page, name))
        }
    }
}

/// Those that there are, and two empty ones more.
fn answers(page: &Page, name: &str, fields: &Fields<'_>) -> Markup {
    let typed = fields.typed;
    let there = (0..).take_while(|at| typed.has(&format!("{name}.{at}.was"))).count();
    let filled = (0..there)
        .filter(|at| !typed.get(&format!("{name}.{at}.text.bg")).is_empty())
        .count();
    html! {
        p.soft { (page.say(
            "Отговорите са поне два. Празен ред не се записва.",
            "There are at least two answers. An empty row is not saved.",
        )) }
        ol.documents {
            @for at in 0..there.max(filled + 2) {
                li {
                    input type="hidden" name={ (name) "." (at) ".was" } value=(typed.get(&format!("{name}.{at}.was")));
                    (fields.text(&format!("{name}.{at}.text"), page.say("Отговор", "Answer"), 1))
                }
            }
        }
    }
}

fn known_ids(page: &Page, desk: &Desk, ids: Ids) -> Vec<(String, String)> {
    let lang = page.lang.code();
    let pack = &desk.pack;
    let named = |(id, name): (&String, &LocalText)| (id.clone(), name.get(lang).to_owned());
    match ids {
        Ids::Places => pack.hours.places.iter().map(|it| named((&it.id, &it.name))).collect(),
        Ids::Priorities => {
            let all = pack.queues.priorities.iter();
            all.map(|it| named((&it.id, &it.name))).collect()
        }
        Ids::Promises => pack.promises.iter().map(|it| named((&it.id, &it.text))).collect(),
        Ids::Reasons => pack.survey.reasons.iter().map(|it| named((&it.id, &it.text))).collect(),
        Ids::Services => pack.services.iter().map(|it| named((&it.id, &it.name))).collect(),
        Ids::Units => pack.contacts.units.iter().map(|it| named((&it.id, &it.name))).collect(),
        Ids::Sections => {
            let all = pack.charter.sections.iter();
            all.map(|it| (it.id.clone(), it.heading.clone())).collect()
        }
    }
}
