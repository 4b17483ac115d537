//! Who looks at a page, in which language, and when.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::{
    lang::Lang,
    layout::{self, Frame},
    words,
};
use crate::server::{
    auth::access::EDITOR_ROLES,
    packs::Packs,
    state::App,
    store::{
        audit::Actor,
        users::{Role, Session},
    },
};

pub struct Page {
    pub lang: Lang,
    pub now: DateTime<Utc>,
    /// They name municipalities and places.
    pub packs: Arc<Packs>,
    session: Option<Session>,
    path: String,
    /// What was done by the form before this page, see [`words::done`].
    done: Option<String>,
}

impl FromRequestParts<App> for Page {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let done = parts.uri.query().and_then(|query| query.strip_prefix("done="));
        Ok(Self {
            lang: Lang::chosen(&parts.headers),
            now: app.now(),
            packs: app.packs.now(),
            session: parts.extensions.get().cloned(),
            path: parts.uri.path().to_owned(),
            done: done.map(str::to_owned),
        })
    }
}

impl Page {
    /// Of two texts that say the same, the one in the reader's language.
    #[must_use]
    pub fn say<'a>(&self, bg: &'a str, en: &'a str) -> &'a str {
        self.lang.say(bg, en)
    }

    /// The name of whoever is signed in.
    #[must_use]
    pub fn name(&self) -> &str {
        self.session.as_ref().map_or("", |session| &session.user.name)
    }

    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::User(self.name().to_owned())
    }

    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| session.user.role == Role::Administrator)
    }

    /// Whether who is signed in may change what an editor may.
    #[must_use]
    pub fn is_editor(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| EDITOR_ROLES.contains(&session.user.role))
    }

    /// What every form of somebody signed in carries.
    pub fn csrf(&self) -> Markup {
        html! { @if let Some(session) = &self.session { (layout::csrf(session)) } }
    }

    /// A form that is one button.
    pub fn act(&self, action: &str, class: &str, label: &str) -> Markup {
        html! {
            form method="post" action=(action) {
                (self.csrf())
                button class=(class) { (label) }
            }
        }
    }

    pub fn show(&self, title: &str, content: Markup) -> Response {
        self.answer(StatusCode::OK, title, content)
    }

    pub fn answer(&self, status: StatusCode, title: &str, content: Markup) -> Response {
        let done = self.done.as_deref().and_then(|done| words::done(self.lang, done));
        let frame = Frame {
            lang: self.lang,
            session: self.session.as_ref(),
            path: &self.path,
            title,
            done,
            content,
        };
        (status, frame.html()).into_response()
    }

    /// There is nothing at this address.
    pub fn not_found(&self) -> Response {
        let text = self.say(
            "Може да е премахнато или адресът да е сгрешен.",
            "It may have been taken away, or the address may be wrong.",
        );
        let title = self.say("Няма такова нещо", "There is no such thing");
        self.answer(StatusCode::NOT_FOUND, title, html! { p.lead { (text) } })
    }
}

/// After a form: the page `at`, which says what was done.
pub fn done(at: &str, what: &str) -> Response {
    Redirect::to(&format!("{at}?done={what}")).into_response()
}
