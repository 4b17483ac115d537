//! A place's form: its week, its extended hours, and the leadership's reception in its order.

use axum::response::Response;
use maud::{Markup, html};

use super::super::super::{form::refused, page::Page};
use super::super::{
    desk::Desk,
    fields::Fields,
    frame::{framed, status},
    part::entry_place,
    rows::Rows,
    save,
    typed::Typed,
    week,
};
use super::read::RECEPTIONS;
use crate::content::{
    edit::{
        Fault,
        part::schema::PLACES,
        week::{DAYS, name},
    },
    hours::Place,
    l10n,
    read::HOURS,
};

pub fn show(page: &Page, desk: &Desk, id: &str, (typed, faults): (&Typed, &[Fault]), here: &str) -> Response {
    let mut places = desk.pack.hours.places.iter().enumerate();
    let Some((at, place)) = places.find(|(_, place)| place.id == id) else {
        return page.not_found();
    };
    let fields = Fields::of(page, desk, typed, faults, (HOURS, paths(at, place)));
    let content = html! {
        (refused(page.lang, !faults.is_empty()))
        (fields.placed.above(page))
        (fields.placed.beside(page, "open"))
        p { a href=(entry_place(&desk.municipality, &PLACES, id)) { (page.say("Име и адрес", "Name and address")) } }
        p { (page.say(
            "Ден без часове е почивен. Официалните празници се смятат сами; тук не се пишат.",
            "A day without hours is closed. Public holidays are computed; they are not written here.",
        )) }
        form.week data-saves method="post" action=(here) {
            (fields.head())
            (week::days(page, typed, &fields))
            section #extended {
                h2 { (page.say("Удължено време", "Extended hours")) }
                p.soft { (page.say(
                    "До кога се обслужват онези, които са дошли преди затварянето. Празно, ако няма такова.",
                    "Until when those are served who came before closing. Empty where there is none.",
                )) }
                (fields.line("extended.until", page.say("До колко часа", "Until"), None, "text"))
                (fields.text("extended.basis", page.say("Основание", "Basis"), 2))
            }
            section #receptions {
                h2 { (page.say("Приемни дни", "Reception days")) }
                (receptions(page, &fields))
            }
            div.save { button.button { (page.say("Запис", "Save")) } (save::status(page)) }
        }
    };
    let title = format!(
        "{}: {}",
        page.say("Работно време", "Hours"),
        place.name.get(page.lang.code())
    );
    page.answer(status(faults), &title, framed(page, desk, &content))
}

/// The form's fields with their ways in the document.
fn paths(at: usize, place: &Place) -> Vec<(String, String)> {
    let entry = format!("place/{at}");
    let mut paths = vec![(String::new(), entry.clone())];
    for (field, path) in [
        ("open", "open"),
        ("extended.until", "extended/until"),
        ("extended.basis", "extended/basis"),
    ] {
        paths.push((field.to_owned(), format!("{entry}/{path}")));
    }
    for row in 0..place.receptions.len() {
        for (field, path) in [("who", "who"), ("days", "span"), ("note", "note")] {
            paths.push((
                format!("{RECEPTIONS}.{row}.{field}"),
                format!("{entry}/reception/{row}/{path}"),
            ));
        }
    }
    paths
}

fn receptions(page: &Page, fields: &Fields<'_>) -> Markup {
    let rows = Rows {
        page,
        typed: fields.typed,
        list: RECEPTIONS,
        called: (page.say("Прием", "Reception"), page.say("Нов прием", "New reception")),
        main: "who.bg",
    };
    rows.html(|row| {
        let days = format!("{row}.days");
        html! {
            (fields.text(&format!("{row}.who"), page.say("Кой приема", "Who receives"), 1))
            p.hint { (page.say("Дните и часовете остават празни, ако не се знаят.", "Days and hours stay empty where they are not known.")) }
            div.days role="group" aria-label=(page.say("Дни", "Days")) {
                (fields.error(&days))
                @for day in DAYS {
                    (fields.tick(&format!("{days}.{}", name(day)), l10n::weekday(day, page.lang.code())))
                }
                (fields.placed.beside(page, &days))
            }
            div.languages {
                (fields.line(&format!("{row}.from"), page.say("От", "From"), None, "text"))
                (fields.line(&format!("{row}.to"), page.say("До", "To"), None, "text"))
            }
            (fields.text(&format!("{row}.note"), page.say("Къде и как се записва", "Where and how to book"), 2))
        }
    })
}
