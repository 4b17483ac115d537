//! `/admin/new-kiosk`: a kiosk that may come.

use axum::{Form, extract::State, http::StatusCode, response::Response};
use maud::html;
use serde::Deserialize;

use super::{
    super::{
        error::{Answer, OrUnavailable},
        form::{Choice, refused},
        municipalities,
        page::Page,
    },
    code,
    name::{self, Wrong},
};
use crate::{
    crockford,
    server::{
        state::App,
        store::devices::{Changed, NewDevice},
    },
};

/// Characters of a device's id.
const ID: usize = 10;

#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    municipality: String,
}

pub async fn get(page: Page) -> Response {
    form(&page, StatusCode::OK, &Typed::default(), None)
}

pub async fn post(State(app): State<App>, page: Page, Form(typed): Form<Typed>) -> Answer {
    let wrong = |wrong| Ok(form(&page, StatusCode::UNPROCESSABLE_ENTITY, &typed, Some(wrong)));
    let name = match name::read(&typed.name) {
        Ok(name) => name,
        Err(unfit) => return wrong(unfit),
    };
    // A choice that the form does not have comes from no browser.
    if page.packs.of(&typed.municipality).is_none() {
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
        Changed::Done => Ok(code::show(&page, &new, &code, &app.public_url)),
        Changed::NameTaken | Changed::NotFound => wrong(Wrong::Taken),
    }
}

fn form(page: &Page, status: StatusCode, typed: &Typed, wrong: Option<Wrong>) -> Response {
    let municipality = Choice {
        name: "municipality",
        label: page.say("Община", "Municipality"),
        options: municipalities::all(page),
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
            (name::field(page, &typed.name, wrong).html())
            button.button { (page.say("Добавяне", "Add")) }
        }
    };
    page.answer(status, page.say("Нов киоск", "New kiosk"), content)
}
