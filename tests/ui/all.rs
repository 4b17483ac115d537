//! The screens as visitors meet them: touched by label, looked at as pictures, measured on every panel.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod flows_rate;
mod flows_reading;
mod flows_ticket;
mod flows_visit;
mod harness;
mod pictures;
mod tree;
mod walk;
