//! What staff and everybody see of a municipality's figures, through HTTP: promises, satisfaction, the register, alerts, the
//! public page and its open data.
//!
//! `TEST_FULL=1` with `--release` fills three years of five lobbies with 300 visits a day each on both databases, and prints
//! how long each page takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod alerts;
mod charts;
mod data;
mod everybody;
mod given;
mod ledger;
#[path = "../support/postgres.rs"]
mod postgres;
mod register;
mod satisfaction;
mod speed;
#[path = "../support/staff.rs"]
mod staff;
#[path = "../support/server.rs"]
mod support;
#[path = "../support/years/mod.rs"]
mod years;
