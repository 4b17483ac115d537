//! Why an edit was refused.

/// One field, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {cause}")]
pub struct Fault {
    /// As forms name it: `text.bg`, `fee.ordinary.amount`, `evidence.0.name.bg`, `mon.0.to`.
    pub field: String,
    pub cause: Cause,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    #[error("this must not be empty")]
    Missing,
    #[error("this is longer than {0} characters")]
    TooLong(usize),
    #[error("this is no day of the calendar: write year, month and day, as in 2026-11-21")]
    Day,
    #[error("this is no time of day: write hours and minutes from 0:00 to 23:59, as in 8:30")]
    Time,
    #[error("this is no amount: write it as in 8.00")]
    Amount,
    #[error("this is no length of time: write a whole number from 0 to 10000")]
    Count,
    #[error("this is none of the choices")]
    Choice,
    #[error("the last day is before the first")]
    DaysBackwards,
    #[error("closing must be later than opening")]
    HoursBackwards,
    #[error("these hours overlap with others of the same day")]
    Overlap,
    #[error("an id is of small Latin letters, digits and hyphens, and begins with a letter")]
    Id,
    #[error("another has this id already")]
    Taken,
    #[error("it is not there any more")]
    Gone,
    #[error("the document can't be read; put it right first")]
    Unreadable,
}

impl Fault {
    pub fn of(field: impl Into<String>, cause: Cause) -> Self {
        Self {
            field: field.into(),
            cause,
        }
    }
}
