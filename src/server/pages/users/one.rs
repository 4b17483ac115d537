//! `/admin/users/NAME`: a user's role, access and password.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    super::{
        error::{Answer, OrUnavailable},
        form::refused,
        icon,
        new_password::{self, Fault, NewPassword},
        page::{Page, done},
        time,
    },
    address, is_last_administrator, role_choice,
};
use crate::server::{
    state::App,
    store::{
        devices::Changed,
        users::{Role, User},
    },
};

#[derive(Deserialize)]
pub struct TypedRole {
    #[serde(default)]
    role: String,
}

pub async fn get(State(app): State<App>, page: Page, Path(name): Path<String>) -> Answer {
    show(&app, &page, &name, StatusCode::OK, None).await
}

pub async fn role(
    State(app): State<App>,
    page: Page,
    Path(name): Path<String>,
    Form(typed): Form<TypedRole>,
) -> Answer {
    let Some(role) = Role::named(&typed.role) else {
        return Ok(page.not_found());
    };
    let changed = app.store.set_role(&name, role, &page.actor(), app.now()).await;
    settle(&app, &page, &name, changed.or_unavailable(&page)?, "role").await
}

pub async fn disable(State(app): State<App>, page: Page, Path(name): Path<String>) -> Answer {
    let changed = app.store.set_disabled(&name, true, &page.actor(), app.now()).await;
    settle(&app, &page, &name, changed.or_unavailable(&page)?, "disabled").await
}

pub async fn enable(State(app): State<App>, page: Page, Path(name): Path<String>) -> Answer {
    let changed = app.store.set_disabled(&name, false, &page.actor(), app.now()).await;
    settle(&app, &page, &name, changed.or_unavailable(&page)?, "enabled").await
}

pub async fn password(
    State(app): State<App>,
    page: Page,
    Path(name): Path<String>,
    Form(typed): Form<NewPassword>,
) -> Answer {
    match typed.hash().await {
        Err(fault) => show(&app, &page, &name, StatusCode::UNPROCESSABLE_ENTITY, Some(fault)).await,
        Ok(hash) => {
            let changed = app.store.set_password(&name, &hash, &page.actor(), app.now()).await;
            settle(&app, &page, &name, changed.or_unavailable(&page)?, "password").await
        }
    }
}

/// Back to the user's page; where nothing was changed it says why.
async fn settle(app: &App, page: &Page, name: &str, changed: Changed, what: &str) -> Answer {
    match changed {
        // Whoever takes a right from themselves may not see the page any more: the start is everybody's.
        Changed::Done if name == page.name() && what == "role" => Ok(done("/admin", what)),
        Changed::Done => Ok(done(&address(name), what)),
        Changed::NotFound | Changed::NameTaken => show(app, page, name, StatusCode::CONFLICT, None).await,
    }
}

async fn show(app: &App, page: &Page, name: &str, status: StatusCode, fault: Option<Fault>) -> Answer {
    let users = app.store.users().await.or_unavailable(page)?;
    let Some(user) = users.iter().find(|user| user.name == name) else {
        return Ok(page.not_found());
    };
    let content = html! {
        p { a href="/admin/users" { (page.say("Всички потребители", "All users")) } }
        p.soft { (page.say("Добавен", "Added")) " " (time::moment(page.lang, user.created_at, page.now)) }
        @if is_last_administrator(&users, name) { (last(page, status)) } @else { (access(page, user)) }
        (reset(page, user, fault))
    };
    Ok(page.answer(status, name, content))
}

/// Why neither role nor access can be changed.
fn last(page: &Page, status: StatusCode) -> Markup {
    html! {
        // After an attempt it is news.
        p.alert.calm role=[(status == StatusCode::CONFLICT).then_some("alert")] {
            (icon::info())
            span { (page.say(
                "Това е последният администратор. Ролята и достъпът му не могат да се променят, за да не остане сървърът без никого. Първо добавете друг администратор.",
                "This is the last administrator. Role and access can't be changed, so that the server is never left without anybody. Add another administrator first.",
            )) }
        }
    }
}

fn access(page: &Page, user: &User) -> Markup {
    let at = address(&user.name);
    html! {
        section {
            h2 { (page.say("Роля", "Role")) }
            form.panel method="post" action={ (at) "/role" } {
                (page.csrf())
                (role_choice(page, user.role).html())
                button.button.second { (page.say("Промяна на ролята", "Change the role")) }
            }
        }
        section {
            h2 { (page.say("Достъп", "Access")) }
            @match user.disabled_at {
                Some(since) => {
                    p { (page.say("Спрян", "Disabled")) " " (time::moment(page.lang, since, page.now)) }
                    (page.act(&format!("{at}/enable"), "button second", page.say("Връщане на достъпа", "Enable")))
                }
                None => {
                    p { (page.say(
                        "След спиране не може да влиза и излиза отвсякъде. Записаното в дневника остава.",
                        "Once disabled, the user is signed out everywhere and can't sign in. What is in the log stays.",
                    )) }
                    (page.act(&format!("{at}/disable"), "button danger", page.say("Спиране на достъпа", "Disable")))
                }
            }
        }
    }
}

fn reset(page: &Page, user: &User, fault: Option<Fault>) -> Markup {
    html! {
        section {
            h2 { (page.say("Парола", "Password")) }
            @if user.name == page.name() {
                p { a href="/admin/password" { (page.say("Сменете своята парола", "Change your own password")) } }
            } @else {
                (refused(page.lang, fault.is_some()))
                p { (page.say(
                    "Новата парола се казва лично на потребителя. Той излиза отвсякъде.",
                    "Tell the new password to the user in person. The user is signed out everywhere.",
                )) }
                form.panel method="post" action={ (address(&user.name)) "/password" } {
                    (page.csrf())
                    (new_password::fields(page.lang, fault))
                    button.button.second { (page.say("Нова парола", "Set the password")) }
                }
            }
        }
    }
}
