//! Tickets a second through the hub's HTTP API, each on the disk before it is answered, and whether all of them are in its
//! file after `kill -9`.
//!
//! The hub is this program once more, in a process of its own: the lobby's server as a kiosk has it, without a screen. Each
//! client keeps one connection and asks for the next ticket as soon as it has one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod clients;
mod hub;
#[allow(dead_code, reason = "the other benchmarks look at memory too")]
#[path = "../support/table.rs"]
mod table;

use std::{collections::BTreeSet, env, fs::File, io::Write, path::Path, time::Instant};

use clients::Run;
use table::{Row, quantile};

/// Tickets by each client before those that count, and those that do.
const WARM_UP: u32 = 200;
const TICKETS: u32 = 3_000;

fn main() {
    if let Some(folder) = env::var_os(hub::FOLDER) {
        hub::be(Path::new(&folder));
        return;
    }
    let one = with_clients("tickets through the hub's HTTP API, one client", 1, "");
    let aim = "2,420 tickets a second: five times the best peer";
    let eight = with_clients("tickets through the hub's HTTP API, 8 clients", 8, aim);
    table::print(vec![fsync(), one, eight]);
}

fn fsync() -> Row {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut file = File::create(folder.path().join("fsync")).unwrap();
    let mut once = || {
        file.write_all(&[7; 4096]).unwrap();
        let began = Instant::now();
        file.sync_data().unwrap();
        began.elapsed().as_secs_f64() * 1e3
    };
    let mut times: Vec<f64> = (0..1_000).map(|_| once()).collect();
    Row {
        what: "one fsync of 4 KiB, for comparison",
        measured: format!(
            "median {:.2} ms, p99 {:.2} ms",
            quantile(&mut times, 0.5),
            quantile(&mut times, 0.99)
        ),
        aim: "",
    }
}

fn with_clients(what: &'static str, many: u32, aim: &'static str) -> Row {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let hub = hub::start(folder.path());
    let Run {
        mut millis,
        seconds,
        visits,
    } = clients::run(&hub.url, &hub.token, many, WARM_UP, TICKETS);
    hub.kill();
    let told: BTreeSet<(String, u32)> = visits.iter().cloned().collect();
    let numbers: BTreeSet<u32> = visits.iter().map(|(_, seq)| *seq).collect();
    assert_eq!(numbers.len(), visits.len(), "no number twice");
    let kept = hub::kept(folder.path());
    assert!(told.is_subset(&kept), "all that were answered are in the file");
    Row {
        what,
        measured: format!(
            "{:.0} tickets a second of {}; median {:.2} ms, p99 {:.2} ms; none twice, all there after kill -9",
            millis.len() as f64 / seconds,
            millis.len(),
            quantile(&mut millis, 0.5),
            quantile(&mut millis, 0.99),
        ),
        aim,
    }
}
