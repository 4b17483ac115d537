//! What a lobby's further kiosks and its hub say to each other, over the lobby's network. Types alone.
//!
//! | call | body | answer |
//! |---|---|---|
//! | `POST /api/kiosk/pair` | [`Pair`] | [`Paired`] |
//! | `POST /api/kiosk/tickets` | [`TicketWish`] | [`Visit`], new or as it was issued before |
//! | `POST /api/kiosk/check-ins` | [`CheckIn`] | [`Visit`], the same for who asks twice |
//! | `GET /api/kiosk/lines?ticket=CODE` | | [`LinesNow`] |
//! | `POST /api/kiosk/blocks` | [`BlockWish`] | [`Block`] |
//! | `POST /api/kiosk/visits` | [`HandIn`]s | as many [`HandedIn`]s, in the same order |
//! | `POST /api/kiosk/queues` | [`Pause`] | [`LinesNow`] |
//!
//! All but the first need the kiosk's token: `Authorization: Bearer …`. Each may be asked again when no answer came, and is
//! done once. Success is status 200 and a body of that form; a refusal is a [`Refused`].

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::secret::{PairingCode, Token};
use crate::queue::{
    AppointmentCode, TicketCode, Visit,
    appointments::Codes,
    line::{Ahead, Lines},
};

/// So many are handed in at once at most.
pub const MOST_HAND_INS: usize = 25;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pair {
    pub code: PairingCode,
    /// The kiosk's own name, for the hub's log.
    pub kiosk: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Paired {
    pub token: Token,
    /// Whose kiosk it is from now on.
    pub lobby: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketWish {
    /// The new ticket's, chosen at random by the kiosk that asks: whoever asks again under it gets the same ticket.
    pub code: TicketCode,
    pub queue: String,
    pub service: Option<String>,
    pub priority: Option<String>,
}

/// Someone who comes by appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    pub code: AppointmentCode,
}

/// The lobby's queues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinesNow {
    pub lines: Lines,
    /// Those before the ticket that was named, while it waits.
    pub ahead: Option<Ahead>,
    /// What today's codes are made of; none where nobody is expected.
    pub codes: Option<Codes>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockWish {
    /// Chosen at random: the same key is the same block.
    pub key: String,
    pub queue: String,
}

/// Numbers of a queue and day that the hub issues to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub key: String,
    pub day: NaiveDate,
    pub queue: String,
    pub first: u32,
    pub last: u32,
}

/// What happened at a kiosk that could not reach the hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandIn {
    /// A ticket with a number of a block.
    Visit(Visit),
    /// A ticket that was asked for and may have been issued: nobody holds it.
    Withdrawn(TicketCode),
}

impl HandIn {
    #[must_use]
    pub fn code(&self) -> &TicketCode {
        match self {
            Self::Visit(visit) => &visit.ticket.code,
            Self::Withdrawn(code) => code,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandedIn {
    /// The hub has it on its disk, also where it was told before.
    Taken,
    /// It never will have it.
    Refused { why: String },
}

impl HandedIn {
    #[must_use]
    pub fn refused(why: &str) -> Self {
        Self::Refused { why: why.to_owned() }
    }
}

/// From now on these queues issue no tickets, or do again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub queues: Vec<String>,
    pub paused: bool,
}

/// Why the hub does not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The cause, see [`cause`].
    pub error: String,
    /// For staff.
    pub message: String,
}

/// Causes that a kiosk understands.
pub mod cause {
    pub const NOT_PAIRED: &str = "not_paired";
    pub const OTHER_POST: &str = "other_post";
    pub const WRONG_CODE: &str = "wrong_code";
    pub const QUEUE_PAUSED: &str = "queue_paused";
    pub const NO_SUCH_APPOINTMENT: &str = "no_such_appointment";
    pub const NO_SUCH_QUEUE: &str = "no_such_queue";
}
