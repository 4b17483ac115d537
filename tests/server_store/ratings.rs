//! A rating belongs to a lobby and a day, and to nobody: every column that is kept of it, read without the store's code.

use std::collections::BTreeMap;

use parter::server::store::{Store, postgres::Postgres, sqlite::Sqlite};
use rusqlite::{Connection, types::Value};

use crate::{
    engines::runtime,
    given::{LOBBY, enrolled, noon, rating, rating_record, send, visit, visit_record},
    postgres,
};

async fn rate(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    send(store, &device, &[rating_record(&rating(1)), visit_record(&visit(1))]).await;
}

fn expected() -> BTreeMap<String, String> {
    let sha256 = rating_record(&rating(1)).sha256;
    [
        ("id", "00000000000000000000000000000001"),
        ("lobby", LOBBY),
        ("bucket", "2026-11-05T00:00/PT12H"),
        ("face", "4"),
        ("repeated", "0"),
        ("queue", "civil"),
        ("reasons", r#"["polite"]"#),
        ("answers", r#"{"wait":"short"}"#),
        ("received_day", &noon().date_naive().to_string()),
        ("sha256", &sha256.to_string()),
    ]
    .map(|(column, value)| (column.to_owned(), value.to_owned()))
    .into()
}

#[test]
fn sqlite_keeps_no_device_and_no_hour() {
    let state = tempfile::tempdir().unwrap();
    let store = Sqlite::open(state.path()).unwrap();
    runtime().block_on(rate(&store));
    store.close();
    let conn = Connection::open(state.path().join("parter-server.db")).unwrap();
    let mut query = conn.prepare("SELECT * FROM ratings").unwrap();
    let columns: Vec<String> = query.column_names().map(str::to_owned).collect();
    let values = |row: &rusqlite::Row| (0..columns.len()).map(|column| row.get::<_, Value>(column)).collect();
    let values: Vec<Value> = query.query_one([], values).unwrap();
    let text = |value| match value {
        Value::Text(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        columns
            .into_iter()
            .zip(values.into_iter().map(text))
            .collect::<BTreeMap<_, _>>(),
        expected()
    );
}

#[test]
fn postgres_keeps_no_device_and_no_hour() {
    let kept = runtime().block_on(async {
        let address = postgres::shared().database().await;
        rate(&Postgres::connect(&address).await.unwrap()).await;
        let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let select = "SELECT key, value FROM ratings, json_each_text(row_to_json(ratings))";
        client.query(select, &[]).await.unwrap()
    });
    let kept: BTreeMap<String, String> = kept.iter().map(|row| (row.get(0), row.get(1))).collect();
    let mut expected = expected();
    expected.insert("repeated".to_owned(), "false".to_owned());
    expected
        .entry("sha256".to_owned())
        .and_modify(|hash| hash.insert_str(0, r"\x"));
    assert_eq!(kept, expected);
}
