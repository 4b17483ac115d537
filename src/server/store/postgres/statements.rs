//! Statements, prepared once on each connection.

use deadpool_postgres::GenericClient;
use tokio_postgres::{Row, types::ToSql};

use crate::server::store::Result;

pub type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

pub async fn query(on: &impl GenericClient, sql: &str, values: Values<'_>) -> Result<Vec<Row>> {
    let statement = on.prepare_cached(sql).await?;
    Ok(on.query(&statement, values).await?)
}

pub async fn query_opt(on: &impl GenericClient, sql: &str, values: Values<'_>) -> Result<Option<Row>> {
    let statement = on.prepare_cached(sql).await?;
    Ok(on.query_opt(&statement, values).await?)
}

/// Says how many rows it has changed.
pub async fn execute(on: &impl GenericClient, sql: &str, values: Values<'_>) -> Result<u64> {
    let statement = on.prepare_cached(sql).await?;
    Ok(on.execute(&statement, values).await?)
}
