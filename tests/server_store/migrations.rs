//! The tables: made once, kept, and the same in both engines.

use std::{collections::BTreeSet, thread};

use futures_util::future::join_all;
use parter::{
    protocol::record::Record,
    queue::PeriodKind,
    server::store::{Store, StoreError, postgres::Postgres, sqlite::Sqlite},
};
use rusqlite::Connection;

use crate::{
    engines::runtime,
    given::{LOBBY, count, enrolled, send, short, visit, visit_record},
    postgres,
};

const OF_A_NEWER_PROGRAM: &str = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
     VALUES (99, 'later', '2030-01-01T00:00:00Z', '1')";

fn batch() -> [Record; 1] {
    [visit_record(&visit(1))]
}

async fn is_kept(store: &dyn Store) {
    assert_eq!(count(store, "visit").await, 1);
    let device = store
        .device("kiosk-1", crate::given::noon())
        .await
        .unwrap()
        .unwrap()
        .device;
    assert_eq!(short(&send(store, &device, &batch()).await), ["duplicate"]);
}

#[test]
fn sqlite_is_opened_again_with_all_it_kept() {
    let state = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&state.path().join("made")).unwrap();
    runtime().block_on(async {
        let device = enrolled(&store, "kiosk-1", LOBBY).await;
        send(&store, &device, &batch()).await;
    });
    store.close();
    let store = Sqlite::open(&state.path().join("made")).unwrap();
    runtime().block_on(is_kept(&store));
    store.close();
}

#[test]
fn sqlite_of_a_newer_program_is_left_alone() {
    let state = tempfile::tempdir().unwrap();
    Sqlite::open(state.path()).unwrap().close();
    let conn = Connection::open(state.path().join("parter-server.db")).unwrap();
    conn.execute(OF_A_NEWER_PROGRAM, []).unwrap();
    let opened = Sqlite::open(state.path());
    assert!(matches!(opened, Err(StoreError::Newer(_))), "{opened:?}");
}

/// As the server and a command beside it open a new file.
#[test]
fn many_open_a_new_sqlite_file_at_once() {
    for _ in 0..10 {
        let state = tempfile::tempdir().unwrap();
        let path = state.path();
        thread::scope(|scope| {
            let opening: Vec<_> = (0..4)
                .map(|_| scope.spawn(move || Sqlite::open(path).map(Sqlite::close)))
                .collect();
            for opened in opening {
                opened.join().unwrap().unwrap();
            }
        });
    }
}

#[test]
fn two_processes_keep_one_database() {
    runtime().block_on(async {
        let address = postgres::shared().database().await;
        let stores = join_all((0..6).map(|_| Postgres::connect(&address))).await;
        let stores: Vec<Postgres> = stores.into_iter().map(Result::unwrap).collect();
        let device = enrolled(&stores[0], "kiosk-1", LOBBY).await;
        send(&stores[1], &device, &batch()).await;
        is_kept(&stores[2]).await;
    });
}

#[test]
fn postgres_of_a_newer_program_is_left_alone() {
    runtime().block_on(async {
        let address = postgres::shared().database().await;
        Postgres::connect(&address).await.unwrap();
        let name = address.rsplit('/').next().unwrap();
        postgres::shared().execute(name, OF_A_NEWER_PROGRAM).await;
        let opened = Postgres::connect(&address).await;
        assert!(matches!(opened, Err(StoreError::Newer(_))), "{opened:?}");
    });
}

#[test]
fn both_engines_have_the_same_tables() {
    let state = tempfile::tempdir().unwrap();
    Sqlite::open(state.path()).unwrap().close();
    let conn = Connection::open(state.path().join("parter-server.db")).unwrap();
    let mut query = conn
        .prepare(
            "SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let sqlite: BTreeSet<String> = query
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();

    let postgres = runtime().block_on(async {
        let address = postgres::shared().database().await;
        Postgres::connect(&address).await.unwrap();
        let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let select =
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'";
        client.query(select, &[]).await.unwrap()
    });
    let postgres: BTreeSet<String> = postgres.iter().map(|row| row.get(0)).collect();
    assert_eq!(sqlite, postgres);
    assert!(sqlite.contains("visits.code"));
}

/// As the first version left it: periods of the visit's own kiosk, and one that another lobby's told of before.
const OF_THE_FIRST: &str = "
    INSERT INTO devices (id, name, municipality, lobby, created_at) VALUES
        ('kiosk-1', 'kiosk-1', 'kyustendil', 'kyustendil/hall', 1), ('kiosk-2', 'kiosk-2', 'kyustendil', 'kyustendil/taxes', 1);
    INSERT INTO offers (device, name, sha256, expires_at) VALUES ('kiosk-1', 'A000', '', 1);
    INSERT INTO visits (code, device, lobby, day, queue, seq, letter, issued_at, sha256) VALUES
        ('000000000001', 'kiosk-1', 'kyustendil/hall', '2026-11-05', 'civil', 1, 'А', 1, '');
    INSERT INTO periods (visit, ordinal, kind, began_at, device, sha256) VALUES
        ('000000000001', 2, 'called', 2, 'kiosk-1', ''), ('000000000001', 3, 'served', 3, 'kiosk-2', '');
    INSERT INTO ratings (id, lobby, bucket, face, repeated, reasons, answers, received_day, sha256) VALUES
        ('1', 'kyustendil/hall', '2026-11-06T12:00/PT12H', 5, FALSE, '[]', '{}', '2026-11-07', '');";

fn first(sql: &str) -> [refinery::Migration; 1] {
    [refinery::Migration::unapplied("V1__records_devices_staff", sql).unwrap()]
}

async fn is_what_it_was(store: &dyn Store) {
    assert_eq!(count(store, "period").await, 2);
    let ticket = store.ticket(&visit(1).ticket.code).await.unwrap().unwrap();
    assert_eq!(ticket.state, PeriodKind::Called, "its own lobby's last");
    let stale = store.stale_days(None, 9).await.unwrap();
    let days: Vec<String> = stale.iter().map(|of| format!("{} {}", of.lobby, of.day)).collect();
    assert_eq!(days, ["kyustendil/hall 2026-11-06", "kyustendil/hall 2026-11-05"]);
    assert!(stale.iter().all(|of| of.municipality == "kyustendil"));
}

#[test]
fn sqlite_of_the_first_version_is_brought_up_to_date() {
    let state = tempfile::tempdir().unwrap();
    let mut conn = Connection::open(state.path().join("parter-server.db")).unwrap();
    let made = first(include_str!(
        "../../src/server/store/sqlite/migrations/V1__records_devices_staff.sql"
    ));
    refinery::Runner::new(&made).run(&mut conn).unwrap();
    // There a hash is no text.
    conn.execute_batch(&OF_THE_FIRST.replace("'')", "x'')").replace("'', 1)", "x'', 1)"))
        .unwrap();
    drop(conn);
    let store = Sqlite::open(state.path()).unwrap();
    runtime().block_on(is_what_it_was(&store));
    store.close();
}

#[test]
fn postgres_of_the_first_version_is_brought_up_to_date() {
    runtime().block_on(async {
        let address = postgres::shared().database().await;
        let (mut client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let made = first(include_str!(
            "../../src/server/store/postgres/migrations/V1__records_devices_staff.sql"
        ));
        refinery::Runner::new(&made).run_async(&mut client).await.unwrap();
        client.batch_execute(OF_THE_FIRST).await.unwrap();
        is_what_it_was(&Postgres::connect(&address).await.unwrap()).await;
    });
}
