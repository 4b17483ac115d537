//! `/admin/users`

use axum::extract::State;
use maud::{Markup, html};

use super::{
    super::{
        error::{Answer, OrUnavailable},
        icon,
        page::Page,
        table::{row, table},
        time, words,
    },
    address,
};
use crate::server::{state::App, store::users::User};

pub async fn get(State(app): State<App>, page: Page) -> Answer {
    let users = app.store.users().await.or_unavailable(&page)?;
    let columns = [
        page.say("Име", "Name"),
        page.say("Роля", "Role"),
        page.say("Достъп", "Access"),
        page.say("Добавен", "Added"),
    ];
    let row = |user: &User| {
        let access = html! {
            @match user.disabled_at {
                None => p.state.good { (icon::check()) (page.say("може да влиза", "can sign in")) },
                Some(at) => p.state.off {
                    (icon::cross())
                    span { (page.say("спрян", "disabled")) " " (time::moment(page.lang, at, page.now)) }
                },
            }
        };
        let cells = [
            html! { a href=(address(&user.name)) { (user.name) } },
            html! { (words::role(page.lang, user.role)) },
            access,
            time::date(page.lang, user.created_at, page.now),
        ];
        row(&columns, &cells)
    };
    let rows: Vec<Markup> = users.iter().map(row).collect();
    let content = html! {
        div.actions { a.button href="/admin/new-user" { (page.say("Нов потребител", "New user")) } }
        (table(&columns, &rows))
    };
    Ok(page.show(page.say("Потребители", "Users"), content))
}
