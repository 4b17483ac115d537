//! Signing in and out. A wrong name and a wrong password are answered alike, and as slowly.

use std::time::Duration;

use axum::{
    Form,
    extract::{Query, State},
    http::{
        HeaderMap, StatusCode,
        header::{RETRY_AFTER, SET_COOKIE},
    },
    response::{IntoResponse, Redirect, Response},
};
use chrono::TimeDelta;
use maud::html;
use serde::Deserialize;

use super::{
    error::{Answer, OrUnavailable, Refusal},
    form::Field,
    icon,
    page::Page,
    time,
};
use crate::{
    protocol::secret::Token,
    server::{
        auth::{client::Client, names, passwords, sessions},
        routes::SIGN_IN,
        state::App,
    },
    web::limit::{TooMany, seconds},
};

/// Where to go afterwards.
#[derive(Deserialize, Default)]
pub struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    /// The page that was asked for, if it is one of ours.
    #[must_use]
    pub fn or_start(&self) -> &str {
        if is_ours(&self.next) { &self.next } else { "/admin" }
    }
}

/// Whether it is a place on this server: never a way to another one.
#[must_use]
pub fn is_ours(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-._@".contains(c);
    path.starts_with("/admin") && path.chars().all(is_plain)
}

#[derive(Deserialize)]
pub struct SignIn {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(flatten)]
    next: Next,
}

pub async fn get(page: Page, Query(next): Query<Next>) -> Response {
    form(&page, StatusCode::OK, "", &next, None)
}

pub async fn post(
    State(app): State<App>,
    client: Client,
    page: Page,
    headers: HeaderMap,
    Form(typed): Form<SignIn>,
) -> Answer {
    let name = names::read(&typed.name).ok();
    let by_name = || name.as_ref().map_or(Ok(()), |name| app.limits.sign_in_name.check(name));
    if let Err(TooMany(wait)) = app.limits.sign_in.check(&client.0).and_then(|()| by_name()) {
        return Ok(too_many(&page, &typed, wait));
    }
    let known = match &name {
        Some(name) => app.store.credentials(name).await.or_unavailable(&page)?,
        None => None,
    };
    let stored = known.as_ref().map(|known| known.password.clone());
    let is_right = passwords::verify(typed.password, stored, &app.metrics).await;
    let user = known
        .map(|known| known.user)
        .filter(|user| is_right && user.disabled_at.is_none());
    let Some(user) = user else {
        let text = page.say("Името или паролата не са верни.", "The name or the password is wrong.");
        return Ok(form(
            &page,
            StatusCode::UNPROCESSABLE_ENTITY,
            &typed.name,
            &typed.next,
            Some(text),
        ));
    };
    if let Some(old) = sessions::of(&headers) {
        app.store.end_session(&old, app.now()).await.or_unavailable(&page)?;
    }
    let cookie = begin(&app, &page, &user.name).await?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to(typed.next.or_start())).into_response())
}

/// A session that begins, as its cookie.
pub async fn begin(app: &App, page: &Page, name: &str) -> Result<String, Refusal> {
    let (secret, csrf) = (Token::random(&mut rand::rng()), Token::random(&mut rand::rng()));
    let started = app
        .store
        .start_session(name, &secret.hash(), csrf.reveal(), app.now())
        .await;
    started.or_unavailable(page)?;
    Ok(sessions::cookie(&secret))
}

pub async fn out(State(app): State<App>, page: Page, headers: HeaderMap) -> Answer {
    if let Some(session) = sessions::of(&headers) {
        app.store.end_session(&session, app.now()).await.or_unavailable(&page)?;
    }
    Ok(([(SET_COOKIE, sessions::no_cookie())], Redirect::to(SIGN_IN)).into_response())
}

fn too_many(page: &Page, typed: &SignIn, wait: Duration) -> Response {
    let wait = seconds(wait);
    let shown = time::span(
        page.lang,
        TimeDelta::minutes(i64::try_from(wait.div_ceil(60)).unwrap_or(i64::MAX)),
    );
    let text = match page.lang {
        super::Lang::Bg => format!("Твърде много опити. Изчакайте {shown} и опитайте отново."),
        super::Lang::En => format!("Too many attempts. Wait for {shown} and try again."),
    };
    let mut response = form(
        page,
        StatusCode::TOO_MANY_REQUESTS,
        &typed.name,
        &typed.next,
        Some(&text),
    );
    response.headers_mut().insert(RETRY_AFTER, wait.into());
    response
}

fn form(page: &Page, status: StatusCode, name: &str, next: &Next, fault: Option<&str>) -> Response {
    let fields = [
        Field {
            name: "name",
            label: page.say("Потребителско име", "User name"),
            value: name,
            autocomplete: "username",
            ..Field::default()
        },
        Field {
            name: "password",
            label: page.say("Парола", "Password"),
            autocomplete: "current-password",
            ..Field::default()
        },
    ];
    let content = html! {
        @if let Some(fault) = fault { p.alert role="alert" { (icon::warning()) (fault) } }
        form.panel method="post" action=(SIGN_IN) {
            @for field in &fields { (field.html()) }
            input type="hidden" name="next" value=(next.or_start());
            button.button { (page.say("Влизане", "Sign in")) }
        }
    };
    page.answer(status, page.say("Влизане за служители", "Sign-in for staff"), content)
}
