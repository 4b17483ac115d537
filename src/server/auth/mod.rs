//! Who asks, and whether they may.

pub mod access;
pub mod bearer;
pub mod client;
pub mod guard;
pub mod limits;
pub mod names;
pub mod passwords;
pub mod sessions;
