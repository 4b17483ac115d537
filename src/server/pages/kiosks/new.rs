//! `/admin/new-kiosk`: a kiosk that may come.

use axum::{Form, extract::State, http::StatusCode, response::Response};
use maud::html;
use serde::Deserialize;

use super::{
    super::{
        error::{Answer, OrUnavailable},
        form::{Choice, Field, refused},
        municipalities,
        page::Page,
    },
    code,
};
use crate::{
    crockford,
    server::{
        state::App,
        store::devices::{Changed, NewDevice},
    },
};

const LONGEST_NAME: usize = 60;
/// Characters of a device's id.
const ID: usize = 10;

#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    municipality: String,
}

#[derive(Clone, Copy)]
enum Wrong {
    Name,
    Taken,
}

pub async fn get(page: Page) -> Response {
    form(&page, StatusCode::OK, &Typed::default(), None)
}

pub async fn post(State(app): State<App>, page: Page, Form(typed): Form<Typed>) -> Answer {
    let wrong = |wrong| Ok(form(&page, StatusCode::UNPROCESSABLE_ENTITY, &typed, Some(wrong)));
    let name = typed.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return wrong(Wrong::Name);
    }
    // A choice that the form does not have comes from no browser.
    if municipalities::all(page.lang)
        .iter()
        .all(|(id, _)| *id != typed.municipality)
    {
        return Ok(page.not_found());
    }
    let new = NewDevice {
        id: crockford::random(ID, &mut rand::rng()).to_lowercase(),
        name: name.to_owned(),
        municipality: typed.municipality.clone(),
    };
    let (code, offer) = code::random();
    let made = app.store.create_device(&new, &offer, &page.actor(), app.now()).await;
    match made.or_unavailable(&page)? {
        Changed::Done => Ok(code::show(
            &page,
            StatusCode::CREATED,
            &new.id,
            &new.name,
            &code,
            &app.public_url,
        )),
        Changed::NameTaken | Changed::NotFound => wrong(Wrong::Taken),
    }
}

fn form(page: &Page, status: StatusCode, typed: &Typed, wrong: Option<Wrong>) -> Response {
    let error = wrong.map(|wrong| match wrong {
        Wrong::Name => page.say("Напишете име до 60 знака.", "Write a name of up to 60 characters."),
        Wrong::Taken => page.say(
            "В тази община вече има киоск с това име.",
            "There is a kiosk of this name in the municipality already.",
        ),
    });
    let name = Field {
        name: "name",
        label: page.say("Име на киоска", "The kiosk's name"),
        hint: Some(page.say(
            "Така ще го познават колегите: „Фоайе, до касата“.",
            "As colleagues will know it: “Foyer, by the cash desk”.",
        )),
        error: error.map(str::to_owned),
        value: &typed.name,
        autocomplete: "off",
    };
    let municipality = Choice {
        name: "municipality",
        label: page.say("Община", "Municipality"),
        options: municipalities::all(page.lang),
        chosen: &typed.municipality,
    };
    let content = html! {
        (refused(page.lang, wrong.is_some()))
        p { (page.say(
            "След това ще видите код, с който киоскът се свързва.",
            "Next you will see the code with which the kiosk enrols.",
        )) }
        form.panel method="post" {
            (page.csrf())
            (municipality.html())
            (name.html())
            button.button { (page.say("Добавяне", "Add")) }
        }
    };
    page.answer(status, page.say("Нов киоск", "New kiosk"), content)
}
