//! `/admin/figures/ID/report`: the yearly report as a page that prints well, and as files.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::Datelike;
use maud::{Markup, html};
use serde::Deserialize;
use tokio::task::spawn_blocking;

use super::{
    super::{
        error::{Answer, OrUnavailable, Refusal},
        page::Page,
    },
    address, desk,
};
use crate::{
    content::Pack,
    figures::Unit,
    server::{
        app::Route,
        auth::access::ANY_STAFF,
        figures::gather::Gathered,
        report::{Report, Sources, csv, pdf, xlsx},
        state::App,
    },
};

const PART: &str = "/report";

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/figures/{municipality}/report", ANY_STAFF, get(page)),
        Route::get("/admin/figures/{municipality}/report.pdf", ANY_STAFF, get(as_pdf)),
        Route::get("/admin/figures/{municipality}/report.xlsx", ANY_STAFF, get(as_xlsx)),
        Route::get("/admin/figures/{municipality}/report.zip", ANY_STAFF, get(as_csv)),
    ]
}

/// The year that was asked for, or else the last one that is over.
#[derive(Deserialize)]
struct Asked {
    year: Option<i32>,
}

impl Asked {
    fn year(&self, page: &Page, pack: &Pack) -> Result<i32, Refusal> {
        let this = desk::today(page, pack).year();
        let year = self.year.unwrap_or(this - 1);
        // No report is made of years to come, or of those before there was anything to report.
        (2000..=this)
            .contains(&year)
            .then_some(year)
            .ok_or_else(|| page.not_found().into())
    }
}

async fn page(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let pack = desk::pack(&page, &municipality)?;
    let year = asked.year(&page, &pack)?;
    let report = report(&app, &page, &pack, year).await?;
    let content = html! {
        (other_years(&page, &municipality, year, desk::today(&page, &pack).year()))
        (files(&page, &municipality, year))
        (report.contents())
        (report.html())
    };
    Ok(page.show(&report.title, desk::framed(&page, &municipality, PART, &content)))
}

async fn as_pdf(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    file(
        &app,
        &page,
        &municipality,
        &asked,
        "pdf",
        "application/pdf",
        pdf::document,
    )
    .await
}

async fn as_xlsx(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    file(&app, &page, &municipality, &asked, "xlsx", kind, xlsx::workbook).await
}

async fn as_csv(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    file(
        &app,
        &page,
        &municipality,
        &asked,
        "zip",
        "application/zip",
        csv::archive,
    )
    .await
}

/// The report as `make` writes it, away from the threads that answer others.
async fn file<E: std::fmt::Display + Send + 'static>(
    app: &App,
    page: &Page,
    municipality: &str,
    asked: &Asked,
    ending: &str,
    kind: &'static str,
    make: fn(&Report) -> Result<Vec<u8>, E>,
) -> Answer {
    let pack = desk::pack(page, municipality)?;
    let year = asked.year(page, &pack)?;
    let report = report(app, page, &pack, year).await?;
    let made = spawn_blocking(move || make(&report)).await;
    let bytes = match made {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(unmade(page, ending, &error)),
        Err(error) => return Err(unmade(page, ending, &error)),
    };
    let name = format!(
        "attachment; filename=\"{municipality}-report-{year}-{}.{ending}\"",
        page.lang.code()
    );
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}

async fn report(app: &App, page: &Page, pack: &Arc<Pack>, year: i32) -> Result<Report, Refusal> {
    let of_year = chrono::NaiveDate::from_ymd_opt(year, 1, 1).ok_or_else(|| page.not_found())?;
    let gathered = Gathered::of(app, pack, Unit::Year.of(of_year))
        .await
        .or_unavailable(page)?;
    let lobbies = gathered.facts(pack, None);
    Ok(Report::of(
        page.lang,
        year,
        &Sources::of(&gathered, pack, &lobbies, page.now),
    ))
}

fn unmade(page: &Page, ending: &str, error: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%error, ending, "a report's file can't be made");
    let title = page.say("Файлът не може да се направи", "The file can't be made");
    let text = page.say(
        "Отчетът като страница показва същото и може да се отпечата. Причината е в дневника на сървъра.",
        "The report as a page shows the same and can be printed. The cause is in the server's log.",
    );
    let answer: Response = page.answer(StatusCode::INTERNAL_SERVER_ERROR, title, html! { p.lead { (text) } });
    answer.into()
}

fn other_years(page: &Page, municipality: &str, year: i32, this: i32) -> Markup {
    let at = |year: i32| format!("{}{PART}?year={year}", address(municipality));
    html! {
        nav.pages aria-label=(page.say("Други години", "Other years")) {
            a.button.second href=(at(year - 1)) rel="prev" { (year - 1) }
            @if year < this { a.button.second href=(at(year + 1)) rel="next" { (year + 1) } }
        }
    }
}

fn files(page: &Page, municipality: &str, year: i32) -> Markup {
    let all = [
        ("pdf", page.say("PDF", "PDF")),
        (
            "xlsx",
            page.say("Таблиците за Excel (XLSX)", "The tables for Excel (XLSX)"),
        ),
        ("zip", page.say("Таблиците като CSV", "The tables as CSV")),
    ];
    html! {
        div.choices {
            @for (ending, name) in all {
                a.button.second href={ (address(municipality)) "/report." (ending) "?year=" (year) } { (name) }
            }
        }
    }
}
