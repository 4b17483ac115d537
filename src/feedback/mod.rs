//! Anonymous ratings. No IO, no clock.

pub mod bucket;
pub mod rating;
pub mod repeat;

pub use bucket::Bucket;
pub use rating::{Face, Rating, RatingId, Remarks};
pub use repeat::RepeatFilter;
