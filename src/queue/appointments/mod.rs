//! Arranged visits: a code and an hour, nothing of a person.
//!
//! | file | what it is |
//! |---|---|
//! | [`code`] | what the visitor was given and types at the kiosk |
//! | [`list`] | a day's appointments from a CSV file, all of them or none |
//! | [`fault`] | what is wrong with such a file, by line and column, and the mend |
//! | [`measure`] | whether those who came were called as soon as the charter promises |

pub mod code;
pub mod fault;
pub mod list;
pub mod measure;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::TicketNumber;

pub use code::AppointmentCode;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    pub day: NaiveDate,
    pub code: AppointmentCode,
    pub at: DateTime<Utc>,
    /// [`Queue::id`](crate::content::queue_plan::Queue::id)
    pub queue: String,
    /// That queue's letter.
    pub letter: char,
    pub service: Option<String>,
}

/// What the codes of a day are made of: so many keys a visitor needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Codes {
    Digits,
    Letters,
}

/// An appointment, and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrangedVisit {
    #[serde(flatten)]
    pub appointment: Appointment,
    /// Of one who has come.
    pub came: Option<Came>,
}

/// Someone who has come by appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    pub number: TicketNumber,
    pub arrived: DateTime<Utc>,
    /// When they were first called.
    pub called: Option<DateTime<Utc>>,
}

/// What became of a list that was taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub added: usize,
    pub changed: usize,
    /// Known already, just so.
    pub same: usize,
    /// Left as they were, because their visitor has come.
    pub came: Vec<AppointmentCode>,
}
