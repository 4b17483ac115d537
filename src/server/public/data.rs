//! `/o/ID/figures.json`, `/o/ID/promises.csv`, `/o/ID/satisfaction.csv`, and their schema.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header::CONTENT_DISPOSITION},
    response::Response,
};
use csv::WriterBuilder;
use serde::Serialize;

use super::{
    admit,
    answer::answer,
    published::{self, Published},
    refuse, unavailable,
};
use crate::{
    server::{auth::client::Client, figures::gather::Gathered, state::App, store::StoreError},
    web::lang::Lang,
};

const SCHEMA: &str = include_str!("../../../assets/web/figures.schema.json");
/// Files of one municipality, with what is in them.
pub const JSON: &str = "figures.json";
pub const PROMISES: &str = "promises.csv";
pub const SATISFACTION: &str = "satisfaction.csv";

pub async fn get(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    Path((municipality, file)): Path<(String, String)>,
) -> Result<Response, Response> {
    let lang = Lang::of(&headers);
    admit(&app, &client, lang).map_err(|refused| *refused)?;
    let known = [JSON, PROMISES, SATISFACTION].into_iter().find(|known| *known == file);
    let pack = app.packs.now().of(&municipality).cloned();
    let (Some(file), Some(pack)) = (known, pack) else {
        return Err(refuse(lang, StatusCode::NOT_FOUND));
    };
    let make = async || {
        let today = crate::content::calendar::local_time(app.now(), pack.zone()).date();
        let gathered = Gathered::of(&app, &pack, published::all(today)).await?;
        let published = Published::of(&pack, &gathered);
        Ok(match file {
            PROMISES => csv(&published.promises)?,
            SATISFACTION => csv(&published.satisfaction)?,
            _ => serde_json::to_string_pretty(&published).map_err(StoreError::internal)?,
        })
    };
    let body = app.shelf.get((municipality.clone(), file, ""), app.now(), make).await;
    let body = body.map_err(|error| unavailable(lang, &error))?;
    let kind = if file == JSON {
        "application/json"
    } else {
        "text/csv; charset=utf-8; header=present"
    };
    let name = format!("inline; filename=\"{municipality}-{file}\"");
    // A municipality's id is of letters, digits and hyphens.
    let name = HeaderValue::try_from(name).ok().map(|name| (CONTENT_DISPOSITION, name));
    Ok(answer(&headers, kind, name.as_slice(), &body))
}

pub async fn schema(State(app): State<App>, client: Client, headers: HeaderMap) -> Result<Response, Response> {
    admit(&app, &client, Lang::of(&headers)).map_err(|refused| *refused)?;
    Ok(answer(&headers, "application/schema+json", &[], SCHEMA))
}

/// With commas, as RFC 4180 has it.
fn csv(rows: &[impl Serialize]) -> Result<String, StoreError> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).map_err(StoreError::internal)?;
    }
    let bytes = writer.into_inner().map_err(StoreError::internal)?;
    String::from_utf8(bytes).map_err(StoreError::internal)
}
