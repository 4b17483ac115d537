//! Whether a municipality's content is published by two people: the administrator says.

use axum::{
    Form,
    extract::{Path, State},
};
use maud::{Markup, html};

use super::super::super::{
    error::{Answer, OrUnavailable},
    page::{Page, done},
};
use super::super::typed::Typed;
use super::place;
use crate::server::state::App;

pub fn form(page: &Page, municipality: &str, needs_second: bool) -> Markup {
    let (text, value, label) = if needs_second {
        (
            page.say(
                "Публикува се от двама: единият иска, другият публикува.",
                "Two people publish: one asks, another publishes.",
            ),
            "one",
            page.say("Нека стига един", "Let one be enough"),
        )
    } else {
        (
            page.say("Публикува се от един човек.", "One person publishes."),
            "two",
            page.say("Нека са двама", "Let there be two"),
        )
    };
    html! {
        section {
            h2 { (page.say("Кой публикува", "Who publishes")) }
            p { (text) }
            form method="post" action={ (place(municipality)) "/rule" } {
                (page.csrf())
                button.button.second name="people" value=(value) { (label) }
            }
        }
    }
}

pub async fn post(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let is_needed = match typed.get("people") {
        "two" => true,
        "one" => false,
        _ => return Ok(page.not_found()),
    };
    let set = app
        .store
        .require_second(&municipality, is_needed, &page.actor(), page.now)
        .await;
    set.or_unavailable(&page)?;
    Ok(done(
        &place(&municipality),
        if is_needed { "two-people" } else { "one-person" },
    ))
}
