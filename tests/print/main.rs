//! Tickets on paper.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;
mod escpos;
#[path = "../print/fake.rs"]
mod fake;
#[path = "../print/paper.rs"]
mod paper;
#[path = "../store_support/mod.rs"]
mod store_support;
mod ticket;
