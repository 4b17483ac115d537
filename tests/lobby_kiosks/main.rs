//! Further kiosks of a lobby: tickets through the hub, numbers of their own while it can't be reached, and what becomes of
//! those when it is back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod given;
mod kill;
#[path = "../support/line.rs"]
mod line;
#[path = "../support/lobby.rs"]
mod lobby;
mod outage;
#[cfg(feature = "kiosk")]
mod screens;
mod tickets;
mod together;
