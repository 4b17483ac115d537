//! The question for clerk and PIN at a counter's page, where the municipality wants it.

use axum::{
    Form,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    app::App,
    clerks::PinRefused,
    guard::{Post, paired},
    pages::{frame, unavailable},
    words,
};
use crate::{
    store::{Clerk, Pairing, Store},
    web::{icon, lang::Lang, limit::seconds},
};

/// What came of the last try: who was chosen, and why they are not signed in.
pub(super) struct Tried {
    clerk: i64,
    refused: PinRefused,
}

#[derive(Deserialize)]
pub struct Typed {
    clerk: i64,
    #[serde(default)]
    pin: String,
}

/// Asks, at a browser that is paired with this counter.
pub(super) async fn page(app: &App, pairing: &Pairing, lang: Lang, tried: Option<Tried>) -> Response {
    let Ok(clerks) = app.store.ask(Store::clerks).await else {
        return unavailable(lang);
    };
    let (status, fault) = tried.as_ref().map(|tried| refusal(tried.refused, lang)).unzip();
    let title = words::counter(&pairing.counter, lang);
    let content = html! {
        h1 { (title) }
        @if let Some(fault) = fault { p.alert role="alert" { (icon::warning()) (fault) } }
        @if clerks.is_empty() {
            p.lead { (lang.say(
                "На това гише се работи с ПИН код, а още няма въведени служители. Който поддържа киоска, ги въвежда с командата",
                "This counter asks for a PIN, and no clerks are set up yet. Whoever looks after the kiosk adds them with the command",
            )) " " code { "parter lobby clerk add" } "." }
        } @else {
            (form(&clerks, tried.map(|tried| tried.clerk), lang))
        }
    };
    (status.unwrap_or(StatusCode::OK), frame(lang, &title, false, &content)).into_response()
}

fn form(clerks: &[Clerk], chosen: Option<i64>, lang: Lang) -> Markup {
    html! {
        form.panel method="post" action="/sign-in" {
            div.field {
                label for="clerk" { (lang.say("Служител", "Clerk")) }
                select id="clerk" name="clerk" required autofocus {
                    @for clerk in clerks { option value=(clerk.id) selected[Some(clerk.id) == chosen] { (clerk.label) } }
                }
            }
            div.field {
                label for="pin" { (lang.say("ПИН код", "PIN")) }
                input id="pin" name="pin" type="password" inputmode="numeric" required autocomplete="off";
            }
            button.button { (lang.say("Вход", "Sign in")) }
        }
    }
}

pub async fn post(State(app): State<App>, headers: HeaderMap, Form(typed): Form<Typed>) -> Response {
    let lang = Lang::chosen(&headers);
    let Ok((pairing, Some(Post::Counter(_)))) = paired(&app, &headers).await else {
        return Redirect::to("/").into_response();
    };
    let Typed { clerk, pin } = typed;
    match app.sign_in(&pairing, clerk, pin).await {
        Ok(Ok(())) => Redirect::to("/").into_response(),
        Ok(Err(refused)) => page(&app, &pairing, lang, Some(Tried { clerk, refused })).await,
        Err(_) => unavailable(lang),
    }
}

pub async fn out(State(app): State<App>, headers: HeaderMap) -> Response {
    if let Ok((pairing, _)) = paired(&app, &headers).await {
        app.sign_out(&pairing);
    }
    Redirect::to("/").into_response()
}

fn refusal(refused: PinRefused, lang: Lang) -> (StatusCode, String) {
    match (refused, lang) {
        (PinRefused::Wrong { left }, Lang::Bg) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("Грешен ПИН код. Опити до изчакване: {left}."),
        ),
        (PinRefused::Wrong { left }, Lang::En) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("Wrong PIN. Attempts before a pause: {left}."),
        ),
        (PinRefused::Pause(pause), Lang::Bg) => (
            StatusCode::TOO_MANY_REQUESTS,
            format!(
                "Твърде много грешни опити на това гише. Изчакайте {} секунди.",
                seconds(pause)
            ),
        ),
        (PinRefused::Pause(pause), Lang::En) => (
            StatusCode::TOO_MANY_REQUESTS,
            format!(
                "Too many wrong PINs at this counter. Wait for {} seconds.",
                seconds(pause)
            ),
        ),
    }
}
