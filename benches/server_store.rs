//! How many records a second the server's store keeps, in full batches, each on the disk before it is answered.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "the tests begin with more")]
#[path = "../tests/server_store/given.rs"]
mod given;
#[path = "../tests/support/postgres.rs"]
mod postgres;
#[allow(dead_code, reason = "the kiosk's benchmark looks at memory too")]
#[path = "support/table.rs"]
mod table;

use std::{sync::Arc, time::Instant};

use given::{enrolled, heard, noon, period, period_record, rating, rating_record, visit, visit_record};
use parter::{
    protocol::{
        batch::{MAX_RECORDS, Verdict},
        record::Hash,
    },
    queue::{PeriodKind, Visit},
    server::{
        intake::Incoming,
        store::{Store, devices::Device, postgres::Postgres, sqlite::Sqlite},
    },
};
use postgres::{Server, Settings};
use table::{Row, quantile};
use tokio::{runtime::Runtime, task::JoinSet};

const BATCHES: u32 = 400;
/// Of each batch, with four more records each.
const VISITS: u32 = 40;

fn main() {
    let runtime = Runtime::new().unwrap();
    let state = tempfile::tempdir().unwrap();
    let sqlite: Arc<dyn Store> = Arc::new(Sqlite::open(state.path()).unwrap());
    let server = Server::start(Settings {
        durable: true,
        ..Settings::default()
    });
    let address = runtime.block_on(server.database());
    let postgres: Arc<dyn Store> = Arc::new(runtime.block_on(Postgres::connect(&address)).unwrap());
    let rows = [
        ("SQLite, one writer", &sqlite, 1),
        ("SQLite, eight writers", &sqlite, 8),
        ("PostgreSQL, one writer", &postgres, 1),
        ("PostgreSQL, eight writers", &postgres, 8),
    ];
    let measured = rows.map(|(what, store, writers)| Row {
        what,
        measured: runtime.block_on(measure(store, what, writers)),
        aim: "10,000 records a second",
    });
    table::print(measured.into());
}

/// Each writer is a kiosk of a lobby of its own.
async fn measure(store: &Arc<dyn Store>, what: &str, writers: u32) -> String {
    let mut work = Vec::new();
    for writer in 0..writers {
        let name = format!("{what} {writer}");
        let device = enrolled(&**store, &name, &name).await;
        let first = 1_000_000 * (10 * writers + writer);
        let batch = |n| full_batch(&device, first + n * VISITS);
        work.push(((0..BATCHES / writers).map(batch).collect(), device.clone()));
    }
    let began = Instant::now();
    let mut writing: JoinSet<Vec<f64>> = JoinSet::new();
    for (batches, device) in work {
        writing.spawn(write(store.clone(), device, batches));
    }
    let mut took = writing.join_all().await.concat();
    let seconds = began.elapsed().as_secs_f64();
    format!(
        "{:.0} records a second; a batch {:.1} ms in the median, {:.1} ms at p99",
        f64::from(BATCHES) * MAX_RECORDS as f64 / seconds,
        quantile(&mut took, 0.5),
        quantile(&mut took, 0.99),
    )
}

/// How many milliseconds each batch takes.
async fn write(store: Arc<dyn Store>, device: Device, batches: Vec<Vec<Incoming>>) -> Vec<f64> {
    let mut took = Vec::new();
    for batch in batches {
        let began = Instant::now();
        let verdicts = store.accept_batch(&device, &batch, noon()).await.unwrap();
        took.push(began.elapsed().as_secs_f64() * 1e3);
        assert!(verdicts.iter().all(|verdict| *verdict == Verdict::Accepted));
    }
    took
}

/// Visits from the ticket to the end, and their ratings.
fn full_batch(device: &Device, first: u32) -> Vec<Incoming> {
    let mut records = Vec::new();
    for number in first..first + VISITS {
        records.push(visit_record(&Visit {
            lobby: device.lobby.clone().unwrap(),
            ..visit(number)
        }));
        for (ordinal, kind) in [
            (2, PeriodKind::Called),
            (3, PeriodKind::Serving),
            (4, PeriodKind::Served),
        ] {
            records.push(period_record(&period(number, ordinal, kind)));
        }
        records.push(rating_record(&rating(random(number))));
    }
    assert_eq!(records.len(), MAX_RECORDS);
    heard(device, &records)
}

/// Ratings' ids are spread over the table.
fn random(number: u32) -> u128 {
    let Hash(bytes) = given::hash(&number.to_string());
    u128::from_be_bytes(bytes[..16].try_into().unwrap())
}
