//! What was published: given to all kiosks, and taken back.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::super::super::{
    error::{Answer, OrUnavailable, Refusal},
    page::{Page, done},
    table::{row, table},
    time,
};
use super::super::{address, differences};
use super::{
    failed,
    form::{begins, kiosk},
    place,
};
use crate::{
    content::{
        difference::{self, Difference, Step},
        files::Files,
        read::PACK,
    },
    server::{
        publish, publishing,
        state::App,
        store::{devices::Changed, publications::Publication},
    },
};

/// Publications that are shown.
const SHOWN: usize = 20;

pub async fn list(app: &App, page: &Page, municipality: &str, kiosks: &[(String, String)]) -> Result<Markup, Refusal> {
    let all = app.store.publications(municipality).await.or_unavailable(page)?;
    let columns = [
        page.say("Версия", "Version"),
        page.say("Публикувана", "Published"),
        page.say("Показва се", "Shown"),
        page.say("Какво може", "What can be done"),
    ];
    let one = |(at, one): (usize, &Publication)| {
        let cells = [
            html! { (one.version) },
            html! { (time::moment(page.lang, one.published_at, page.now)) ", " (one.published_by) },
            html! {
                (begins(page, Some(one.valid_from))) ", "
                @match &one.device {
                    Some(device) => { (page.say("само на", "only on")) " " (kiosk(kiosks, device)) },
                    None => (page.say("на всички киоски", "on all kiosks")),
                }
            },
            html! {
                div.acts {
                    @if one.device.is_some() {
                        (page.act(&way(one, "release"), "button second", page.say("На всички киоски", "On all kiosks")))
                    }
                    @if at == 0 {
                        a.button.danger href=(way(one, "take-back")) { (page.say("Връщане на предишното", "Take back")) }
                    }
                }
            },
        ];
        row(&columns, &cells)
    };
    let rows: Vec<Markup> = all.iter().take(SHOWN).enumerate().map(one).collect();
    Ok(html! {
        section {
            h2 { (page.say("Публикувано досега", "Published so far")) }
            @if rows.is_empty() { p.empty { (page.say("Още нищо.", "Nothing yet.")) } } @else { (table(&columns, &rows)) }
        }
    })
}

pub async fn release(State(app): State<App>, page: Page, Path((municipality, version)): Path<(String, u64)>) -> Answer {
    let released = app.store.release(&municipality, version, &page.actor(), page.now).await;
    if released.or_unavailable(&page)? != Changed::Done {
        return Ok(page.not_found());
    }
    app.packs.refresh(&app).await.or_unavailable(&page)?;
    Ok(done(&place(&municipality), "released"))
}

/// What taking it back would change.
pub async fn ask(State(app): State<App>, page: Page, Path((municipality, version)): Path<(String, u64)>) -> Answer {
    let Some(newest) = newest(&app, &page, &municipality, version).await? else {
        return Ok(page.not_found());
    };
    let before = match publishing::before(&app, &newest).await {
        Ok(before) => before,
        Err(fault) => return failed(&page, &municipality, fault),
    };
    let now = publish::stored(&*app.store, &newest.sha256)
        .await
        .or_unavailable(&page)?;
    let content = html! {
        p { a href=(place(&municipality)) { (page.say("Към публикуването", "To publication")) } }
        @if let Some(before) = before {
            p.lead { (page.say(
                "Предишното съдържание ще стане нова, по-висока версия и киоските ще го покажат веднага. Черновата остава както е.",
                "The previous content becomes a new, higher version, and kiosks show it at once. The draft stays as it is.",
            )) }
            (differences::list(&page, &changes(&now.unwrap_or_default(), &before)))
            (page.act(&way(&newest, "take-back"), "button danger", page.say("Връщане", "Take back")))
        } @else {
            p.lead { (page.say(
                "Преди тази версия не е показвано нищо и няма какво да се върне.",
                "Nothing was shown before this version, so there is nothing to go back to.",
            )) }
        }
    };
    let title = format!("{} {version}", page.say("Връщане на версия", "Taking back version"));
    Ok(page.show(&title, content))
}

/// But for the number and the day, which it gets anew.
fn changes(now: &Files, before: &Files) -> Vec<Difference> {
    let is_anew = |at: &[Step]| matches!(at, [Step::Key(key)] if ["version", "updated"].contains(&key.as_str()));
    let mut changes = difference::between(now, before);
    changes.retain(|change| change.file != PACK || !is_anew(&change.at));
    changes
}

pub async fn take_back(
    State(app): State<App>,
    page: Page,
    Path((municipality, version)): Path<(String, u64)>,
) -> Answer {
    let Some(newest) = newest(&app, &page, &municipality, version).await? else {
        return Ok(page.not_found());
    };
    match publishing::take_back(&app, &newest, &page.actor()).await {
        Ok(Some(_)) => Ok(done(&place(&municipality), "taken-back")),
        Ok(None) => Ok(page.not_found()),
        Err(fault) => failed(&page, &municipality, fault),
    }
}

/// The publication of that version, where none has followed it.
async fn newest(app: &App, page: &Page, municipality: &str, version: u64) -> Result<Option<Publication>, Refusal> {
    let all = app.store.publications(municipality).await.or_unavailable(page)?;
    Ok(all.into_iter().next().filter(|newest| newest.version == version))
}

fn way(of: &Publication, what: &str) -> String {
    format!("{}/published/{}/{what}", address(&of.municipality), of.version)
}
