//! The lobby's queues: tickets, visits, days, waits, and what holds at closing. No IO, no clock.

pub mod closing;
pub mod day;
pub mod estimate;
pub mod qr;
pub mod ticket;
pub mod visit;

pub use ticket::{Ticket, TicketCode, TicketNumber};
pub use visit::{IssueRequest, PeriodBegan, PeriodKind, Visit};
