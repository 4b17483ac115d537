//! The yearly report on how people's opinion was asked and what came of it: Ordinance on Administrative Service, чл. 24.
//!
//! What it says is written once, as data; four renderings show the same.
//!
//! | file | what it is |
//! |---|---|
//! | [`model`] | sections, paragraphs, tables and charts |
//! | [`sources`] | what it is made of |
//! | [`chapters`] | what it says, a file a chapter |
//! | [`words`] | its numbers in words |
//! | [`page`] | as a page that prints well |
//! | [`pdf`] | as a PDF for everybody: tagged, with bookmarks |
//! | [`xlsx`], [`csv`] | its tables for spreadsheets |
//!
//! It is made to be published, so it shows what may be shown to everybody.

mod chapters;
pub mod csv;
pub mod model;
pub mod page;
pub mod pdf;
pub mod sources;
pub mod words;
pub mod xlsx;

pub use model::Report;
pub use sources::Sources;
