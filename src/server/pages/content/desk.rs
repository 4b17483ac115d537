//! A municipality's draft, opened to be worked on.

use axum::http::StatusCode;
use maud::html;

use super::super::{
    error::{OrUnavailable, Refusal},
    page::Page,
};
use super::{findings, typed::Typed};
use crate::{
    content::{Pack, finding::Finding, lint, text::Lang},
    server::{drafts, state::App, store::drafts::Draft},
};

pub struct Desk {
    pub municipality: String,
    pub draft: Draft,
    pub pack: Pack,
    /// The linter's, by file and line.
    pub findings: Vec<Finding>,
}

impl Desk {
    pub async fn open(app: &App, page: &Page, municipality: &str) -> Result<Self, Refusal> {
        let draft = drafts::open(&*app.store, &page.packs, municipality).await;
        let draft = draft.or_unavailable(page)?.ok_or_else(|| page.not_found())?;
        let reading = lint::check(&draft.files, page.now.date_naive());
        let Some(pack) = reading.pack else {
            return Err(unreadable(page, &reading.findings));
        };
        Ok(Self {
            municipality: municipality.to_owned(),
            draft,
            pack,
            findings: reading.findings,
        })
    }

    pub fn languages(&self) -> &[Lang] {
        &self.pack.info.languages
    }

    /// A form's fields before anything is typed, to be filled.
    pub fn blank(&self) -> Typed {
        let mut typed = Typed::default();
        typed.set("revision", self.draft.revision.number.to_string());
        typed
    }
}

/// No form can show what can't be read.
fn unreadable(page: &Page, found: &[Finding]) -> Refusal {
    let content = html! {
        p.lead { (page.say(
            "Документите на черновата не могат да се разчетат, докато това не се поправи:",
            "The draft's documents can't be read until this is put right:",
        )) }
        (findings::all(page, None, found.iter().filter(|finding| finding.is_error())))
    };
    let title = page.say("Черновата е повредена", "The draft is faulty");
    page.answer(StatusCode::CONFLICT, title, content).into()
}
