//! What a municipality publishes: the pack and its parts. No IO, no clock.

pub mod calendar;
pub mod charter;
pub mod colour;
pub mod contacts;
pub mod day;
pub mod difference;
pub mod edit;
pub mod edit_distance;
pub mod exchange;
pub mod files;
pub mod finding;
pub mod hours;
pub mod l10n;
pub mod limits;
pub mod lines;
pub mod lint;
pub mod notice;
pub mod pack;
pub mod promise;
pub mod queue_plan;
pub mod read;
pub mod search;
pub mod service;
pub mod survey;
pub mod text;

pub use pack::Pack;
