//! The touch app: `controllers` decide, in plain Rust; `adapters` alone know slint.

#[cfg(feature = "kiosk")]
pub mod adapters;
pub mod controllers;
