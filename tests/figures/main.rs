//! What is measured, from records to figures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod alert;
mod algebra;
mod attack;
mod day;
mod given;
mod ledger;
mod period;
mod registered;
mod satisfaction;
mod share;
