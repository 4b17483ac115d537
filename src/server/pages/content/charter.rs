//! The charter's text beside what becomes of it: `/admin/content/ID/charter`.

use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::super::{error::Answer, form::refused, page::Page};
use super::{
    address,
    desk::Desk,
    fields::Fields,
    findings,
    frame::{framed, status},
    part,
    save::{self, Subject},
    typed::Typed,
};
use crate::{
    content::{
        Pack,
        charter::{Block, Section},
        edit::{
            Edited, Fault, charter,
            part::schema::{CHARTER_INFO, ERRATA},
        },
        files::Files,
        finding::Finding,
        read::{CHARTER_TEXT, charter_sections},
    },
    server::state::App,
};

pub async fn get(State(app): State<App>, page: Page, Path(municipality): Path<String>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let mut typed = desk.blank();
    typed.set("text", desk.draft.files.text(CHARTER_TEXT).unwrap_or_default());
    Ok(Charter.show(&page, &desk, &typed, &[]))
}

pub async fn post(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    save::save(&app, &page, &headers, &municipality, &typed, &Charter).await
}

/// What was typed, as it would be read. Nothing is saved.
pub async fn preview(page: Page, Form(typed): Form<Typed>) -> Response {
    read(&page, typed.get("text")).into_response()
}

struct Charter;

impl Subject for Charter {
    fn edit(&self, typed: &Typed, files: &Files, _: &Pack) -> Edited {
        charter::change(files, typed.get("text"))
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        let fields = Fields::of(page, desk, typed, faults, (CHARTER_TEXT, Vec::new()));
        let here = self.here(&desk.municipality);
        let label = page.say("Текст в Markdown", "Text in Markdown");
        let hint = page.say(
            "## е раздел, ### е подраздел, всеки с означение накрая: {#srokove}. Редове с „- “ са списък.",
            "## is a section, ### one inside it, each with its id at the end: {#srokove}. Lines with “- ” are a list.",
        );
        let of_text = desk.findings.iter().filter(|finding| finding.file == CHARTER_TEXT);
        let content = html! {
            ul {
                @for one in [&CHARTER_INFO, &ERRATA] {
                    li { a href=(part::place(&desk.municipality, one)) { (part::title(page, one)) } }
                }
            }
            (refused(page.lang, !faults.is_empty()))
            (findings::all(page, None, of_text))
            form data-saves data-preview={ (here) "/preview" } method="post" action=(here) {
                (fields.head())
                div.beside {
                    (fields.words("text", label, Some(hint), 30))
                    section.charter #preview tabindex="0" aria-label=(page.say("Как се чете", "As it reads")) aria-live="off" {
                        (read(page, typed.get("text")))
                    }
                }
                div.save { button.button { (page.say("Запис", "Save")) } (save::status(page)) }
            }
        };
        let title = page.say("Харта на клиента", "Customer charter");
        page.answer(status(faults), title, framed(page, desk, &content))
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/charter", address(municipality))
    }
}

fn read(page: &Page, text: &str) -> Markup {
    let mut found: Vec<Finding> = Vec::new();
    let sections = charter_sections(text, &mut found);
    html! {
        (findings::all(page, None, found.iter()))
        @for section in &sections { (shown(section)) }
    }
}

fn shown(section: &Section) -> Markup {
    html! {
        @if section.level == 1 { h2 { (section.heading) } } @else { h3 { (section.heading) } }
        @for block in &section.blocks {
            @match block {
                Block::Paragraph(text) => p { (text) },
                Block::Item { mark, depth, text } => p class={ "item depth-" (depth) } { span.bullet { (mark) } " " (text) },
            }
        }
    }
}
