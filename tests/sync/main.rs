//! The kiosk's half of the wire, against servers that tests play.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod backoff;
mod enrol;
mod faults;
mod kill;
mod online;
#[path = "../support/server_process.rs"]
mod server_process;
#[path = "../store_support/mod.rs"]
mod store_support;
#[path = "../sync_support/mod.rs"]
mod sync_support;
#[cfg(feature = "server")]
mod tls;
