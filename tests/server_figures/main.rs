//! The figures of a drawn municipality, against what plain SQL makes of the same records, on both databases; and how long
//! a page waits for them.
//!
//! The short form, of some weeks, is in every run of the tests; `TEST_FULL=1` with `--release` takes three years with 300
//! visits a day in each of the five lobbies, and figures worth quoting.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod databases;
mod ledger;
mod looking;
#[path = "../support/postgres.rs"]
mod postgres;
mod ratings;
mod satisfaction;
mod seed;
mod speed;
#[path = "../support/server.rs"]
mod support;
mod waits;
#[path = "../support/years/mod.rs"]
mod years;

use std::env;

use databases::Sql;
use parter::server::store::Store;
use years::Years;

#[test]
fn figures_are_what_plain_sql_finds() {
    databases::on_both(&async |store: &dyn Store, sql: &Sql| {
        waits::are_what_plain_sql_finds(store, sql).await;
        ratings::are_what_plain_sql_finds(store, sql).await;
        satisfaction::is_what_plain_sql_finds(store, sql).await;
        ledger::is_what_plain_sql_finds(store, sql).await;
        speed::is_enough_for_a_page(store).await;
    });
}

fn is_full() -> bool {
    env::var_os("TEST_FULL").is_some()
}

/// Over a change of the clock, Easter and the first of January.
fn drawn() -> Years {
    if is_full() {
        Years {
            seed: 24,
            from: "2023-11-20".parse().unwrap(),
            to: "2026-11-20".parse().unwrap(),
            visits: 300,
        }
    } else {
        Years {
            seed: 24,
            from: "2026-03-23".parse().unwrap(),
            to: "2026-04-17".parse().unwrap(),
            visits: 40,
        }
    }
}
