//! What is measured: promises against what happened, and satisfaction without suspicion. No IO, no clock.
//!
//! | file | what it is |
//! |---|---|
//! | [`alert`] | of what staff want to be told at once |
//! | [`day`] | all that figures are made of, for one lobby and one day |
//! | [`answered`] | letters and complaints, as far as their terms are concerned |
//! | [`registered`] | the same as staff enter them, by their numbers; lists of them |
//! | [`period`] | weeks, months, quarters and years |
//! | [`ledger`] | each promise of the charter, and what came of it |
//! | [`waits`], [`opening`] | how long visitors waited; whether the lobby was open in its hours |
//! | [`suppress`] | which ratings are shown together, so that nothing tells of a few |
//! | [`satisfaction`] | ratings by time, queue, reason, question, and hour of the week |
//! | [`share`] | so many of so many, and how sure that is |

pub mod alert;
pub mod answered;
pub mod counts;
pub mod day;
pub mod ledger;
pub mod opening;
pub mod period;
pub mod registered;
pub mod satisfaction;
pub mod share;
pub mod suppress;
pub mod waits;

pub use answered::{Answered, Matter};
pub use counts::Counts;
pub use day::DayFacts;
pub use period::{Period, Unit};
pub use registered::{RegisterNumber, Registered};
pub use satisfaction::Satisfaction;
pub use share::Share;
pub use suppress::{Audience, Groups};
