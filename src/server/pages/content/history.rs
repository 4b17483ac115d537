//! `/admin/content/ID/history`: who saved what and when, and back to any of it.

use axum::{
    Form,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::{
    error::{Answer, OrUnavailable},
    page::Page,
    time,
};
use super::{address, desk::Desk, differences, save, save::Subject, typed::Typed};
use crate::{
    content::{
        Pack, difference,
        edit::{Edited, Fault},
        files::Files,
    },
    server::{
        state::App,
        store::drafts::{Draft, FIRST, Revision},
    },
};

/// Revisions on a page.
const SHOWN: u32 = 15;

#[derive(Deserialize)]
pub struct Before {
    before: Option<u64>,
}

pub async fn get(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(Before { before }): Query<Before>,
) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let mut revisions = app
        .store
        .draft_revisions(&municipality, before, SHOWN + 1)
        .await
        .or_unavailable(&page)?;
    let mut entries = Vec::new();
    for (at, revision) in revisions.iter().enumerate().take(SHOWN as usize) {
        let older = match revisions.get(at + 1) {
            Some(older) => files(&app, &page, &municipality, older).await?,
            None => None,
        };
        let these = files(&app, &page, &municipality, revision).await?.unwrap_or_default();
        let changed = older.map(|older| difference::between(&older, &these));
        entries.push(entry(&page, &desk, revision, changed.as_deref()));
    }
    let is_more = revisions.len() > SHOWN as usize;
    revisions.truncate(SHOWN as usize);
    let older = revisions.last().filter(|_| is_more).map(|revision| revision.number);
    let at = address(&municipality);
    let content = html! {
        p { a href=(at) { (page.say("Към черновата", "To the draft")) } }
        @if entries.is_empty() { p.empty { (page.say("Още нищо не е записано.", "Nothing has been saved yet.")) } }
        ol.history { @for entry in &entries { li { (entry) } } }
        nav.pages aria-label=(page.say("По-стари и по-нови", "Older and newer")) {
            @if before.is_some() { a.button.second href={ (at) "/history" } { (page.say("Най-новите", "The newest")) } }
            @if let Some(older) = older {
                a.button.second href={ (at) "/history?before=" (older) } { (page.say("По-стари", "Older")) }
            }
        }
    };
    Ok(page.show(page.say("История на черновата", "The draft's history"), content))
}

async fn files(
    app: &App,
    page: &Page,
    municipality: &str,
    revision: &Revision,
) -> Result<Option<Files>, super::super::error::Refusal> {
    let kept = app
        .store
        .draft(municipality, Some(revision.number))
        .await
        .or_unavailable(page)?;
    Ok(kept.map(|draft| draft.files))
}

fn entry(page: &Page, desk: &Desk, revision: &Revision, changed: Option<&[difference::Difference]>) -> Markup {
    let newest = desk.draft.revision.number;
    let at = format!("{}/history/{}", address(&desk.municipality), revision.number);
    html! {
        h2 { (page.say("Версия", "Version")) " " (revision.number) }
        p.soft {
            (time::moment(page.lang, revision.saved_at, page.now))
            @if !revision.saved_by.is_empty() { ", " strong { (revision.saved_by) } }
        }
        @if let Some(changed) = changed { (differences::list(page, changed)) }
        @if revision.number == FIRST { p { (page.say("Съдържанието, от което започна черновата.", "The content that the draft began from.")) } }
        @if revision.number != newest {
            form method="post" action=(at) {
                (page.csrf())
                input type="hidden" name="revision" value=(newest);
                button.button.second { (page.say("Връщане към тази версия", "Back to this version")) }
            }
        }
    }
}

/// The draft becomes what it was; what was in between stays in the history.
pub async fn post(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, revision)): Path<(String, u64)>,
    Form(typed): Form<Typed>,
) -> Answer {
    let kept = app
        .store
        .draft(&municipality, Some(revision))
        .await
        .or_unavailable(&page)?;
    let Some(kept) = kept else {
        return Ok(page.not_found());
    };
    save::save(&app, &page, &headers, &municipality, &typed, &Back(kept)).await
}

struct Back(Draft);

impl Subject for Back {
    fn edit(&self, _: &Typed, _: &Files, _: &Pack) -> Edited {
        Ok(self.0.files.clone())
    }

    fn show(&self, _: &Page, desk: &Desk, _: &Typed, _: &[Fault]) -> Response {
        Redirect::to(&self.back(&desk.municipality)).into_response()
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/history/{}", address(municipality), self.0.revision.number)
    }

    fn back(&self, municipality: &str) -> String {
        format!("{}/history", address(municipality))
    }

    fn then(&self, municipality: &str) -> String {
        format!("{}?done=brought-back", address(municipality))
    }
}
