//! How ratings are put together, piece by piece.

use std::{collections::BTreeMap, iter};

use chrono::NaiveDate;

use super::atom::About;
use crate::figures::{
    day::RatingFacts,
    period::{Period, Unit},
};

/// Ratings that were put together, on their way to an atom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub span: Period,
    pub about: About<'a>,
    pub counted: u32,
    /// How many of these gave the reason, or the answer, that is divided by.
    pub marked: u32,
    /// The end of this unit makes it final.
    unit: Unit,
    /// The places of its first part and its last in the [`Chain`].
    ends: [usize; 2],
}

/// Of what a walk begins with, what was put after what. A year has so many ratings that no piece has a list of its own.
pub(super) struct Chain {
    /// By place.
    next: Vec<usize>,
}

impl<'a> Piece<'a> {
    pub fn of(place: usize, cell: &'a RatingFacts) -> Self {
        Self {
            span: Period::day(cell.bucket.opens().date()),
            about: cell.queue.as_deref().map_or(About::Untold, About::Queue),
            counted: cell.counted(),
            marked: 0,
            unit: Unit::Month,
            ends: [place; 2],
        }
    }

    /// A whole piece, as a part of other ones.
    pub fn at(self, place: usize, marked: u32) -> Self {
        Self {
            marked,
            ends: [place; 2],
            ..self
        }
    }
}

impl Chain {
    pub fn of(parts: usize) -> Self {
        Self {
            next: (0..parts).collect(),
        }
    }

    fn join<'a>(&mut self, piece: Piece<'a>, later: Piece<'a>) -> Piece<'a> {
        let ([first, end], [begin, last]) = (piece.ends, later.ends);
        self.next[end] = begin;
        Piece {
            span: piece.span.with(&later.span),
            about: if piece.about == later.about {
                piece.about
            } else {
                About::Several
            },
            counted: piece.counted + later.counted,
            marked: piece.marked + later.marked,
            unit: piece.unit.max(later.unit),
            ends: [first, last],
        }
    }

    /// The places of a piece's parts, in the order of time.
    pub fn places<'c>(&'c self, piece: &Piece) -> impl Iterator<Item = usize> + Clone + use<'c> {
        let [first, last] = piece.ends;
        iter::successors(Some(first), move |place| (*place != last).then(|| self.next[*place]))
    }
}

/// How pieces are made of smaller ones.
pub(super) struct Walk<'f> {
    pub is_enough: &'f dyn Fn(&Piece) -> bool,
    /// Queue by queue, and while a month is under way too; or else all queues together, when the month is over.
    pub by_queue: bool,
    pub complete_before: NaiveDate,
    pub chain: &'f mut Chain,
}

/// Units in whose end what is left over is joined to what the unit has: days, weeks.
const ENDS: usize = 2;

impl Walk<'_> {
    /// The pieces that may be shown when all days before `complete_before` are complete.
    pub fn pieces<'a>(mut self, smaller: Vec<Piece<'a>>) -> Vec<Piece<'a>> {
        let mut queues = BTreeMap::<_, Vec<Piece<'a>>>::new();
        for piece in smaller {
            let queue = self.by_queue.then_some(piece.about);
            queues.entry(queue).or_default().push(piece);
        }
        let (mut shown, mut left_over) = (Vec::new(), Vec::new());
        for mut left in queues.into_values() {
            left.sort_by_key(|piece| piece.span);
            for unit in [Unit::Month, Unit::Quarter, Unit::Year] {
                left = self.step(left, unit, &mut shown);
            }
            left_over.extend(left);
        }
        left_over.sort_by_key(|piece| piece.span);
        self.step(left_over, Unit::Year, &mut shown);
        shown
    }

    /// Makes pieces within each month, quarter or year, and gives back what it could not, in the order of time.
    fn step<'a>(&mut self, smaller: Vec<Piece<'a>>, unit: Unit, shown: &mut Vec<Piece<'a>>) -> Vec<Piece<'a>> {
        let mut left = Vec::new();
        let mut periods = BTreeMap::<Period, Vec<Piece<'a>>>::new();
        for piece in smaller {
            match unit.holding(&piece.span).filter(|_| piece.unit <= unit) {
                Some(period) => periods.entry(period).or_default().push(piece),
                None => left.push(piece),
            }
        }
        for (period, smaller) in periods {
            let (mut made, rest) = self.walk(smaller);
            if period.last < self.complete_before {
                left.extend(rest);
            } else if unit == Unit::Month && self.by_queue {
                made.pop();
            } else {
                made.clear();
            }
            shown.extend(made.into_iter().map(|piece| Piece { unit, ..piece }));
        }
        left.sort_by_key(|piece| piece.span);
        left
    }

    /// Pieces of what comes in the order of time, and what was not enough for one.
    fn walk<'a>(&mut self, smaller: Vec<Piece<'a>>) -> (Vec<Piece<'a>>, Option<Piece<'a>>) {
        let mut made = Vec::new();
        let mut open = None::<Piece<'a>>;
        let mut at = None::<[Period; ENDS]>;
        // How many pieces there were when the day, and the week, began.
        let mut began = [0; ENDS];
        for piece in smaller {
            let units = [piece.span, week(&piece.span)];
            if let Some(before) = at.replace(units) {
                for level in (0..ENDS).filter(|&level| before[level] != units[level]) {
                    open = self.join(&mut made, open, began[level]);
                    began[..=level].fill(made.len());
                }
            }
            let grown = match open.take() {
                Some(open) => self.chain.join(open, piece),
                None => piece,
            };
            if (self.is_enough)(&grown) {
                made.push(grown);
            } else {
                open = Some(grown);
            }
        }
        let rest = self.join(&mut made, open, 0);
        (made, rest)
    }

    /// Joins what is open to the last of the pieces made, from that one on; gives it back where there is none.
    fn join<'a>(&mut self, made: &mut Vec<Piece<'a>>, open: Option<Piece<'a>>, from: usize) -> Option<Piece<'a>> {
        let mut open = open?;
        while made.len() > from {
            let Some(last) = made.pop() else { break };
            open = self.chain.join(last, open);
            if (self.is_enough)(&open) {
                made.push(open);
                return None;
            }
        }
        Some(open)
    }
}

/// From the week in which `span` begins to the one in which it ends.
fn week(span: &Period) -> Period {
    Unit::Week.of(span.first).with(&Unit::Week.of(span.last))
}
