//! A form's way into the draft. Nobody overwrites another unseen: where somebody else has saved since the form was opened, it
//! is saved only if it changes nothing but what was meant; else its editor sees both and chooses.

use std::sync::LazyLock;

use axum::{
    Json,
    http::{HeaderMap, StatusCode, header::ACCEPT},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::json;

use super::super::{
    error::{Answer, OrUnavailable},
    page::Page,
    time,
};
use super::{conflict, desk::Desk, fault_words, typed::Typed};
use crate::{
    content::{
        Pack, difference,
        edit::{Cause, Edited, Fault},
        files::Files,
        read::read,
    },
    server::{
        drafts,
        state::App,
        store::{audit::Act, drafts::Saved},
    },
    web::assets::Asset,
};

/// How often a save is tried again that another came before.
const TRIES: usize = 3;

static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::script("/assets/draft.js", include_str!("../../../../assets/web/draft.js")));

pub fn script() -> &'static Asset {
    &SCRIPT
}

/// What a form is of.
pub trait Subject: Sync {
    /// What was typed, done to the files, which `pack` was read from.
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited;

    /// The form with what was typed and what is wrong with it.
    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response;

    /// Where the form is posted to.
    fn here(&self, municipality: &str) -> String;

    /// Where one goes who leaves all as it is.
    fn back(&self, municipality: &str) -> String {
        self.here(municipality)
    }

    /// Where the saved form leads.
    fn then(&self, municipality: &str) -> String {
        format!("{}?done=saved", self.back(municipality))
    }

    /// What stands in the log of it.
    fn act(&self) -> Option<Act> {
        None
    }
}

pub async fn save(
    app: &App,
    page: &Page,
    headers: &HeaderMap,
    municipality: &str,
    typed: &Typed,
    subject: &impl Subject,
) -> Answer {
    let is_script = headers
        .get(ACCEPT)
        .is_some_and(|accepted| accepted == "application/json");
    for _ in 0..TRIES {
        let desk = Desk::open(app, page, municipality).await?;
        let files = match subject.edit(typed, &desk.draft.files, &desk.pack) {
            Ok(files) => files,
            Err(faults) if is_script => return Ok(told_faults(page, &faults)),
            Err(faults) if faults.iter().any(|fault| fault.cause == Cause::Gone) => {
                return Ok(conflict::gone(page, municipality));
            }
            Err(faults) => return Ok(subject.show(page, &desk, typed, &faults)),
        };
        if let Some(theirs) = overwritten(app, page, &desk, typed, &files, subject).await? {
            return Ok(if is_script {
                told_conflict(page)
            } else {
                let ways = (subject.here(municipality), subject.back(municipality));
                conflict::show(page, &desk, typed, (&theirs, &files), &ways)
            });
        }
        let by = (&page.actor(), page.now);
        let saved = drafts::save(
            &*app.store,
            &page.packs,
            municipality,
            &desk.draft,
            (files, subject.act()),
            by,
        )
        .await;
        if let Saved::As(number) = saved.or_unavailable(page)? {
            return Ok(if is_script {
                told_saved(page, number)
            } else {
                Redirect::to(&subject.then(municipality)).into_response()
            });
        }
    }
    let text = page.say(
        "Няколко души записват в момента. Опитайте отново.",
        "Several people are saving just now. Try once more.",
    );
    let title = page.say("Не е записано", "It was not saved");
    Ok(page.answer(StatusCode::CONFLICT, title, html! { p.lead { (text) } }))
}

/// The content that the form was opened on, where saving it would undo what others have saved since.
async fn overwritten(
    app: &App,
    page: &Page,
    desk: &Desk,
    typed: &Typed,
    files: &Files,
    subject: &impl Subject,
) -> Result<Option<Files>, super::super::error::Refusal> {
    let on: u64 = typed.get("revision").parse().unwrap_or_default();
    // What is there already undoes nothing.
    if on == desk.draft.revision.number || *files == desk.draft.files {
        return Ok(None);
    }
    let seen = app
        .store
        .draft(&desk.municipality, Some(on))
        .await
        .or_unavailable(page)?;
    let Some(seen) = seen else {
        // So old that it is kept no more: all that is there now may be new to the editor.
        let known = page.packs.files(&desk.municipality).cloned();
        return Ok(Some(known.unwrap_or_default()));
    };
    let meant = read(&seen.files)
        .pack
        .and_then(|pack| subject.edit(typed, &seen.files, &pack).ok());
    let meant = meant.map(|meant| difference::between(&seen.files, &meant));
    let does = difference::between(&desk.draft.files, files);
    Ok((meant != Some(does)).then_some(seen.files))
}

/// What a form that saves by itself says of it, and the script that does it.
pub fn status(page: &Page) -> Markup {
    html! {
        p.soft #saved role="status" data-unsaved=(page.say("Още не е записано…", "Not saved yet…"))
            data-failed=(page.say("Няма връзка. Ще се запише, когато се върне.", "No connection. It is saved when it is back.")) {}
        script src=(SCRIPT.address()) defer {}
    }
}

fn told_saved(page: &Page, number: u64) -> Response {
    let said = page.say("Черновата е записана", "The draft is saved");
    let at = time::clock(page.now);
    Json(json!({ "revision": number, "said": format!("{said}, {at}") })).into_response()
}

fn told_faults(page: &Page, faults: &[Fault]) -> Response {
    let said = page.say(
        "Още не е записано: поправете отбелязаното.",
        "Not saved yet: mend what is marked.",
    );
    let faults = faults
        .iter()
        .map(|fault| json!({ "field": fault.field, "said": fault_words::of(page, fault.cause) }));
    let told = json!({ "said": said, "faults": faults.collect::<Vec<_>>() });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(told)).into_response()
}

fn told_conflict(page: &Page) -> Response {
    let said = page.say(
        "Някой друг записа промени междувременно. Натиснете „Запис“, за да ги видите и да изберете.",
        "Somebody else has saved changes meanwhile. Press “Save” to see them and choose.",
    );
    (StatusCode::CONFLICT, Json(json!({ "said": said }))).into_response()
}
