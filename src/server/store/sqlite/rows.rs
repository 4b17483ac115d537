//! How values stand in columns.

use chrono::{DateTime, Utc};
use rusqlite::{Row, types::Type};

use crate::protocol::record::Hash;

/// Unix seconds.
pub fn time(row: &Row, column: &str) -> rusqlite::Result<DateTime<Utc>> {
    optional_time(row, column)?.ok_or(rusqlite::Error::InvalidQuery)
}

pub fn optional_time(row: &Row, column: &str) -> rusqlite::Result<Option<DateTime<Utc>>> {
    let seconds: Option<i64> = row.get(column)?;
    Ok(seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)))
}

pub fn hash(row: &Row, column: &str) -> rusqlite::Result<Hash> {
    row.get(column).map(Hash)
}

/// Text that this program wrote in a form of its own.
pub fn parsed<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    row: &Row,
    column: &str,
) -> rusqlite::Result<T> {
    optional_parsed(row, column)?.ok_or(rusqlite::Error::InvalidQuery)
}

pub fn optional_parsed<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    row: &Row,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(unreadable)).transpose()
}

pub fn json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(unreadable)
}

pub fn to_json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

pub fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}
