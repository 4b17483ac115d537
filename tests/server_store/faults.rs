//! PostgreSQL away, full, slow or closed to us: what passes is told from what somebody must put right, and nothing that
//! was acknowledged is lost.

use futures_util::future::join_all;
use parter::{
    protocol::batch::Verdict,
    server::store::{Result, Store, StoreError, devices::Device, intake::Intake, postgres::Postgres},
};

use crate::{
    engines::runtime,
    given::{LOBBY, count, count_of, enrolled, heard, noon, short, visit, visit_record},
    postgres::{Server, Settings, shared},
};

async fn try_to_send(store: &dyn Store, device: &Device, number: u32) -> Result<Vec<Verdict>> {
    store
        .accept_batch(device, &heard(device, &[visit_record(&visit(number))]), noon())
        .await
}

fn is_unavailable<T>(result: &Result<T>) -> bool {
    matches!(result, Err(StoreError::Unavailable(_)))
}

/// Asks until there is an answer. Nothing but waiting is needed.
async fn at_last<T>(ask: impl AsyncFn() -> Result<T>) -> T {
    loop {
        match ask().await {
            Ok(answer) => return answer,
            Err(StoreError::Unavailable(_)) => tokio::task::yield_now().await,
            Err(other) => panic!("{other}"),
        }
    }
}

async fn send(store: &dyn Store, device: &Device, number: u32) -> Vec<Verdict> {
    at_last(|| try_to_send(store, device, number)).await
}

/// As an administrator of the database may.
async fn cut_connections(database: &str) {
    let cut = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()"
    );
    shared().execute(database, &cut).await;
}

#[test]
fn a_server_that_was_away_is_used_again() {
    let server = Server::start(Settings {
        durable: true,
        ..Settings::default()
    });
    runtime().block_on(async {
        let store = Postgres::connect(&server.database().await).await.unwrap();
        let device = enrolled(&store, "kiosk-1", LOBBY).await;
        for (number, end) in [Server::stop, Server::kill].into_iter().enumerate() {
            let number = u32::try_from(number).unwrap();
            assert_eq!(short(&send(&store, &device, number).await), ["accepted"]);
            end(&server);
            for _ in 0..3 {
                let failed = try_to_send(&store, &device, number).await;
                assert!(is_unavailable(&failed), "{failed:?}");
            }
            assert!(is_unavailable(&Postgres::connect(&server.address("parter_0")).await));
            server.start_again();
            assert_eq!(short(&send(&store, &device, number).await), ["duplicate"]);
        }
        assert_eq!(count(&store, "visit").await, 2);
    });
}

#[test]
fn connections_that_are_cut_are_made_anew() {
    runtime().block_on(async {
        let address = shared().database().await;
        let store = Postgres::connect(&address).await.unwrap();
        let device = enrolled(&store, "kiosk-1", LOBBY).await;
        let name = address.rsplit('/').next().unwrap();
        for round in 0..5 {
            let sends = join_all((0..8).map(|n| send(&store, &device, 8 * round + n)));
            tokio::join!(cut_connections(name), sends);
        }
        // The last cut may be met only now.
        let counts = at_last(|| store.counts()).await;
        assert_eq!(count_of(&counts, "visit"), 40);
    });
}

/// Who holds a table holds everyone up, but not for ever: neither those at work nor those who wait for a connection.
#[test]
fn nobody_waits_without_end() {
    runtime().block_on(async {
        let address = shared().database().await;
        let store = Postgres::connect(&address).await.unwrap();
        let device = enrolled(&store, "kiosk-1", LOBBY).await;
        let (mut client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let holder = client.transaction().await.unwrap();
        holder.batch_execute("LOCK TABLE visits").await.unwrap();
        let sends = join_all((0..40).map(|number| try_to_send(&store, &device, number))).await;
        assert!(sends.iter().all(is_unavailable), "{sends:?}");
        holder.rollback().await.unwrap();
        assert_eq!(short(&try_to_send(&store, &device, 1).await.unwrap()), ["accepted"]);
    });
}

#[test]
fn too_many_connections_pass() {
    runtime().block_on(async {
        shared()
            .execute("postgres", "CREATE ROLE crowded LOGIN CONNECTION LIMIT 3")
            .await;
        let address = shared().database().await;
        let name = address.rsplit('/').next().unwrap();
        shared().execute(name, "GRANT ALL ON SCHEMA public TO crowded").await;
        let store = Postgres::connect(&address.replace("parter@", "crowded@"))
            .await
            .unwrap();
        let device = enrolled(&store, "kiosk-1", LOBBY).await;
        let sends = join_all((0..12).map(|number| try_to_send(&store, &device, number))).await;
        let (kept, failed): (Vec<_>, Vec<_>) = sends.into_iter().partition(Result::is_ok);
        assert!(
            !kept.is_empty() && !failed.is_empty(),
            "{} {}",
            kept.len(),
            failed.len()
        );
        assert!(failed.iter().all(is_unavailable), "{failed:?}");
        join_all((0..12).map(|number| send(&store, &device, number))).await;
        assert_eq!(count(&store, "visit").await, 12);
    });
}

/// The one that was the first serves reading alone until it is the first again.
#[test]
fn a_standby_passes() {
    runtime().block_on(async {
        let address = shared().database().await;
        let store = Postgres::connect(&address).await.unwrap();
        let device = enrolled(&store, "kiosk-1", LOBBY).await;
        let name = address.rsplit('/').next().unwrap();
        let read_only = |yes: &str| format!("ALTER DATABASE {name} SET default_transaction_read_only = {yes}");
        shared().execute("postgres", &read_only("on")).await;
        cut_connections(name).await;
        loop {
            match try_to_send(&store, &device, 1).await {
                Err(StoreError::Unavailable(cause)) if cause.contains("read-only") => break,
                Err(StoreError::Unavailable(_)) => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(count(&store, "visit").await, 0);
        assert!(is_unavailable(&Postgres::connect(&address).await));
        shared().execute("postgres", &read_only("off")).await;
        cut_connections(name).await;
        assert_eq!(short(&send(&store, &device, 1).await), ["accepted"]);
    });
}

#[test]
fn what_somebody_must_put_right_is_told_so() {
    runtime().block_on(async {
        shared().execute("postgres", "CREATE ROLE powerless LOGIN").await;
        let address = shared().database().await;
        for wrong in [
            address.replace("postgres://", "mysql://"),
            address.replace("parter@", "nobody@"),
            address.replace("parter@", "powerless@"),
            shared().address("no_such_database"),
            format!("{address}?sslmode=prefer"),
            format!("{address}?no_such_option=1"),
        ] {
            let opened = Postgres::connect(&wrong).await;
            assert!(
                matches!(opened, Err(StoreError::Misconfigured(_))),
                "{wrong}: {opened:?}"
            );
        }
    });
}
