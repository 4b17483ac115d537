//! Packs as they are published: signed, checked, made by commands, kept by a kiosk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/bundles.rs"]
mod bundles;
mod check;
mod commands;
#[path = "../support/unprivileged.rs"]
mod unprivileged;
mod vault;
