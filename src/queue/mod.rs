//! The lobby's queue: who waits, who is next, and what holds at closing. No IO, no clock.

pub mod closing;
