//! The central server: what kiosks' records drain into, visitors' phones look at, and staff sign in to.

pub mod health;
pub mod intake;
pub mod store;
