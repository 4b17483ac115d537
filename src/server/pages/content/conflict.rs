//! Two editors on one draft: the second sees what the first has saved, and chooses.

use axum::{http::StatusCode, response::Response};
use maud::html;

use super::super::{icon, page::Page, time};
use super::{address, desk::Desk, differences, typed::Typed};
use crate::content::{difference, files::Files};

/// `seen` is what the editor had before them, `mine` what saving would make.
pub fn show(
    page: &Page,
    desk: &Desk,
    typed: &Typed,
    (seen, mine): (&Files, &Files),
    (here, back): &(String, String),
) -> Response {
    let revision = &desk.draft.revision;
    let content = html! {
        p.alert.calm role="alert" {
            (icon::info())
            span {
                strong { (revision.saved_by) } " "
                (page.say("записа промени, докато редактирахте", "saved changes while you were editing")) " "
                (time::moment(page.lang, revision.saved_at, page.now)) ". "
                (page.say("Нищо не е презаписано. Изберете.", "Nothing was overwritten. Choose."))
            }
        }
        section {
            h2 { (page.say("Какво е променено междувременно", "What has changed meanwhile")) }
            (differences::list(page, &difference::between(seen, &desk.draft.files)))
        }
        section {
            h2 { (page.say("Какво ще промени вашият запис", "What saving yours will change")) }
            (differences::list(page, &difference::between(&desk.draft.files, mine)))
        }
        div.choices {
            form method="post" action=(here) {
                (page.csrf())
                input type="hidden" name="revision" value=(revision.number);
                @for (name, value) in typed.fields() { input type="hidden" name=(name) value=(value); }
                button.button { (page.say("Запис на моите промени", "Save mine")) }
            }
            a.button.second href=(back) { (page.say("Оставяне на записаното", "Keep what is saved")) }
        }
    };
    let title = page.say("Някой друг също редактира", "Somebody else is editing too");
    page.answer(StatusCode::CONFLICT, title, content)
}

/// What was edited is not there any more.
pub fn gone(page: &Page, municipality: &str) -> Response {
    let content = html! {
        p.lead { (page.say(
            "Някой друг го е премахнал, докато редактирахте. В историята може да се върне.",
            "Somebody else has taken it away while you were editing. It can be brought back in the history.",
        )) }
        p { a.button href={ (address(municipality)) "/history" } { (page.say("Към историята", "To the history")) } }
    };
    let title = page.say("Вече го няма", "It is there no more");
    page.answer(StatusCode::CONFLICT, title, content)
}
