//! The central server: what kiosks' records drain into, visitors' phones look at, and staff sign in to.
//!
//! | part | what it promises |
//! |---|---|
//! | [`app`] | every route stands in one table with who may use it |
//! | [`alerts`] | whether staff's rules for alerts hold, looked at every few minutes |
//! | [`auth`] | nothing is reached past its guard; secrets are kept as hashes |
//! | [`mail`], [`letters`] | an alert leaves as one letter to each address, and no password is logged |
//! | [`routes`] | the kiosks' API, its document, and what watches the server |
//! | [`figures`], [`chart`] | figures in words, tables and drawings; what may not be told is said to be withheld |
//! | [`packs`] | every municipality by its own names |
//! | [`condense`] | a page over a year reads condensed days, the newest as of now |
//! | [`drafts`] | what staff write is kept as they write it, and nobody overwrites another unseen |
//! | [`pages`], [`phone`], [`public`] | staff's pages, the ticket's and everybody's: whole without scripts |
//! | [`intake`], [`health`], [`fleet`] | what a record says, how a kiosk is, and which needs somebody: pure |
//! | [`images`] | a kiosk is offered whole versions of its operating system alone, and keeps its place in a growing share |
//! | [`preview`] | a draft is seen as the kiosk itself draws it, within bounds that nothing drawn can break |
//! | [`publish`], [`publishing`], [`objects`] | a pack reaches kiosks signed by a trusted key, or not at all |
//! | [`uploads`] | what was sent and not saved yet is gone in a day |
//! | [`store`] | what was acknowledged is on the disk, once; two engines, one contract |

pub mod alerts;
pub mod app;
pub mod auth;
pub mod chart;
pub mod condense;
pub mod config;
pub mod drafts;
pub mod error;
pub mod figures;
pub mod fleet;
pub mod health;
pub mod images;
pub mod intake;
pub mod letters;
pub mod mail;
pub mod metrics;
pub mod objects;
pub mod open_files;
pub mod packs;
pub mod pages;
pub mod phone;
pub mod preview;
pub mod public;
pub mod publish;
pub mod publishing;
pub mod report;
pub mod routes;
mod serve;
pub mod state;
pub mod store;
pub mod uploads;

pub use serve::{Server, ServerError, open, start, start_on};
