//! The kiosks' API and what watches the server. Pages are in [`pages`](super::pages) and [`phone`](super::phone).

pub mod batches;
pub mod body;
pub mod content;
pub mod enrol;
pub mod health;
pub mod images;
pub mod logs;
pub mod metrics;
pub mod openapi;
pub mod refusals;
pub mod token;

/// Where staff sign in.
pub const SIGN_IN: &str = "/admin/sign-in";
