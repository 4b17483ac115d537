//! From the tap to the ticket on the disk, beside what one fsync costs here.

use std::{
    fs::File,
    io::Write,
    sync::mpsc::channel,
    time::{Duration, Instant},
};

use chrono::Utc;
use parter::{
    queue::IssueRequest,
    store::{Store, StoreConfig, worker::Worker},
};

use crate::table::{Row, quantile};

const ROUNDS: u32 = 1_000;

pub fn measure() -> Vec<Row> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut fsyncs = fsyncs(folder.path());
    let mut tickets = tickets(folder.path());
    vec![
        Row {
            what: "one fsync of 4 KiB, for comparison",
            measured: format!("median {:.2} ms", quantile(&mut fsyncs, 0.5)),
            aim: "",
        },
        Row {
            what: "ticket, from the tap to the commit on disk",
            measured: format!(
                "median {:.2} ms, p99 {:.2} ms",
                quantile(&mut tickets, 0.5),
                quantile(&mut tickets, 0.99)
            ),
            aim: "median under 2 ms where an fsync is under 1 ms",
        },
    ]
}

fn fsyncs(folder: &std::path::Path) -> Vec<f64> {
    let mut file = File::create(folder.join("fsync")).expect("a file");
    let mut once = || {
        file.write_all(&[7; 4096]).expect("written");
        let began = Instant::now();
        file.sync_data().expect("synced");
        began.elapsed().as_secs_f64() * 1e3
    };
    (0..ROUNDS).map(|_| once()).collect()
}

fn tickets(folder: &std::path::Path) -> Vec<f64> {
    let config = StoreConfig {
        lobby: "bench/lobby".to_owned(),
        zone: chrono_tz::Europe::Sofia,
        bucket_hours: 24,
        repeat_window: Duration::from_secs(10),
    };
    let state = folder.join("state");
    let worker = Worker::spawn(move || Store::open(&state, &config, Utc::now()), |_| ()).expect("a thread");
    let store = worker.handle();
    let mut once = |round: u32| {
        let request = IssueRequest {
            queue: "a".to_owned(),
            letter: 'А',
            service: None,
            priority: None,
            // Each tap is another visitor's.
            touched: Duration::from_secs(u64::from(round) * 60),
        };
        let (answer, answered) = channel();
        let began = Instant::now();
        store.call(
            move |store| store.issue(&request, Utc::now()),
            move |result| answer.send(result.is_ok()).expect("somebody waits"),
        );
        assert!(answered.recv().expect("an answer"), "a ticket");
        began.elapsed().as_secs_f64() * 1e3
    };
    let times = (0..ROUNDS).map(&mut once).collect();
    worker.shutdown();
    times
}
