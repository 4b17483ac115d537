//! The counters' and the board's pages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod api;
mod appointments;
mod board;
#[path = "../support/browser.rs"]
mod browser;
mod clerks;
#[path = "../support/lobby.rs"]
mod lobby;
#[path = "../support/log_lines.rs"]
mod log_lines;
mod pages;
