//! `/admin/new-municipality`: one that has no content yet.

use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;

use super::super::{
    error::{Answer, OrUnavailable},
    form::{Field, refused},
    page::Page,
};
use super::{address, fault_words, typed::Typed};
use crate::{
    content::{
        edit::{Cause, Fault, blank, typed},
        pack::Municipality,
    },
    server::{
        state::App,
        store::drafts::{FIRST, Save, Saved},
    },
};

pub async fn get(page: Page) -> Response {
    form(&page, &Typed::default(), &[])
}

/// Its draft begins with every document, and none of them written.
pub async fn post(State(app): State<App>, page: Page, Form(typed): Form<Typed>) -> Answer {
    let languages = ["bg", "en"].map(str::to_owned);
    let line = |name| typed::line(typed.get(name)).unwrap_or_default();
    let municipality = Municipality {
        id: line("id"),
        name: typed.text("name", &languages).unwrap_or_default(),
        nsi_code: line("nsi_code"),
        ekatte: line("ekatte"),
    };
    let files = match blank::pack(&municipality, page.now.date_naive()) {
        Ok(files) => files,
        Err(faults) => return Ok(form(&page, &typed, &faults)),
    };
    let taken = [Fault::of("id", Cause::Taken)];
    if page.packs.of(&municipality.id).is_some() {
        return Ok(form(&page, &typed, &taken));
    }
    let save = Save {
        municipality: municipality.id.clone(),
        on: FIRST,
        begins_from: files.clone(),
        files,
        act: None,
    };
    match app
        .store
        .save_draft(&save, &page.actor(), page.now)
        .await
        .or_unavailable(&page)?
    {
        Saved::As(_) => Ok(Redirect::to(&format!("{}?done=made", address(&municipality.id))).into_response()),
        Saved::Stale => Ok(form(&page, &typed, &taken)),
    }
}

fn form(page: &Page, typed: &Typed, faults: &[Fault]) -> Response {
    let field = |name: &'static str, label: &'static str, hint: &'static str| {
        let fault = faults.iter().find(|fault| fault.field == name);
        let field = Field {
            name,
            label,
            hint: Some(hint),
            error: fault.map(|fault| fault_words::of(page, fault.cause)),
            value: typed.get(name),
            autocomplete: "off",
        };
        field.html()
    };
    let say = |bg, en| page.lang.say(bg, en);
    let content = html! {
        (refused(page.lang, !faults.is_empty()))
        p { (page.say(
            "Започва празна чернова. Киоските показват нещо от нея чак когато се публикува.",
            "An empty draft begins. Kiosks show nothing of it until it is published.",
        )) }
        form.panel method="post" {
            (page.csrf())
            (field("name.bg", say("Име на български", "Name in Bulgarian"), say("Община Кюстендил", "Община Кюстендил")))
            (field("name.en", say("Име на английски", "Name in English"), say("Municipality of Kyustendil", "Municipality of Kyustendil")))
            (field("id", say("Означение", "Id"), say(
                "Малки латински букви, например kyustendil. После не се променя.",
                "Small Latin letters, as in kyustendil. It does not change later.",
            )))
            (field("nsi_code", say("Код на НСИ", "Code of the statistical institute"), say("Например KNL29", "As in KNL29")))
            (field("ekatte", say("Код по ЕКАТТЕ", "EKATTE code"), say("На седалището, например 41112", "Of the seat, as in 41112")))
            button.button { (page.say("Започване", "Begin")) }
        }
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page.answer(status, page.say("Нова община", "New municipality"), content)
}
