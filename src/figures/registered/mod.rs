//! Signals and letters that staff enter, for the charter's promises on answers: when each came and when it was answered.
//!
//! No sender, no subject and no text: the number finds the rest in the municipality's own register.

pub mod fault;
pub mod list;

use std::{fmt, str::FromStr};

use chrono::NaiveDate;

use super::{Answered, Matter};

/// What the municipality has registered, and when it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    pub matter: Matter,
    /// Unique in the municipality.
    pub number: RegisterNumber,
    pub on: NaiveDate,
    pub answered: Option<NaiveDate>,
    /// When the sender was told that the answer would be late.
    pub notice: Option<NaiveDate>,
}

/// As it stands in the municipality's register: «94-00-1234», «РД-17/2026». Not more than [`Self::LONGEST`] characters, a digit
/// among them, and no words: nothing of a person is to be written down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegisterNumber(String);

impl RegisterNumber {
    pub const LONGEST: usize = 32;
    /// Letters in a row: the codes of units are short.
    const LONGEST_WORD: usize = 6;

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegisterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no number of a register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no register number: digits, short codes of letters and - . / № make one, {longest} characters at most",
    longest = RegisterNumber::LONGEST
)]
pub struct BadNumber(String);

impl FromStr for RegisterNumber {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let number = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_known = |c: char| c.is_alphanumeric() || " -–./№#()".contains(c);
        let is_short = |word: &str| word.chars().count() <= Self::LONGEST_WORD;
        let fits = number.chars().count() <= Self::LONGEST
            && number.chars().all(is_known)
            && number.contains(|c: char| c.is_ascii_digit())
            && number.split(|c: char| !c.is_alphabetic()).all(is_short);
        if fits {
            Ok(Self(number))
        } else {
            Err(BadNumber(text.to_owned()))
        }
    }
}

/// Which of the days can't be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDays {
    #[error("{0} is still to come: correct the date")]
    Future(NaiveDate),
    #[error("it was registered on {0}, after it was answered: correct one of the dates")]
    AnsweredBefore(NaiveDate),
    #[error("it was registered on {0}, after the notice: correct one of the dates")]
    NoticeBefore(NaiveDate),
}

impl From<&Registered> for Answered {
    fn from(registered: &Registered) -> Self {
        Self {
            matter: registered.matter,
            registered: registered.on,
            answered: registered.answered,
            notice: registered.notice,
        }
    }
}

impl Registered {
    /// # Errors
    /// When a day comes before what it follows, or has not come yet.
    pub fn check(&self, today: NaiveDate) -> Result<(), BadDays> {
        let days = [Some(self.on), self.answered, self.notice];
        if let Some(future) = days.into_iter().flatten().find(|day| *day > today) {
            Err(BadDays::Future(future))
        } else if self.answered.is_some_and(|answered| answered < self.on) {
            Err(BadDays::AnsweredBefore(self.on))
        } else if self.notice.is_some_and(|notice| notice < self.on) {
            Err(BadDays::NoticeBefore(self.on))
        } else {
            Ok(())
        }
    }
}
