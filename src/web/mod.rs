//! What the central server and the lobby's pages have in common.

pub mod assets;
pub mod cookies;
pub mod headers;
pub mod icon;
pub mod lan;
pub mod lang;
pub mod limit;
pub mod origin;
