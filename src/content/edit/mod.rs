//! Changes of a pack by people: each changes one thing in one document and leaves all the rest, comments too, byte for byte as
//! somebody wrote it.
//!
//! A draft is a pack's [`Files`]; an edit takes them and gives others. What can't be meant is refused with the name of the
//! field that it was typed into.

pub mod blank;
pub mod charter;
pub mod closures;
mod document;
mod entries;
mod fault;
pub mod notices;
pub mod numbering;
pub mod part;
pub mod place_hours;
pub mod service_record;
pub mod services;
mod table;
mod texts;
pub mod typed;
pub mod week;

pub use fault::{Cause, Fault};

use super::files::Files;

/// The files with the change, or all that stands against it.
pub type Edited = Result<Files, Vec<Fault>>;
