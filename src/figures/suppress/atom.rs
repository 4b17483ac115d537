//! What ratings are put together to.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDateTime, Timelike};
use serde::Serialize;

use super::walk::Piece;
use crate::figures::{counts::Counts, day::RatingFacts, period::Period};

/// Ratings that are shown together or not at all.
#[derive(Debug, Clone)]
pub struct Atom<'a> {
    span: Period,
    about: About<'a>,
    slot: Option<Slot>,
    counts: Counts,
}

/// What an atom's ratings are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About<'a> {
    Queue(&'a str),
    /// The visitors did not say.
    Untold,
    /// More than one queue.
    Several,
}

/// A bucket of a week: all Mondays' from 12:00 on, say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Slot {
    /// From 0, Monday.
    pub weekday: u32,
    /// The hour in which it begins.
    pub from: u32,
    pub hours: u32,
}

/// What the visitors of one of the public's atoms remarked.
#[derive(Debug, Clone, Default)]
pub struct Remarks<'a> {
    pub counts: Counts,
    /// How many gave each reason.
    pub reasons: BTreeMap<&'a str, u32>,
    /// For each question, how many gave each answer.
    pub answers: BTreeMap<&'a str, BTreeMap<&'a str, u32>>,
}

/// One of the public's atoms, or several, in which neither those who are marked nor those who are not are too few.
#[derive(Debug, Clone)]
pub struct Divided<'a> {
    pub span: Period,
    /// How many of the counted ratings gave the reason, or the answer, that is divided by.
    pub marked: u32,
    pub remarks: Vec<&'a Remarks<'a>>,
}

impl<'a> Atom<'a> {
    /// Of the ratings that `piece` has put together.
    pub(super) fn of(piece: &Piece<'a>, cells: impl Iterator<Item = &'a RatingFacts> + Clone) -> Self {
        Self {
            span: piece.span,
            about: piece.about,
            slot: slot(cells.clone()),
            counts: cells.map(Counts::of).sum(),
        }
    }

    /// From its first day to its last.
    #[must_use]
    pub fn span(&self) -> &Period {
        &self.span
    }

    #[must_use]
    pub fn about(&self) -> About<'a> {
        self.about
    }

    /// The slot of the week, where all of it falls in one.
    #[must_use]
    pub fn slot(&self) -> Option<Slot> {
        self.slot
    }

    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }
}

fn slot<'a>(mut cells: impl Iterator<Item = &'a RatingFacts>) -> Option<Slot> {
    let slot = |cell: &RatingFacts| Slot::of(cell.bucket.opens(), cell.bucket.closes());
    let first = slot(cells.next()?);
    cells.all(|cell| slot(cell) == first).then_some(first)
}

impl Slot {
    /// The one of a bucket that opens and closes then.
    #[must_use]
    pub fn of(opens: NaiveDateTime, closes: NaiveDateTime) -> Self {
        Self {
            weekday: opens.weekday().num_days_from_monday(),
            from: opens.hour(),
            hours: u32::try_from((closes - opens).num_hours()).unwrap_or_default(),
        }
    }
}

impl<'a> Remarks<'a> {
    pub(super) fn of(cells: impl Iterator<Item = &'a RatingFacts>) -> Self {
        let mut sum = Self::default();
        for cell in cells {
            sum.counts += Counts::of(cell);
            for (reason, count) in &cell.reasons {
                *sum.reasons.entry(reason).or_default() += count;
            }
            for (question, answers) in &cell.answers {
                let sums = sum.answers.entry(question).or_default();
                for (answer, count) in answers {
                    *sums.entry(answer).or_default() += count;
                }
            }
        }
        sum
    }
}

impl Divided<'_> {
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.remarks.iter().map(|remarks| remarks.counts).sum()
    }
}
