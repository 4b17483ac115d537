//! The frame that every page stands in.

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

use super::{icon, lang::Lang, words};
use crate::server::{
    auth::access::EDITOR_ROLES,
    store::users::{Role, Session},
};

/// A page's parts.
pub struct Frame<'a> {
    pub lang: Lang,
    pub session: Option<&'a Session>,
    /// Where the page is, to mark its place in the menu and to come back to.
    pub path: &'a str,
    pub title: &'a str,
    /// What the form before this page has done.
    pub done: Option<&'a str>,
    pub content: Markup,
}

/// A page that says one thing, to anybody.
pub fn message(lang: Lang, status: StatusCode, title: &str, text: &str) -> Response {
    let content = html! {
        p.lead { (text) }
        p { a.button href="/admin" { (lang.say("Към началото", "To the start")) } }
    };
    let frame = Frame {
        lang,
        session: None,
        path: "/admin",
        title,
        done: None,
        content,
    };
    (status, frame.html()).into_response()
}

impl Frame<'_> {
    pub fn html(self) -> Html<String> {
        let lang = self.lang;
        let page = html! {
            (DOCTYPE)
            html lang=(lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " – Parter" }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(super::assets::styles());
                }
                body {
                    a.skip href="#main" { (lang.say("Към съдържанието", "Skip to the content")) }
                    header.bar {
                        a.mark href="/admin" { (icon::landmark()) (lang.say("Партер", "Parter")) }
                        @if let Some(session) = self.session {
                            (menu(lang, session, self.path))
                            (who(lang, session))
                        }
                    }
                    main #main tabindex="-1" {
                        h1 { (self.title) }
                        @if let Some(done) = self.done { p.done role="status" { (icon::check()) (done) } }
                        (self.content)
                    }
                    footer {
                        (other_language(lang, self.path))
                        span { "Parter " (env!("CARGO_PKG_VERSION")) }
                    }
                }
            }
        };
        Html(page.into_string())
    }
}

fn menu(lang: Lang, session: &Session, path: &str) -> Markup {
    let everybody = &Role::ALL[..];
    let administrators = &[Role::Administrator][..];
    let all = [
        (everybody, "/admin", lang.say("Преглед", "Overview")),
        (everybody, "/admin/kiosks", lang.say("Киоски", "Kiosks")),
        (everybody, "/admin/figures", lang.say("Показатели", "Figures")),
        (EDITOR_ROLES, "/admin/content", lang.say("Съдържание", "Content")),
        (administrators, "/admin/users", lang.say("Потребители", "Users")),
        (administrators, "/admin/audit", lang.say("Дневник", "Log")),
    ];
    let shown = all.iter().filter(|(roles, ..)| roles.contains(&session.user.role));
    html! {
        nav aria-label=(lang.say("Страници", "Pages")) {
            @for (_, at, name) in shown {
                a href=(at) aria-current=[(*at == path).then_some("page")] { (name) }
            }
        }
    }
}

fn who(lang: Lang, session: &Session) -> Markup {
    html! {
        div.who {
            a href="/admin/password" {
                strong { (session.user.name) }
                " " span.soft { (words::role(lang, session.user.role)) }
            }
            form method="post" action="/admin/sign-out" {
                (csrf(session))
                button.quiet { (lang.say("Изход", "Sign out")) }
            }
        }
    }
}

fn other_language(lang: Lang, path: &str) -> Markup {
    let code = lang.other().code();
    html! {
        a lang=(code) hreflang=(code) href={ "/admin/language/" (code) "?next=" (path) } {
            (lang.say("In English", "На български"))
        }
    }
}

/// What proves that a form is ours.
pub fn csrf(session: &Session) -> Markup {
    html! { input type="hidden" name="csrf" value=(session.csrf); }
}
