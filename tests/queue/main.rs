//! The rules of tickets and ratings, on their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod appointments;
mod calling;
mod closing;
mod feedback;
mod ticket;
