//! Letters and complaints with their terms. No name, no text, nothing of who wrote.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::share::Share;
use crate::{
    content::{calendar::deadline::answer_due, promise::Promise},
    queue::estimate::percentile,
};

/// What was registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// A complaint or a signal.
    Complaint,
    Letter,
}

impl Matter {
    pub const ALL: [Self; 2] = [Self::Complaint, Self::Letter];

    /// The name in the databases.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Letter => "letter",
        }
    }
}

/// A name that is no [`Matter`]'s.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither `complaint` nor `letter`")]
pub struct BadMatter(String);

impl FromStr for Matter {
    type Err = BadMatter;

    fn from_str(text: &str) -> Result<Self, BadMatter> {
        let found = Self::ALL.into_iter().find(|matter| matter.name() == text);
        found.ok_or_else(|| BadMatter(text.to_owned()))
    }
}

/// A registered matter and what became of it, each on its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub matter: Matter,
    pub registered: NaiveDate,
    pub answered: Option<NaiveDate>,
    /// The notice that the answer will be late, and why.
    pub notice: Option<NaiveDate>,
}

/// How the answers to some matters fared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Within the promise's term, of those whose term is over or who were answered; none of a promise without term.
    pub kept: Option<Share>,
    /// The days from registration to answer, the fewest first.
    pub days: Vec<u32>,
    /// Those not answered whose term still runs, or who have none.
    pub pending: u32,
}

impl Answers {
    /// How `promise` fared with `matters` by the morning of `today`.
    #[must_use]
    pub fn of<'a>(promise: &Promise, matters: impl IntoIterator<Item = &'a Answered>, today: NaiveDate) -> Self {
        let mut answers = Self::default();
        for one in matters {
            let due = answer_due(one.registered, promise);
            if let Some(answered) = one.answered {
                let days = (answered - one.registered).num_days();
                answers.days.push(u32::try_from(days).unwrap_or_default());
            }
            match (due, one.answered) {
                (Some(due), Some(answered)) => answers.settle(answered <= due),
                (Some(due), None) if due < today => answers.settle(false),
                (None, Some(_)) => {}
                (_, None) => answers.pending += 1,
            }
        }
        answers.days.sort_unstable();
        answers
    }

    fn settle(&mut self, kept: bool) {
        let share = self.kept.get_or_insert_default();
        share.part += u32::from(kept);
        share.of += 1;
    }

    #[must_use]
    pub fn percentile(&self, percent: usize) -> Option<u32> {
        percentile(&self.days, percent)
    }
}

/// Of the matters that were not answered within `term`'s time, how many had a notice within it that they would not be.
#[must_use]
pub fn notices<'a>(term: &Promise, matters: impl IntoIterator<Item = &'a Answered>, today: NaiveDate) -> Share {
    let mut share = Share::default();
    for one in matters {
        let Some(due) = answer_due(one.registered, term).filter(|due| *due < today) else {
            continue;
        };
        if one.answered.is_none_or(|answered| answered > due) {
            share.of += 1;
            share.part += u32::from(one.notice.is_some_and(|notice| notice <= due));
        }
    }
    share
}
