//! A ticket's page on the visitor's phone, over HTTP: what it says in every state, to whom, and how soon.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod codes;
mod given;
mod live;
mod page;
#[path = "../support/phone.rs"]
mod phone;
mod seats;
mod states;
#[path = "../support/server.rs"]
mod support;
