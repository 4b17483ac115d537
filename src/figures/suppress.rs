//! Which ratings are shown together, so that nothing that is shown tells of fewer than *k* of them.
//!
//! **One partition makes it airtight.** All ratings of a lobby fall into [`Atom`]s, each of *k* ratings or more, and every
//! figure of every view is a sum over whole atoms. So whatever is computed by adding and subtracting shown figures is a sum
//! over whole atoms again. `tests/figures/attack.rs` holds that against an attacker who sees every view.
//!
//! *How atoms are made.* The ratings of each queue are walked through in the order of their days and buckets. As soon as
//! there are *k* of them, an atom is closed. What is left over at the end of a day joins that day's last atom, at the end of
//! a week that week's, at the end of a month that month's; where there is none, it goes on to the next day, or week. So a
//! queue's figures are as fine as its ratings are many. A queue with fewer than *k* in a month waits for the quarter, then for
//! the year. What is too little for a queue in a whole year, all queues make together; were even those fewer than *k*, they
//! are not shown at all.
//!
//! *Nor does waiting help.* The same page seen again a day later must not tell of the day's few new ratings. Of a month
//! that is under way, the last atom of each queue is held back, since it may still grow; an atom that was once shown
//! never changes. A quarter's and a year's atoms are shown when they are over. Only ratings that come very late, of a kiosk
//! that was cut off for days, can change what was shown.
//!
//! *Two audiences, one partition.* The public's atoms (k = 10) are made of the staff's (k = 5) by the same walk.
//!
//! *Reasons and the survey's questions* divide each atom in two: who gave the reason, who answered, and who did not. So for
//! each of them the public's atoms are walked through once more, month by month, until in each group either part is
//! none or *k*. The staff's groups are made first, the public's of those.
//!
//! Within an atom, how its ratings are spread over the faces is shown whole: *k* protects who rated, not that they agree.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde::Serialize;

use super::{
    day::{DayFacts, RatingFacts},
    period::{Period, Unit},
};

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Staff,
    Public,
}

impl Audience {
    /// Nothing tells of fewer ratings than this.
    #[must_use]
    pub fn k(self) -> u32 {
        match self {
            Self::Staff => 5,
            Self::Public => 10,
        }
    }
}

/// Ratings that are shown together or not at all.
#[derive(Debug, Clone)]
pub struct Atom<'a> {
    /// In the order of time.
    cells: Vec<&'a RatingFacts>,
    span: Period,
    about: About<'a>,
    counted: u32,
    /// How many of these gave the reason, or the answer, that is divided by.
    marked: u32,
    /// The end of this unit makes it final.
    unit: Unit,
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

impl<'a> Atom<'a> {
    fn of(cell: &'a RatingFacts) -> Self {
        Self {
            cells: vec![cell],
            span: Period::day(cell.bucket.opens().date()),
            about: cell.queue.as_deref().map_or(About::Untold, About::Queue),
            counted: cell.counted(),
            marked: 0,
            unit: Unit::Month,
        }
    }

    fn join(&mut self, later: Self) {
        self.cells.extend(later.cells);
        self.span = self.span.with(&later.span);
        if self.about != later.about {
            self.about = About::Several;
        }
        self.counted += later.counted;
        self.marked += later.marked;
        self.unit = self.unit.max(later.unit);
    }

    /// What is summed, cell by cell.
    #[must_use]
    pub fn cells(&self) -> &[&'a RatingFacts] {
        &self.cells
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

    #[must_use]
    pub fn counted(&self) -> u32 {
        self.counted
    }

    /// See [`Groups::divided`].
    #[must_use]
    pub fn marked(&self) -> u32 {
        self.marked
    }

    /// The slot of the week, where all of it falls in one.
    #[must_use]
    pub fn slot(&self) -> Option<Slot> {
        let slot = |cell: &RatingFacts| Slot::of(cell.bucket.opens(), cell.bucket.closes());
        let (first, others) = self.cells.split_first()?;
        let first = slot(first);
        others.iter().all(|cell| slot(cell) == first).then_some(first)
    }
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

/// One lobby's ratings, as they may be shown.
#[derive(Debug, Clone)]
pub struct Groups<'a> {
    audience: Audience,
    atoms: Vec<Atom<'a>>,
    /// The public's: what reasons are divided by.
    public: Vec<Atom<'a>>,
    complete_before: NaiveDate,
}

impl<'a> Groups<'a> {
    /// Of one lobby's `days`, in order. Those from `complete_before` on are left out: ratings of them may still be under
    /// way, as those of today and, in the first hours of the day, those of yesterday are.
    #[must_use]
    pub fn of(days: impl IntoIterator<Item = &'a DayFacts>, audience: Audience, complete_before: NaiveDate) -> Self {
        let complete = days.into_iter().filter(|day| day.day < complete_before);
        let cells = complete.flat_map(|day| &day.ratings).map(Atom::of).collect();
        let by_queue = |atoms, audience: Audience| {
            let is_enough = |atom: &Atom| atom.counted >= audience.k();
            let walk = Walk {
                is_enough: &is_enough,
                by_queue: true,
            };
            walk.atoms(atoms, complete_before)
        };
        let staff = by_queue(cells, Audience::Staff);
        let public = by_queue(staff.clone(), Audience::Public);
        Self {
            audience,
            atoms: match audience {
                Audience::Staff => staff,
                Audience::Public => public.clone(),
            },
            public,
            complete_before,
        }
    }

    /// The atoms that lie wholly in `period`.
    pub fn within(&self, period: Period) -> impl Iterator<Item = &Atom<'a>> {
        self.atoms.iter().filter(move |atom| period.holds(&atom.span))
    }

    /// Those that lie in it only in part: they are shown with a longer period.
    pub fn across(&self, period: Period) -> impl Iterator<Item = &Atom<'a>> {
        let is_across = move |atom: &&Atom| period.meets(&atom.span) && !period.holds(&atom.span);
        self.atoms.iter().filter(is_across)
    }

    /// Atoms, or several of them together, in which the ratings that are marked and those that are not are each none or
    /// *k* at least. `mark` says how many of a cell's counted ratings are.
    #[must_use]
    pub fn divided(&self, mark: impl Fn(&RatingFacts) -> u32) -> Vec<Atom<'a>> {
        let marked = |atom: &Atom<'a>| Atom {
            marked: atom.cells.iter().map(|cell| mark(cell)).sum(),
            ..atom.clone()
        };
        let divide = |atoms, audience: Audience| {
            let is_none_or_enough = |count: u32| count == 0 || count >= audience.k();
            let is_enough = |atom: &Atom| {
                atom.counted > 0 && is_none_or_enough(atom.marked) && is_none_or_enough(atom.counted - atom.marked)
            };
            let walk = Walk {
                is_enough: &is_enough,
                by_queue: false,
            };
            walk.atoms(atoms, self.complete_before)
        };
        let staff = divide(self.public.iter().map(marked).collect(), Audience::Staff);
        match self.audience {
            Audience::Staff => staff,
            Audience::Public => divide(staff, Audience::Public),
        }
    }
}

/// How atoms are made of smaller ones.
struct Walk<'f> {
    is_enough: &'f dyn Fn(&Atom) -> bool,
    /// Queue by queue, and while a month is under way too; or else all queues together, when the month is over.
    by_queue: bool,
}

/// Units in whose end what is left over is joined to what the unit has: days, weeks.
const ENDS: usize = 2;

impl Walk<'_> {
    /// The atoms that may be shown when all days before `complete_before` are complete.
    fn atoms<'a>(&self, smaller: Vec<Atom<'a>>, complete_before: NaiveDate) -> Vec<Atom<'a>> {
        let mut chains = BTreeMap::<_, Vec<Atom<'a>>>::new();
        for atom in smaller {
            let chain = self.by_queue.then_some(atom.about);
            chains.entry(chain).or_default().push(atom);
        }
        let (mut shown, mut left_over) = (Vec::new(), Vec::new());
        for mut left in chains.into_values() {
            left.sort_by_key(|atom| atom.span);
            for unit in [Unit::Month, Unit::Quarter, Unit::Year] {
                left = self.step(left, unit, complete_before, &mut shown);
            }
            left_over.extend(left);
        }
        left_over.sort_by_key(|atom| atom.span);
        self.step(left_over, Unit::Year, complete_before, &mut shown);
        shown
    }

    /// Makes atoms within each month, quarter or year, and gives back what it could not, in the order of time.
    fn step<'a>(
        &self,
        smaller: Vec<Atom<'a>>,
        unit: Unit,
        complete_before: NaiveDate,
        shown: &mut Vec<Atom<'a>>,
    ) -> Vec<Atom<'a>> {
        let mut left = Vec::new();
        let mut periods = BTreeMap::<Period, Vec<Atom<'a>>>::new();
        for atom in smaller {
            match unit.holding(&atom.span).filter(|_| atom.unit <= unit) {
                Some(period) => periods.entry(period).or_default().push(atom),
                None => left.push(atom),
            }
        }
        for (period, smaller) in periods {
            let (mut made, rest) = self.walk(smaller);
            if period.last < complete_before {
                left.extend(rest);
            } else if unit == Unit::Month && self.by_queue {
                made.pop();
            } else {
                made.clear();
            }
            shown.extend(made.into_iter().map(|atom| Atom { unit, ..atom }));
        }
        left.sort_by_key(|atom| atom.span);
        left
    }

    /// Atoms of what comes in the order of time, and what was not enough for one.
    fn walk<'a>(&self, smaller: Vec<Atom<'a>>) -> (Vec<Atom<'a>>, Option<Atom<'a>>) {
        let mut made = Vec::new();
        let mut open = None::<Atom<'a>>;
        let mut at = None::<[Period; ENDS]>;
        // How many atoms there were when the day, and the week, began.
        let mut began = [0; ENDS];
        for atom in smaller {
            let units = [atom.span, week(&atom.span)];
            if let Some(before) = at.replace(units) {
                for level in (0..ENDS).filter(|&level| before[level] != units[level]) {
                    open = self.join(&mut made, open, began[level]);
                    began[..=level].fill(made.len());
                }
            }
            let grown = match open.take() {
                Some(mut grown) => {
                    grown.join(atom);
                    grown
                }
                None => atom,
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

    /// Joins what is open to the last of the atoms made, from that one on; gives it back where there is none.
    fn join<'a>(&self, made: &mut Vec<Atom<'a>>, open: Option<Atom<'a>>, from: usize) -> Option<Atom<'a>> {
        let mut open = open?;
        while made.len() > from {
            let Some(mut last) = made.pop() else { break };
            last.join(open);
            if (self.is_enough)(&last) {
                made.push(last);
                return None;
            }
            open = last;
        }
        Some(open)
    }
}

/// From the week in which `span` begins to the one in which it ends.
fn week(span: &Period) -> Period {
    Unit::Week.of(span.first).with(&Unit::Week.of(span.last))
}
