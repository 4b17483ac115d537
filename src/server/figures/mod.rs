//! Figures as people read them: what staff see under `/admin/figures` and everybody under `/o` is made of the same parts.
//!
//! | file | what it is |
//! |---|---|
//! | [`gather`] | the days that figures are made of |
//! | [`scope`] | of which time, place and queue |
//! | [`ledger`] | each promise beside what was measured |
//! | [`satisfaction`], [`split`] | ratings in charts and tables |
//! | [`words`] | shares, times and periods in words |

pub mod gather;
pub mod ledger;
pub mod satisfaction;
pub mod scope;
pub mod split;
pub mod words;
