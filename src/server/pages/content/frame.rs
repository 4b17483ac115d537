//! What stands around each form: the way back to the draft, the answer's status, and how what it is of is taken away.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::{super::page::Page, address, desk::Desk};
use crate::content::edit::Fault;

/// A form that takes away what the page is of.
pub fn removal(page: &Page, desk: &Desk, at: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(at) {
            (page.csrf())
            input type="hidden" name="revision" value=(desk.draft.revision.number);
            button.button.danger { (label) }
        }
    }
}

/// Below the way back to the draft.
pub fn framed(page: &Page, desk: &Desk, content: &Markup) -> Markup {
    html! {
        p { a href=(address(&desk.municipality)) { (page.say("Към черновата", "To the draft")) } }
        (content)
    }
}

pub fn status(faults: &[Fault]) -> StatusCode {
    if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
