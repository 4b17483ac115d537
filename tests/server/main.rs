//! The central server: its API, its pages, its programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod anonymity;
#[path = "../support/browser.rs"]
mod browser;
#[path = "../support/bundles.rs"]
mod bundles;
mod config;
#[path = "../support/images.rs"]
mod images;
mod mail;
mod outage;
mod pages;
#[path = "../support/phone.rs"]
mod phone;
mod phone_pages;
#[path = "../support/postgres.rs"]
mod postgres;
mod preview;
#[allow(dead_code)]
#[path = "../support/proxy.rs"]
mod proxy;
mod publish;
#[path = "../support/settings.rs"]
mod settings;
#[path = "../support/staff.rs"]
mod staff;
#[path = "../store_support/mod.rs"]
mod store_support;
#[path = "../support/server.rs"]
mod support;
mod updates;
mod user;
