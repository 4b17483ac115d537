//! Those who sign in, and what each may do.

pub mod list;
pub mod new;
pub mod one;

use super::{form::Choice, page::Page, words};
use crate::server::store::users::{Role, User};

fn role_choice<'a>(page: &Page, chosen: Role) -> Choice<'a> {
    Choice {
        name: "role",
        label: page.lang.say("Роля", "Role"),
        options: Role::ALL
            .map(|role| (role.name(), words::role(page.lang, role)))
            .to_vec(),
        chosen: chosen.name(),
    }
}

/// Whether nobody else can look after the server.
fn is_last_administrator(users: &[User], name: &str) -> bool {
    let mut able = users
        .iter()
        .filter(|user| user.role == Role::Administrator && user.disabled_at.is_none());
    able.next().is_some_and(|user| user.name == name) && able.next().is_none()
}

/// The user's page.
fn address(name: &str) -> String {
    format!("/admin/users/{name}")
}
