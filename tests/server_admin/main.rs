//! What staff do with the server, through HTTP: sign in, look after kiosks and users, and what is kept of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/bundles.rs"]
mod bundles;
mod content;
mod forms;
mod given;
#[path = "../support/images.rs"]
mod image_folder;
mod images;
mod import;
mod kiosks;
mod publishing;
mod sign_in;
#[path = "../support/staff.rs"]
mod staff;
#[path = "../support/server.rs"]
mod support;
mod users;
