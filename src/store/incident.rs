//! What happened to the store that staff should know of, as a sentence each. The kiosk logs and shows them.

use std::{fmt, path::PathBuf};

use chrono::NaiveDate;

use super::StoreError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incident {
    /// A damaged database was moved aside and a new one made.
    Damaged {
        cause: String,
        kept_as: PathBuf,
        saved: Saved,
    },
    /// The database was gone, but not the record of the numbers given.
    Missing,
    /// The clock shows an earlier date than the lobby's day.
    ClockWrong { clock: NaiveDate, day: NaiveDate },
    /// The store can't be opened; it is tried again and again.
    Unavailable(StoreError),
    /// The store is open again.
    Available,
}

/// What came over from a damaged database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    pub visits: u32,
    pub ratings: u32,
    pub outbox: u32,
    /// Nothing failed to be read.
    pub all: bool,
    /// The numbers given are known. Otherwise numbering goes on from the next hundred.
    pub numbers: bool,
}

impl fmt::Display for Incident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged { cause, kept_as, saved } => {
                let Saved {
                    visits,
                    ratings,
                    outbox,
                    all,
                    numbers,
                } = saved;
                write!(
                    f,
                    "the database was damaged ({cause}); it is kept as {}; ",
                    kept_as.display()
                )?;
                write!(
                    f,
                    "brought over: {visits} visits, {ratings} ratings, {outbox} records for the server; "
                )?;
                f.write_str(if *all {
                    "nothing was lost; "
                } else {
                    "the rest could not be read; "
                })?;
                f.write_str(if *numbers {
                    ""
                } else {
                    "today's numbers go on from the next hundred; "
                })?;
                f.write_str("check the disk")
            }
            Self::Missing => {
                f.write_str("the database was gone; a new one was made and today's numbers go on from the next hundred")
            }
            Self::ClockWrong { clock, day } => {
                write!(
                    f,
                    "the clock says {clock}, before the lobby's day {day}, which goes on; until the clock is set, the \
                     screen tells no time and tickets are issued at any hour"
                )
            }
            Self::Unavailable(error) => write!(f, "no tickets and ratings for now: {error}"),
            Self::Available => f.write_str("tickets and ratings work again"),
        }
    }
}
