//! The drawn years on either database, and a way to its tables that is not the product's.

use std::time::Instant;

use parter::server::{
    condense::condense,
    packs::Packs,
    store::{
        Store,
        days::{Condensed, Span},
        postgres::Postgres,
        sqlite::Sqlite,
    },
};
use rusqlite::{Connection, types::Value};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

use crate::{
    drawn,
    postgres::{Server, Settings},
    years::{MUNICIPALITY, store::fill},
};

pub enum Sql {
    Sqlite(Connection),
    Postgres(Client),
}

impl Sql {
    /// Every value as text; nothing where there is none.
    pub async fn rows(&self, select: &str) -> Vec<Vec<String>> {
        match self {
            Self::Sqlite(conn) => {
                let mut query = conn.prepare(select).unwrap();
                let columns = query.column_count();
                let text = |value| match value {
                    Value::Text(text) => text,
                    Value::Integer(number) => number.to_string(),
                    Value::Null => String::new(),
                    other => panic!("{other:?}"),
                };
                let rows = query.query_map([], |row| (0..columns).map(|at| Ok(text(row.get(at)?))).collect());
                rows.unwrap().map(Result::unwrap).collect()
            }
            Self::Postgres(client) => {
                let told = client.simple_query(select).await.unwrap();
                let row = |message: &SimpleQueryMessage| match message {
                    SimpleQueryMessage::Row(row) => Some(
                        (0..row.len())
                            .map(|at| row.get(at).unwrap_or_default().to_owned())
                            .collect(),
                    ),
                    _ => None,
                };
                told.iter().filter_map(row).collect()
            }
        }
    }
}

/// Runs a test on each database with the drawn years in it, condensed.
pub fn on_both(test: &impl AsyncFn(&dyn Store, &Sql)) {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let state = tempfile::tempdir().unwrap();
        let store = Sqlite::open(state.path()).unwrap();
        prepare("SQLite", &store).await;
        let conn = Connection::open(state.path().join("parter-server.db")).unwrap();
        test(&store, &Sql::Sqlite(conn)).await;
        store.close();

        let server = Server::start(Settings::default());
        let address = server.database().await;
        let store = Postgres::connect(&address).await.unwrap();
        prepare("PostgreSQL", &store).await;
        let (client, connection) = tokio_postgres::connect(&address, NoTls).await.unwrap();
        tokio::spawn(connection);
        test(&store, &Sql::Postgres(client)).await;
        store.close();
    });
}

async fn prepare(database: &str, store: &dyn Store) {
    let began = Instant::now();
    let records = fill(store, &drawn()).await;
    let filled = began.elapsed();
    let packs = Packs::load(&[]).unwrap();
    let began = Instant::now();
    let mut days = 0;
    loop {
        match condense(store, &packs, None, 50).await.unwrap() {
            0 => break,
            many => days += many,
        }
    }
    println!(
        "{database}: {records} records came in {filled:.1?}, {days} days were condensed in {:.1?}",
        began.elapsed()
    );
}

/// All that was drawn.
pub fn whole() -> Span {
    Span {
        municipality: MUNICIPALITY.to_owned(),
        from: drawn().from,
        to: drawn().to,
    }
}

pub async fn all(store: &dyn Store) -> Condensed {
    let all = store.condensed_days(&whole()).await.unwrap();
    assert_eq!(all.stale, 0);
    all
}
