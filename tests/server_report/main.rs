//! The yearly report: what it says, and that its four renderings say the same, as programs read them that are not ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod content;
mod given;
mod paper;
mod same;
#[path = "../support/staff.rs"]
mod staff;
#[path = "../support/server.rs"]
mod support;
mod tables;
mod web;
#[path = "../support/years/mod.rs"]
mod years;
