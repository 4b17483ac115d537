//! What the central server and the lobby's pages have in common.

pub mod cookies;
pub mod headers;
pub mod limit;
pub mod origin;
