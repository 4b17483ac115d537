//! The recovery storm: kiosks that were away for long come back at the same moment, each with its backlog.
//!
//! The short form is in every run of the tests; `TEST_FULL=1` with `--release` gives 200 kiosks with 2,000 records each,
//! and figures worth quoting.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/fleet.rs"]
mod fleet;
#[path = "support/postgres.rs"]
mod postgres;
#[path = "support/server_process.rs"]
mod server_process;

use std::{
    env,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    feedback::{Bucket, Rating, RatingId, Remarks},
    protocol::{
        batch::{Batch, BatchAnswer, MAX_RECORDS, Verdict},
        record::{Record, kind},
        secret::Token,
        version,
    },
    queue::{Change, PeriodBegan, PeriodKind, Ticket, TicketCode, TicketNumber, Visit},
    server::store::{Store, postgres::Postgres, sqlite::Sqlite},
};
use rand::{SeedableRng, rngs::StdRng};
use server_process::ServerProcess;
use tokio::{runtime::Runtime, sync::Barrier, task::JoinSet, time::sleep};

/// How many kiosks, and how many batches each has.
#[derive(Clone, Copy)]
struct Size {
    kiosks: usize,
    batches: usize,
}

fn size() -> Size {
    if env::var_os("TEST_FULL").is_some() {
        Size {
            kiosks: 200,
            batches: 10,
        }
    } else {
        Size { kiosks: 20, batches: 3 }
    }
}

#[test]
fn sqlite_takes_the_storm() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let store = Sqlite::open(&folder.path().join("server")).unwrap();
    let tokens = runtime.block_on(fleet::enrol(&store, "kyustendil", size().kiosks));
    store.close();
    let server = ServerProcess::start(folder.path(), None);
    runtime.block_on(storm("SQLite, one server process", &[&server], tokens));
    drop(server);
    let store = Sqlite::open(&folder.path().join("server")).unwrap();
    runtime.block_on(all_is_there(&store));
    store.close();
}

#[test]
fn postgres_takes_the_storm_through_two_processes() {
    let cluster = postgres::Server::start(postgres::Settings {
        durable: true,
        ..postgres::Settings::default()
    });
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let database = runtime.block_on(cluster.database());
    let store = runtime.block_on(Postgres::connect(&database)).unwrap();
    let tokens = runtime.block_on(fleet::enrol(&store, "kyustendil", size().kiosks));
    let servers = [0, 1].map(|_| ServerProcess::start(folder.path(), Some(&database)));
    runtime.block_on(storm(
        "PostgreSQL, two server processes",
        &[&servers[0], &servers[1]],
        tokens,
    ));
    runtime.block_on(all_is_there(&store));
}

fn now() -> DateTime<Utc> {
    "2026-11-23T08:30:00Z".parse().unwrap()
}

fn lobby(kiosk: usize) -> String {
    format!("kyustendil/{kiosk}")
}

/// A day's work of one kiosk, as its batches: a visit, its call, its end, and now and then a rating.
fn backlog(kiosk: usize, batches: usize) -> Vec<String> {
    let mut rng = StdRng::seed_from_u64(kiosk as u64);
    let mut records = Vec::new();
    for seq in 1.. {
        if records.len() >= batches * MAX_RECORDS {
            break;
        }
        let code = TicketCode::random(&mut rng);
        let issued_at = now() - TimeDelta::days(1) + TimeDelta::seconds(i64::from(seq) * 40);
        let number = TicketNumber { letter: 'А', seq };
        let visit = Visit {
            ticket: Ticket {
                number,
                code: code.clone(),
            },
            lobby: lobby(kiosk),
            day: issued_at.date_naive(),
            queue: "main".to_owned(),
            service: Some("address-certificate".to_owned()),
            priority: None,
            issued_at,
            arranged_at: None,
        };
        records.push(record(kind::VISIT, code.to_string(), &visit));
        for (ordinal, kind_of, after) in [
            (2, PeriodKind::Called, 300),
            (3, PeriodKind::Serving, 330),
            (4, PeriodKind::Served, 700),
        ] {
            let period = PeriodBegan {
                visit: code.clone(),
                ordinal,
                kind: kind_of,
                counter: Some("3".to_owned()),
                change: Change::default(),
                began_at: issued_at + TimeDelta::seconds(after),
            };
            records.push(record(kind::PERIOD, format!("{code}.{ordinal}"), &period));
        }
        if seq % 4 == 0 {
            let rating = Rating {
                id: RatingId::random(&mut rng),
                bucket: Bucket::at(issued_at.naive_utc(), 24),
                face: 4.try_into().unwrap(),
                repeated: false,
                remarks: Remarks::default(),
            };
            records.push(record(kind::RATING, rating.id.to_string(), &rating));
        }
    }
    records.truncate(batches * MAX_RECORDS);
    let batch = |part: &[Record]| serde_json::to_string(&Batch { records: part.to_vec() }).unwrap();
    records.chunks(MAX_RECORDS).map(batch).collect()
}

fn record(kind: &str, id: String, what: &impl serde::Serialize) -> Record {
    Record::new(kind, id, serde_json::to_string(what).unwrap()).unwrap()
}

/// What one kiosk met.
#[derive(Default)]
struct Met {
    /// Of each batch, from the first attempt's beginning to its answer.
    times: Vec<f64>,
    /// Answers that made it wait and try again by itself.
    retries: usize,
}

async fn storm(what: &str, servers: &[&ServerProcess], tokens: Vec<Token>) {
    let Size { kiosks, batches } = size();
    let start = Arc::new(Barrier::new(kiosks + 1));
    let mut fleet = JoinSet::new();
    for (n, token) in tokens.into_iter().enumerate() {
        let url = format!("http://{}/api/v1/batches", servers[n % servers.len()].address);
        let (bodies, start) = (backlog(n, batches), start.clone());
        fleet.spawn(async move {
            start.wait().await;
            come_back(&url, &token, bodies).await
        });
    }
    start.wait().await;
    let began = Instant::now();
    let met = fleet.join_all().await;
    let took = began.elapsed();

    let mut times: Vec<f64> = met.iter().flat_map(|met| met.times.iter().copied()).collect();
    times.sort_by(f64::total_cmp);
    assert_eq!(times.len(), kiosks * batches);
    let records = kiosks * batches * MAX_RECORDS;
    println!(
        "{what}: {records} records of {kiosks} kiosks in {:.1} s: {:.0} a second; a batch: median {:.0} ms, p99 {:.0} ms; {} retries",
        took.as_secs_f64(),
        records as f64 / took.as_secs_f64(),
        times[times.len() / 2],
        times[times.len() * 99 / 100],
        met.iter().map(|met| met.retries).sum::<usize>(),
    );
    for server in servers {
        println!(
            "  memory of server process {}: {:.0} MB at most",
            server.address,
            server.peak_megabytes()
        );
    }
}

/// Sends batch after batch. What is answered 503, or not at all, is sent again; anything else would need a hand.
async fn come_back(url: &str, token: &Token, bodies: Vec<String>) -> Met {
    // Fails only when it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(60))
        .build()
        .unwrap();
    let mut met = Met::default();
    for body in bodies {
        let began = Instant::now();
        loop {
            let request = client
                .post(url)
                .bearer_auth(token.reveal())
                .header(version::HEADER, version::KNOWN.to_string())
                .header("content-type", "application/json")
                .body(body.clone());
            match request.send().await {
                Ok(response) if response.status() == 207 => {
                    let answer: BatchAnswer = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
                    assert_eq!(answer.verdicts.len(), MAX_RECORDS);
                    assert!(
                        answer
                            .verdicts
                            .iter()
                            .all(|on| on.verdict == Verdict::Accepted || met.retries > 0)
                    );
                    break;
                }
                Ok(response) => assert_eq!(response.status(), 503, "only a hand could help"),
                Err(error) => assert!(
                    error.is_connect() || error.is_timeout() || error.is_request(),
                    "{error}"
                ),
            }
            met.retries += 1;
            sleep(Duration::from_millis(200)).await;
        }
        met.times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    met
}

async fn all_is_there(store: &dyn Store) {
    let counts = store.counts().await.unwrap();
    let count = |kind: &str| counts.iter().find(|(of, _)| of == kind).map_or(0, |(_, many)| *many);
    let Size { kiosks, batches } = size();
    assert_eq!(
        count("visit") + count("period") + count("rating"),
        (kiosks * batches * MAX_RECORDS) as i64
    );
    assert_eq!(count("refused"), 0);
}
