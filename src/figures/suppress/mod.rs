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

mod atom;
mod walk;

use chrono::NaiveDate;

pub use self::atom::{About, Atom, Divided, Remarks, Slot};
use self::walk::{Chain, Piece, Walk};
use super::{
    day::{DayFacts, RatingFacts},
    period::Period,
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

/// One lobby's ratings, as they may be shown.
#[derive(Debug, Clone)]
pub struct Groups<'a> {
    audience: Audience,
    atoms: Vec<Atom<'a>>,
    /// The public's: what reasons are divided by.
    public: Vec<(Piece<'a>, Remarks<'a>)>,
    complete_before: NaiveDate,
}

impl<'a> Groups<'a> {
    /// Of one lobby's `days`, in order. Those from `complete_before` on are left out: ratings of them may still be under
    /// way, as those of today and, in the first hours of the day, those of yesterday are.
    #[must_use]
    pub fn of(days: impl IntoIterator<Item = &'a DayFacts>, audience: Audience, complete_before: NaiveDate) -> Self {
        let complete = days.into_iter().filter(|day| day.day < complete_before);
        let cells: Vec<&RatingFacts> = complete.flat_map(|day| &day.ratings).collect();
        let mut chain = Chain::of(cells.len());
        let mut by_queue = |pieces, audience: Audience| {
            let walk = Walk {
                is_enough: &|piece| piece.counted >= audience.k(),
                by_queue: true,
                complete_before,
                chain: &mut chain,
            };
            walk.pieces(pieces)
        };
        let single = cells.iter().enumerate().map(|(place, cell)| Piece::of(place, cell));
        let staff = by_queue(single.collect(), Audience::Staff);
        let public = by_queue(staff.clone(), Audience::Public);
        let cells = |piece: &Piece| chain.places(piece).map(|place| cells[place]);
        let shown = match audience {
            Audience::Staff => &staff,
            Audience::Public => &public,
        };
        Self {
            audience,
            atoms: shown.iter().map(|piece| Atom::of(piece, cells(piece))).collect(),
            public: public.iter().map(|piece| (*piece, Remarks::of(cells(piece)))).collect(),
            complete_before,
        }
    }

    /// The atoms that lie wholly in `period`.
    pub fn within(&self, period: Period) -> impl Iterator<Item = &Atom<'a>> {
        self.atoms.iter().filter(move |atom| period.holds(atom.span()))
    }

    /// Those that lie in it only in part: they are shown with a longer period.
    pub fn across(&self, period: Period) -> impl Iterator<Item = &Atom<'a>> {
        let is_across = move |atom: &&Atom| period.meets(atom.span()) && !period.holds(atom.span());
        self.atoms.iter().filter(is_across)
    }

    /// Atoms, or several of them together, in which the ratings that are marked and those that are not are each none or
    /// *k* at least. `mark` says how many of an atom's counted ratings are.
    #[must_use]
    pub fn divided(&self, mark: impl Fn(&Remarks) -> u32) -> Vec<Divided<'_>> {
        let mut chain = Chain::of(self.public.len());
        let mut divide = |pieces, audience: Audience| {
            let is_none_or_enough = |count: u32| count == 0 || count >= audience.k();
            let is_enough = |piece: &Piece| {
                piece.counted > 0 && is_none_or_enough(piece.marked) && is_none_or_enough(piece.counted - piece.marked)
            };
            let walk = Walk {
                is_enough: &is_enough,
                by_queue: false,
                complete_before: self.complete_before,
                chain: &mut chain,
            };
            walk.pieces(pieces)
        };
        let whole = self.public.iter().enumerate();
        let marked = whole.map(|(place, (piece, remarks))| piece.at(place, mark(remarks)));
        let mut pieces = divide(marked.collect(), Audience::Staff);
        if self.audience == Audience::Public {
            pieces = divide(pieces, Audience::Public);
        }
        let divided = pieces.iter().map(|piece| Divided {
            span: piece.span,
            marked: piece.marked,
            remarks: chain.places(piece).map(|place| &self.public[place].1).collect(),
        });
        divided.collect()
    }
}
