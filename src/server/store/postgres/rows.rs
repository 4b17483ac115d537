//! How values stand in columns.

use chrono::{DateTime, Utc};
use tokio_postgres::Row;

use crate::{
    protocol::record::Hash,
    server::store::{Result, StoreError},
};

/// Unix seconds.
pub fn time(row: &Row, column: &str) -> Result<DateTime<Utc>> {
    optional_time(row, column)?.ok_or_else(|| StoreError::internal(format!("`{column}` holds no time")))
}

pub fn optional_time(row: &Row, column: &str) -> Result<Option<DateTime<Utc>>> {
    let seconds: Option<i64> = row.try_get(column)?;
    Ok(seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)))
}

pub fn hash(row: &Row, column: &str) -> Result<Hash> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map(Hash).map_err(StoreError::internal)
}

/// A number that was one of this type when it was written.
pub fn number<T: TryFrom<i64, Error: std::fmt::Display>>(row: &Row, column: &str) -> Result<T> {
    row.try_get::<_, i64>(column)?.try_into().map_err(StoreError::internal)
}

/// Text that this program wrote in a form of its own.
pub fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(row: &Row, column: &str) -> Result<T> {
    optional_parsed(row, column)?.ok_or_else(|| StoreError::internal(format!("`{column}` holds nothing")))
}

pub fn optional_parsed<T: std::str::FromStr<Err: std::fmt::Display>>(row: &Row, column: &str) -> Result<Option<T>> {
    let text: Option<&str> = row.try_get(column)?;
    text.map(|text| text.parse().map_err(StoreError::internal)).transpose()
}

pub fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(StoreError::internal)
}

pub fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(StoreError::internal)
}
