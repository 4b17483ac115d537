//! `/admin/figures/ID/register.csv`: a year's register as it can be brought in again.

use std::borrow::Cow;

use axum::{
    extract::{Path, Query, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::IntoResponse,
};
use chrono::{Datelike, NaiveDate};

use super::{
    super::{
        super::{
            error::{Answer, OrUnavailable},
            page::Page,
        },
        desk,
    },
    list::Year,
};
use crate::{
    figures::{Matter, Registered, registered::fault::Column},
    server::state::App,
    sheet::{self, list::Column as _},
};

pub async fn get(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(year): Query<Year>,
) -> Answer {
    let pack = desk::pack(&page, &municipality)?;
    let span = year.span(&municipality, desk::today(&page, &pack));
    let registered = app.store.registered(&span).await.or_unavailable(&page)?;
    let lang = page.lang.code();
    let rows = registered.iter().map(|entry| row(entry, &page));
    let bytes = sheet::write(std::iter::once(Column::heads(lang)).chain(rows));
    let name = format!(
        "attachment; filename=\"{municipality}-register-{}.csv\"",
        span.from.year()
    );
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

/// In the order of [`Column::ALL`].
fn row<'a>(entry: &'a Registered, page: &Page) -> Vec<Cow<'a, str>> {
    let kind = match entry.matter {
        Matter::Complaint => page.lang.say("сигнал", "signal"),
        Matter::Letter => page.lang.say("писмо", "letter"),
    };
    let day = |day: Option<NaiveDate>| Cow::Owned(day.map(|day| day.to_string()).unwrap_or_default());
    vec![
        Cow::Owned(kind.to_owned()),
        Cow::Borrowed(entry.number.as_str()),
        day(Some(entry.on)),
        day(entry.answered),
        day(entry.notice),
    ]
}
