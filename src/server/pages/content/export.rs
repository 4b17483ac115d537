//! `/admin/content/ID/export/…`: the draft as files to keep, to fill in or to hand on.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::super::{error::Answer, page::Page};
use super::{address, desk::Desk};
use crate::{
    content::exchange::{archive, cpsv_ap, services},
    server::state::App,
};

const ARCHIVE: &str = "pack.zip";
const TABLE: &str = "services.csv";
const LINKED_DATA: &str = "services.jsonld";

pub async fn get(State(app): State<App>, page: Page, Path((municipality, file)): Path<(String, String)>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    Ok(match file.as_str() {
        ARCHIVE => match archive::write(&desk.draft.files) {
            Ok(bytes) => download(&municipality, &file, "application/zip", bytes),
            // Of files that keep the limits of packs there always is one.
            Err(_) => page.not_found(),
        },
        TABLE => download(
            &municipality,
            &file,
            "text/csv; charset=utf-8",
            services::export(&desk.pack),
        ),
        LINKED_DATA => download(&municipality, &file, "application/ld+json", cpsv_ap::export(&desk.pack)),
        _ => page.not_found(),
    })
}

fn download(municipality: &str, file: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{municipality}-{file}\"");
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        bytes,
    )
        .into_response()
}

/// What there is to take along.
pub fn links(page: &Page, desk: &Desk) -> Markup {
    let files = [
        (
            ARCHIVE,
            page.say("Цялото съдържание като архив", "All of the content as an archive"),
        ),
        (
            TABLE,
            page.say("Услугите като таблица (CSV)", "The services as a table (CSV)"),
        ),
        (
            LINKED_DATA,
            page.say(
                "Услугите като свързани данни (CPSV-AP)",
                "The services as linked data (CPSV-AP)",
            ),
        ),
    ];
    html! {
        section {
            h2 { (page.say("За изтегляне", "To download")) }
            ul { @for (file, words) in files { li { a href={ (address(&desk.municipality)) "/export/" (file) } { (words) } } } }
        }
    }
}
