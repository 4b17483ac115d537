//! What a visitor's phone asks for.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::Result;
use crate::queue::{PeriodKind, TicketCode, TicketNumber};

/// Waits of more people than this are not recent.
pub const RECENT: u32 = 30;

/// A ticket and its place in the queue, as far as the lobby has been heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketNow {
    pub number: TicketNumber,
    pub lobby: String,
    pub day: NaiveDate,
    /// As it is now, after transfers.
    pub queue: String,
    pub service: Option<String>,
    pub issued_at: DateTime<Utc>,
    /// The visit's last state, and since when.
    pub state: PeriodKind,
    pub since: DateTime<Utc>,
    /// Who calls or serves.
    pub counter: Option<String>,
    /// Those who came before on that day and now wait in the same queue.
    pub ahead: u32,
    /// How long those of this queue who were called last on that day had waited, for
    /// [`WaitEstimate`](crate::queue::estimate::WaitEstimate); the latest arrival first, at most [`RECENT`].
    pub recent_waits: Vec<TimeDelta>,
    /// When the ticket's kiosk was heard last.
    pub heard_at: Option<DateTime<Utc>>,
}

#[async_trait]
pub trait Tickets: Send + Sync {
    /// None where no kiosk has told of that code.
    async fn ticket(&self, code: &TicketCode) -> Result<Option<TicketNow>>;
}
