//! `/admin/figures/ID/import-registered`: many entries at once, as they are copied from a spreadsheet. All or none.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use maud::html;
use serde::Deserialize;

use super::{
    super::{
        super::{
            error::{Answer, OrUnavailable},
            icon,
            page::{Page, done},
        },
        desk,
    },
    PART, address,
};
use crate::{
    figures::registered::{fault::Fault, list},
    server::state::App,
};

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    table: String,
}

pub async fn get(page: Page, Path(municipality): Path<String>) -> Answer {
    desk::pack(&page, &municipality)?;
    Ok(form(&page, &municipality, "", &[]))
}

pub async fn post(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Form(Typed { table }): Form<Typed>,
) -> Answer {
    let pack = desk::pack(&page, &municipality)?;
    let entries = match list::read(&table, desk::today(&page, &pack)) {
        Ok(entries) => entries,
        Err(faults) => return Ok(form(&page, &municipality, &table, &faults)),
    };
    let taken = app
        .store
        .import_registered(&municipality, &entries, &page.actor(), app.now())
        .await;
    taken.or_unavailable(&page)?;
    Ok(done(&address(&municipality), "list-taken"))
}

fn form(page: &Page, municipality: &str, table: &str, faults: &[Fault]) -> Response {
    let content = html! {
        p { (page.say(
            "Копирайте таблицата с имената на колоните: вид (сигнал или писмо), номер, регистриран, а където го има – отговорен и известие. Ред с познат номер поправя стария запис. Имена и теми не се пазят.",
            "Copy the table with the names of its columns: kind (signal or letter), number, registered, and where there is one, answered and notice. A line of a known number corrects the old entry. Names and subjects are not kept.",
        )) }
        @if !faults.is_empty() {
            div.alert role="alert" {
                (icon::warning())
                div {
                    strong { (page.say("Нищо не е записано. Поправете:", "Nothing was saved. Mend:")) }
                    ul { @for fault in faults { li { (fault.words(page.lang.code())) } } }
                }
            }
        }
        form.panel.wide method="post" {
            (page.csrf())
            div.field {
                label for="table" { (page.say("Таблица", "Table")) }
                textarea #table name="table" rows="12" spellcheck="false" aria-invalid=[(!faults.is_empty()).then_some("true")] { (table) }
            }
            button.button { (page.say("Запис", "Save")) }
        }
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = page.say("Сигнали и писма от таблица", "Signals and letters from a table");
    page.answer(status, title, desk::framed(page, municipality, PART, &content))
}
