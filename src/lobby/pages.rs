//! The counter's page: whole without scripts, as forms; with them it follows what happens by itself.

use std::net::SocketAddr;

use axum::{
    Form,
    extract::{ConnectInfo, Path, State},
    http::{HeaderMap, StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Redirect, Response},
};
use maud::{DOCTYPE, Markup, html};

use super::{
    app::{App, SCRIPT, STYLE},
    board,
    counter::{self, Command},
    guard::{Post, at_counter, paired},
    pair::{self, Typed},
    panel, screen, sign_in, words,
};
use crate::{
    store::{Pairing, StoreError},
    web::{
        assets::STYLES,
        icon,
        lang::Lang,
        limit::{TooMany, seconds},
    },
};

/// The counter's page, or the way to become one.
pub async fn get(State(app): State<App>, headers: HeaderMap) -> Response {
    let lang = Lang::chosen(&headers);
    match paired(&app, &headers).await {
        Ok((pairing, Some(Post::Counter(_)))) if app.wants_clerk(&pairing) => {
            sign_in::page(&app, &pairing, lang, None).await
        }
        Ok((pairing, Some(post))) => panel(&app, &pairing, post, lang, None).await,
        Ok((_, None)) => pairing(lang, StatusCode::OK, None),
        Err(error) if error.is_fault() => unavailable(lang),
        Err(_) => pairing(lang, StatusCode::OK, None),
    }
}

/// A form of the counter's page: does it, and shows what is then.
pub async fn post(State(app): State<App>, headers: HeaderMap, Form(command): Form<Command>) -> Response {
    let lang = Lang::chosen(&headers);
    let Some((pairing, counter)) = at_counter(&app, &headers, true).await else {
        return Redirect::to("/").into_response();
    };
    let post = Post::Counter(counter.clone());
    let now = app.now();
    let parts = app.clone();
    let done = app
        .store
        .ask(move |store| counter::obey(store, &parts, &counter, command, now))
        .await;
    match done {
        Ok(()) => Redirect::to("/").into_response(),
        Err(StoreError::Refused(refused)) => {
            panel(&app, &pairing, post, lang, Some(&words::refused(&refused, lang))).await
        }
        Err(StoreError::NoSuchVisit) => Redirect::to("/").into_response(),
        Err(_) => unavailable(lang),
    }
}

/// The code that was typed.
pub async fn pair(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    let lang = Lang::chosen(&headers);
    if let Err(TooMany(wait)) = app.attempts.check(&client.ip().to_canonical()) {
        let wait = seconds(wait);
        let text = match lang {
            Lang::Bg => format!("Твърде много опити. Изчакайте {wait} секунди."),
            Lang::En => format!("Too many attempts. Wait for {wait} seconds."),
        };
        return pairing(lang, StatusCode::TOO_MANY_REQUESTS, Some(&text));
    }
    match pair::pair(&app, &typed).await {
        Ok(Some((_, cookie))) => ([(SET_COOKIE, cookie)], Redirect::to("/")).into_response(),
        Ok(None) => {
            let text = lang.say(
                "Кодът не е верен или вече не важи. Поискайте нов: важи десет минути.",
                "The code is wrong or no longer good. Ask for a new one: it lasts ten minutes.",
            );
            pairing(lang, StatusCode::UNPROCESSABLE_ENTITY, Some(text))
        }
        Err(_) => unavailable(lang),
    }
}

/// Keeps the reader's choice, and goes back.
pub async fn language(Path(code): Path<String>) -> Response {
    match Lang::coded(&code) {
        Some(lang) => ([(SET_COOKIE, lang.cookie())], Redirect::to("/")).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn panel(app: &App, pairing: &Pairing, post: Post, lang: Lang, fault: Option<&str>) -> Response {
    let Post::Counter(counter) = post else {
        return board(app, lang).await;
    };
    let (now, parts, id) = (app.now(), app.clone(), counter.id.clone());
    let view = app
        .store
        .ask(move |store| counter::view(store, &parts, &counter, now))
        .await;
    let Ok(view) = view else { return unavailable(lang) };
    let status = if fault.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let clerk = app.clerk_at(pairing);
    let content = panel::html(app, &view, clerk.as_deref(), fault, now, lang);
    (status, frame(lang, &words::counter(&id, lang), true, &content)).into_response()
}

/// The board speaks to everybody: its languages are not the browser's.
async fn board(app: &App, lang: Lang) -> Response {
    let (now, parts) = (app.now(), app.clone());
    match app.store.ask(move |store| board::view(store, &parts, now)).await {
        Ok(view) => screen::html(app, &view, now).into_response(),
        Err(_) => unavailable(lang),
    }
}

fn pairing(lang: Lang, status: StatusCode, fault: Option<&str>) -> Response {
    let title = lang.say("Сдвояване на гише", "Pair with a counter");
    let content = html! {
        h1 { (title) }
        @if let Some(fault) = fault { p.alert role="alert" { (icon::warning()) (fault) } }
        form.panel method="post" action="/pair" {
            div.field {
                label for="code" { (lang.say("Код за сдвояване", "Pairing code")) }
                p.hint id="code-hint" {
                    (lang.say("Осем букви и цифри от екрана за служители на киоска.", "Eight letters and digits from the kiosk's screen for staff."))
                }
                input id="code" name="code" required autocomplete="off" autocapitalize="characters" spellcheck="false"
                    aria-describedby="code-hint" autofocus;
            }
            button.button { (lang.say("Сдвояване", "Pair")) }
        }
    };
    (status, frame(lang, title, false, &content)).into_response()
}

pub(super) fn unavailable(lang: Lang) -> Response {
    let text = lang.say(
        "Базата данни на киоска не отговаря. Нищо не е загубено. Опитайте пак след малко.",
        "The kiosk's database does not answer. Nothing is lost. Try again in a moment.",
    );
    message(
        lang,
        StatusCode::SERVICE_UNAVAILABLE,
        lang.say("Момент", "One moment"),
        text,
    )
}

fn message(lang: Lang, status: StatusCode, title: &str, text: &str) -> Response {
    let content = html! { h1 { (title) } p.lead { (text) } p { a.button href="/" { (lang.say("Отново", "Again")) } } };
    (status, frame(lang, title, false, &content)).into_response()
}

pub(super) fn frame(lang: Lang, title: &str, is_live: bool, content: &Markup) -> Markup {
    let other = lang.other();
    html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – Parter" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(STYLES.address());
                link rel="stylesheet" href=(STYLE.address());
                @if is_live { script src=(SCRIPT.address()) defer {} }
            }
            body {
                header.bar { span.mark { (icon::landmark()) (lang.say("Партер", "Parter")) } }
                main #main tabindex="-1" { (content) }
                footer {
                    a lang=(other.code()) hreflang=(other.code()) href={ "/language/" (other.code()) } {
                        (other.say("Български", "English"))
                    }
                    @if is_live {
                        span #lost role="status" data-text=(lang.say("Няма връзка с киоска. Показано е последното известно.", "No contact with the kiosk. What was known last is shown.")) {}
                    }
                }
            }
        }
    }
}
