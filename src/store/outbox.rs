//! Records for the server, each written in the transaction that writes the fact it tells of.

use rusqlite::{Connection, params};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Appends a record. Its hash tells the same record sent twice from another one under the same id.
pub(super) fn append(conn: &Connection, kind: &str, id: &str, record: &impl Serialize) -> rusqlite::Result<()> {
    let payload = json(record)?;
    let hash = Sha256::digest(payload.as_bytes());
    let mut insert = conn.prepare_cached("INSERT INTO outbox (kind, id, payload, sha256) VALUES (?1, ?2, ?3, ?4)")?;
    insert.execute(params![kind, id, payload, hash.as_slice()]).map(|_| ())
}

/// `value` as a JSON text for a column.
pub(super) fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
