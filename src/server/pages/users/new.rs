//! `/admin/new-user`

use axum::{Form, extract::State, http::StatusCode, response::Response};
use maud::html;
use serde::Deserialize;

use super::{
    super::{
        error::{Answer, OrUnavailable},
        form::{Field, refused},
        new_password::{self, Fault, NewPassword},
        page::{Page, done},
    },
    address, role_choice,
};
use crate::server::{
    auth::names,
    state::App,
    store::{devices::Changed, users::Role},
};

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(flatten)]
    password: NewPassword,
}

#[derive(Clone, Copy)]
enum Wrong {
    Name,
    Taken,
    Password(Fault),
}

pub async fn get(page: Page) -> Response {
    form(&page, StatusCode::OK, "", Role::Editor, None)
}

pub async fn post(State(app): State<App>, page: Page, Form(typed): Form<Typed>) -> Answer {
    // A choice that the form does not have comes from no browser.
    let Some(role) = Role::named(&typed.role) else {
        return Ok(page.not_found());
    };
    let wrong = |wrong| {
        Ok(form(
            &page,
            StatusCode::UNPROCESSABLE_ENTITY,
            &typed.name,
            role,
            Some(wrong),
        ))
    };
    let Ok(name) = names::read(&typed.name) else {
        return wrong(Wrong::Name);
    };
    let hash = match typed.password.hash().await {
        Ok(hash) => hash,
        Err(fault) => return wrong(Wrong::Password(fault)),
    };
    let added = app.store.add_user(&name, role, &hash, &page.actor(), app.now()).await;
    match added.or_unavailable(&page)? {
        Changed::Done => Ok(done(&address(&name), "added")),
        Changed::NameTaken | Changed::NotFound => wrong(Wrong::Taken),
    }
}

fn form(page: &Page, status: StatusCode, name: &str, role: Role, wrong: Option<Wrong>) -> Response {
    let (error, fault) = match wrong {
        Some(Wrong::Name) => (
            Some(page.say(
                "Това име не става: вижте подсказката.",
                "This name won't do: see the hint.",
            )),
            None,
        ),
        Some(Wrong::Taken) => (
            Some(page.say(
                "Вече има потребител с това име.",
                "There is a user of this name already.",
            )),
            None,
        ),
        Some(Wrong::Password(fault)) => (None, Some(fault)),
        None => (None, None),
    };
    let field = Field {
        name: "name",
        label: page.say("Потребителско име", "User name"),
        hint: Some(page.say(
            "Малки латински букви, цифри, точка, тире или @: m.ivanova",
            "Small Latin letters, digits, a dot, a hyphen or @: m.ivanova",
        )),
        error: error.map(str::to_owned),
        value: name,
        autocomplete: "off",
    };
    let content = html! {
        (refused(page.lang, wrong.is_some()))
        form.panel method="post" {
            (page.csrf())
            (field.html())
            (role_choice(page, role).html())
            (new_password::fields(page.lang, fault))
            button.button { (page.say("Добавяне", "Add")) }
        }
        p.soft { (page.say(
            "Администраторът управлява киоските и потребителите. Редакторът променя съдържанието. Анализаторът вижда състоянието на киоските.",
            "An administrator looks after kiosks and users. An editor changes the content. An analyst sees how the kiosks are.",
        )) }
    };
    page.answer(status, page.say("Нов потребител", "New user"), content)
}
