//! From the draft to the kiosks, and back: `/admin/content/ID/publish`.

mod approval;
mod bundle;
mod form;
mod published;
mod rule;

use axum::{
    Form,
    extract::{DefaultBodyLimit, Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::html;

use super::super::{
    error::{Answer, OrUnavailable},
    page::{Page, done},
};
use super::{address, desk::Desk, typed::Typed};
use crate::{
    content::{finding::Finding, lint},
    server::{
        app::Route,
        auth::access::{ADMINISTRATOR, Access, EDITOR_ROLES, EDITORS},
        drafts,
        publish::{Aim, PublishError},
        publishing,
        state::App,
        store::{approvals::Wish, drafts::Draft},
    },
};
use axum::routing::{get, post};

pub fn routes() -> Vec<Route> {
    let at = "/admin/content/{municipality}/publish";
    vec![
        Route::get(at, EDITORS, get(form::get)),
        Route::post(at, EDITORS, post(self::post_draft)),
        Route::post(
            "/admin/content/{municipality}/publish/bundle",
            // The guard has counted the bytes.
            Access::Upload {
                roles: EDITOR_ROLES,
                most: bundle::LONGEST,
            },
            post(bundle::upload).layer(DefaultBodyLimit::disable()),
        ),
        Route::post(
            "/admin/content/{municipality}/publish/approve",
            EDITORS,
            post(approval::approve),
        ),
        Route::post(
            "/admin/content/{municipality}/publish/decline",
            EDITORS,
            post(approval::decline),
        ),
        Route::post(
            "/admin/content/{municipality}/publish/rule",
            ADMINISTRATOR,
            post(rule::post),
        ),
        Route::post(
            "/admin/content/{municipality}/published/{version}/release",
            EDITORS,
            post(published::release),
        ),
        Route::get(
            "/admin/content/{municipality}/published/{version}/take-back",
            EDITORS,
            get(published::ask),
        ),
        Route::post(
            "/admin/content/{municipality}/published/{version}/take-back",
            EDITORS,
            post(published::take_back),
        ),
    ]
}

/// Where a municipality's draft is published.
pub fn place(municipality: &str) -> String {
    format!("{}/publish", address(municipality))
}

/// Publishes the draft as it was seen, or asks a second person to.
async fn post_draft(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    if typed.get("revision") != desk.draft.revision.number.to_string() {
        return Ok(changed(&page, &municipality));
    }
    let aim = match form::aim(&typed, &desk) {
        Ok(aim) => aim,
        Err(faults) => return form::show(&app, &page, &desk, &typed, &faults).await,
    };
    if let Some(refusal) = stopped(&page, &municipality, &desk.findings, typed.has("warnings")) {
        return Ok(refusal);
    }
    let needs_second = app.store.needs_second(&municipality).await.or_unavailable(&page)?;
    if needs_second {
        let wish = Wish {
            municipality: municipality.clone(),
            revision: desk.draft.revision.number,
            valid_from: aim.valid_from,
            device: aim.device,
            asked_by: page.name().to_owned(),
            asked_at: page.now,
        };
        let asked = app.store.ask_publication(&wish, &page.actor(), page.now).await;
        asked.or_unavailable(&page)?;
        return Ok(done(&place(&municipality), "asked"));
    }
    publish(&app, &page, &municipality, &desk.draft, aim).await
}

/// Errors stop a publication; warnings ask.
fn stopped(page: &Page, municipality: &str, findings: &[Finding], is_sure: bool) -> Option<Response> {
    let errors = findings.iter().any(Finding::is_error);
    if !errors && (is_sure || findings.is_empty()) {
        return None;
    }
    let text = if errors {
        page.say(
            "Проверката намери грешки. Докато не се поправят, нищо не се публикува.",
            "The check found errors. Nothing is published until they are put right.",
        )
    } else {
        page.say(
            "Проверката има забележки. Прегледайте ги и потвърдете, че публикувате въпреки тях.",
            "The check has warnings. Look at them and confirm that you publish all the same.",
        )
    };
    let content = html! {
        p.lead { (text) }
        p { a.button href=(place(municipality)) { (page.say("Назад към публикуването", "Back to publication")) } }
    };
    let title = page.say("Не е публикувано", "Not published");
    Some(page.answer(StatusCode::UNPROCESSABLE_ENTITY, title, content))
}

/// The draft's revision as the next version.
async fn publish(app: &App, page: &Page, municipality: &str, draft: &Draft, aim: Aim) -> Answer {
    let actor = page.actor();
    let published = publishing::files(app, municipality, &draft.files, aim, &actor).await;
    let (_, numbered) = match published {
        Ok(published) => published,
        Err(fault) => return failed(page, municipality, fault),
    };
    // The draft has its number too, where nobody has gone on writing.
    let by = (&actor, page.now);
    let saved = drafts::save(&*app.store, &page.packs, municipality, draft, (numbered, None), by).await;
    saved.or_unavailable(page)?;
    Ok(done(&place(municipality), "published"))
}

/// The draft that a publication of this revision would be of, with what the linter says of it.
async fn revision(
    app: &App,
    page: &Page,
    wish: &Wish,
) -> Result<Option<(Draft, Vec<Finding>)>, super::super::error::Refusal> {
    let draft = app.store.draft(&wish.municipality, Some(wish.revision)).await;
    let draft = draft.or_unavailable(page)?;
    Ok(draft.map(|draft| {
        let findings = lint::check(&draft.files, page.now.date_naive()).findings;
        (draft, findings)
    }))
}

/// Somebody has saved since the page was opened, so it is looked at again.
fn changed(page: &Page, municipality: &str) -> Response {
    let content = html! {
        p.lead { (page.say(
            "Черновата се промени, след като отворихте страницата. Прегледайте я отново и тогава публикувайте.",
            "The draft has changed since you opened the page. Look at it once more, then publish.",
        )) }
        p { a.button href=(place(municipality)) { (page.say("Към публикуването", "To publication")) } }
    };
    let title = page.say("Черновата е друга", "The draft is another");
    page.answer(StatusCode::CONFLICT, title, content)
}

fn failed(page: &Page, municipality: &str, fault: PublishError) -> Answer {
    if let PublishError::NotAsked = fault {
        return Ok(changed(page, municipality));
    }
    if let PublishError::Store(fault) = fault {
        return Err(super::super::unavailable(page.lang, &fault).into());
    }
    tracing::warn!(%municipality, %fault, "it was not published");
    let text = match &fault {
        PublishError::NotNewer { .. } => page.say(
            "Някой друг публикува току-що. Прегледайте какво се показва и опитайте отново.",
            "Somebody else has published just now. Look at what is shown, and try again.",
        ),
        PublishError::NoDevice => page.say(
            "Този киоск вече го няма. Изберете друг.",
            "That kiosk is there no more. Choose another.",
        ),
        PublishError::NotTrusted => page.say(
            "Ключът на сървъра вече не е доверен: съдържанието се подписва с отделен ключ. Помолете администратора.",
            "The server's key is trusted no more: content is signed with a key kept apart. Ask the administrator.",
        ),
        _ => page.say(
            "Съдържанието не може да се публикува. Причината е в дневника на сървъра; помолете администратора.",
            "The content can't be published. Why stands in the server's log; ask the administrator.",
        ),
    };
    let content = html! {
        p.lead { (text) }
        p { a.button href=(place(municipality)) { (page.say("Към публикуването", "To publication")) } }
    };
    let title = page.say("Не е публикувано", "Not published");
    Ok(page.answer(StatusCode::CONFLICT, title, content).into_response())
}
