//! The lobby's queues: tickets, visits, days, waits, and what holds at closing. No IO, no clock.

pub mod appointments;
pub mod calling;
pub mod closing;
pub mod counter;
pub mod day;
pub mod estimate;
pub mod forecast;
pub mod line;
pub mod lookalikes;
pub mod paper;
pub mod qr;
pub mod records;
pub mod ticket;
pub mod transitions;
pub mod visit;

pub use appointments::{Appointment, AppointmentCode, ArrangedVisit};
pub use counter::{Counter, CounterBegan, CounterState};
pub use ticket::{Ticket, TicketCode, TicketNumber};
pub use visit::{CallReason, Change, IssueRequest, PeriodBegan, PeriodKind, Visit};
