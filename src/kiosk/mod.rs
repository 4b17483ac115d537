//! The touch app. `controllers/` is plain Rust; adapters are the only code that knows the toolkit.

pub mod controllers;
