//! The central server: what kiosks' records drain into, visitors' phones look at, and staff sign in to.
//!
//! | part | what it promises |
//! |---|---|
//! | [`app`] | every route stands in one table with who may use it |
//! | [`auth`] | nothing is reached past its guard; secrets are kept as hashes |
//! | [`routes`] | the kiosks' API, its document, and what watches the server |
//! | [`packs`] | every municipality by its own names |
//! | [`drafts`] | what staff write is kept as they write it, and nobody overwrites another unseen |
//! | [`pages`], [`phone`] | staff's pages and the ticket's page: whole without scripts |
//! | [`intake`], [`health`], [`fleet`] | what a record says, how a kiosk is, and which needs somebody: pure |
//! | [`preview`] | a draft is seen as the kiosk itself draws it, within bounds that nothing drawn can break |
//! | [`publish`], [`publishing`], [`objects`] | a pack reaches kiosks signed by a trusted key, or not at all |
//! | [`store`] | what was acknowledged is on the disk, once; two engines, one contract |

pub mod app;
pub mod auth;
pub mod config;
pub mod drafts;
pub mod error;
pub mod fleet;
pub mod health;
pub mod intake;
pub mod metrics;
pub mod objects;
pub mod open_files;
pub mod packs;
pub mod pages;
pub mod phone;
pub mod preview;
pub mod publish;
pub mod publishing;
pub mod routes;
mod serve;
pub mod state;
pub mod store;

pub use serve::{Server, ServerError, open, start, start_on};
