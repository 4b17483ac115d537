//! The kiosks' API, call by call, each answer held against the OpenAPI document that the server itself gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod batches;
#[path = "../support/bundles.rs"]
mod bundles;
mod content;
mod devices;
mod document;
mod given;
#[path = "../support/images.rs"]
mod image_folder;
mod images;
#[path = "../support/server.rs"]
mod server;
mod watching;
