//! `/admin/kiosks/ID/revoke`: asks once, then the kiosk's token is refused.

use axum::extract::{Path, State};
use maud::html;

use super::{
    super::{
        error::{Answer, OrUnavailable},
        page::{Page, done},
    },
    address, find,
};
use crate::server::state::App;

pub async fn get(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let report = find(&app, &page, &id).await?;
    let at = address(&id);
    let content = html! {
        p.lead { (report.device.name) }
        p { (page.say(
            "Киоскът продължава да дава билети, но сървърът вече не приема нищо от него и страниците на билетите му спират да се обновяват. Връща се само с нов код.",
            "The kiosk goes on giving tickets, but the server accepts nothing from it any more, and its tickets' pages stand still. Only a new code brings it back.",
        )) }
        div.actions {
            (page.act(&format!("{at}/revoke"), "button danger", page.say("Отнемане на достъпа", "Revoke")))
            a.button.second href=(at) { (page.say("Отказ", "Cancel")) }
        }
    };
    Ok(page.show(page.say("Отнемане на достъпа?", "Revoke this kiosk?"), content))
}

/// Twice is as good as once.
pub async fn post(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    find(&app, &page, &id).await?;
    let revoked = app.store.revoke_device(&id, &page.actor(), app.now()).await;
    revoked.or_unavailable(&page)?;
    Ok(done(&address(&id), "revoked"))
}
