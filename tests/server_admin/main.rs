//! What staff do with the server, through HTTP: sign in, look after kiosks and users, and what is kept of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod content;
mod forms;
mod given;
mod kiosks;
mod publishing;
mod sign_in;
#[path = "../support/staff.rs"]
mod staff;
#[path = "../support/server.rs"]
mod support;
mod users;
