//! What colleagues call a kiosk: what it may be, and `POST /admin/kiosks/ID/name`, which changes it.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;

use super::{
    super::{
        error::{Answer, OrUnavailable},
        form::Field,
        page::{Page, done},
    },
    address, find, log, one,
};
use crate::server::{state::App, store::devices::Changed};

/// In characters.
const LONGEST: usize = 60;

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
}

/// Why a name won't do.
#[derive(Clone, Copy)]
pub enum Wrong {
    Unfit,
    Taken,
}

/// What was typed as a name, if it is one.
pub fn read(typed: &str) -> Result<&str, Wrong> {
    let name = typed.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST && !name.chars().any(char::is_control);
    if fits { Ok(name) } else { Err(Wrong::Unfit) }
}

/// Where it is typed.
pub fn field<'a>(page: &Page, typed: &'a str, wrong: Option<Wrong>) -> Field<'a> {
    let error = wrong.map(|wrong| match wrong {
        Wrong::Unfit => page.say("Напишете име до 60 знака.", "Write a name of up to 60 characters."),
        Wrong::Taken => page.say(
            "В тази община вече има киоск с това име.",
            "There is a kiosk of this name in the municipality already.",
        ),
    });
    Field {
        name: "name",
        label: page.lang.say("Име на киоска", "The kiosk's name"),
        hint: Some(page.lang.say(
            "Така ще го познават колегите: „Фоайе, до касата“.",
            "As colleagues will know it: “Foyer, by the cash desk”.",
        )),
        error: error.map(str::to_owned),
        value: typed,
        autocomplete: "off",
    }
}

pub async fn post(State(app): State<App>, page: Page, Path(id): Path<String>, Form(typed): Form<Typed>) -> Answer {
    let wrong = match read(&typed.name) {
        Err(wrong) => wrong,
        Ok(name) => {
            let renamed = app.store.rename_device(&id, name, &page.actor(), app.now()).await;
            match renamed.or_unavailable(&page)? {
                Changed::Done => return Ok(done(&address(&id), "renamed")),
                Changed::NotFound => return Ok(page.not_found()),
                Changed::NameTaken => Wrong::Taken,
            }
        }
    };
    let report = find(&app, &page, &id).await?;
    let logs = log::of(&app, &page, &id).await?;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(one::show(&page, status, (&report, &logs), &typed.name, Some(wrong)))
}
