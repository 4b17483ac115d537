//! One's own password.

use axum::{
    Form,
    extract::State,
    http::{StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;

use super::{
    error::{Answer, OrUnavailable},
    form::{Field, refused},
    new_password::{self, Fault, NewPassword},
    page::{Page, done},
    sign_in,
};
use crate::server::{auth::passwords, state::App};

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    present: String,
    #[serde(flatten)]
    new: NewPassword,
}

#[derive(Clone, Copy)]
enum Wrong {
    Present,
    TooOften,
    New(Fault),
}

pub async fn get(page: Page) -> Response {
    form(&page, StatusCode::OK, None)
}

/// All sessions of the user end; this browser gets another.
pub async fn post(State(app): State<App>, page: Page, Form(typed): Form<Typed>) -> Answer {
    let wrong = |wrong| Ok(form(&page, StatusCode::UNPROCESSABLE_ENTITY, Some(wrong)));
    let name = page.name();
    if app.limits.sign_in_name.check(&name.to_owned()).is_err() {
        return wrong(Wrong::TooOften);
    }
    let known = app.store.credentials(name).await.or_unavailable(&page)?;
    if !passwords::verify(typed.present, known.map(|known| known.password), &app.metrics).await {
        return wrong(Wrong::Present);
    }
    match typed.new.hash().await {
        Err(fault) => wrong(Wrong::New(fault)),
        Ok(hash) => {
            let set = app.store.set_password(name, &hash, &page.actor(), app.now()).await;
            set.or_unavailable(&page)?;
            let cookie = sign_in::begin(&app, &page, name).await?;
            Ok(([(SET_COOKIE, cookie)], done("/admin/password", "password")).into_response())
        }
    }
}

fn form(page: &Page, status: StatusCode, wrong: Option<Wrong>) -> Response {
    let text = match wrong {
        Some(Wrong::Present) => Some(page.say("Паролата не е вярна.", "The password is wrong.")),
        Some(Wrong::TooOften) => Some(page.say(
            "Твърде много опити. Изчакайте минута.",
            "Too many attempts. Wait for a minute.",
        )),
        Some(Wrong::New(_)) | None => None,
    };
    let present = Field {
        name: "present",
        label: page.say("Сегашна парола", "Present password"),
        error: text.map(str::to_owned),
        autocomplete: "current-password",
        ..Field::default()
    };
    let fault = match wrong {
        Some(Wrong::New(fault)) => Some(fault),
        _ => None,
    };
    let content = html! {
        (refused(page.lang, wrong.is_some()))
        p { (page.say(
            "След смяната ще излезете от всички други устройства.",
            "Afterwards you are signed out on all other devices.",
        )) }
        form.panel method="post" {
            (page.csrf())
            (present.html())
            (new_password::fields(page.lang, fault))
            button.button { (page.say("Смяна на паролата", "Change the password")) }
        }
    };
    page.answer(status, page.say("Вашата парола", "Your password"), content)
}
