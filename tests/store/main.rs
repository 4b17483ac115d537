//! The kiosk's database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod appointments;
mod calling;
mod faults;
mod forecast;
mod kill;
mod numbering;
mod outbox;
mod paused;
mod print;
mod ratings;
#[path = "../store_support/mod.rs"]
mod store_support;
#[path = "../support/unprivileged.rs"]
mod unprivileged;
mod visits;
