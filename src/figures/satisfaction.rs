//! How satisfied visitors were, as far as it may be told.
//!
//! Every view sums whole [atoms](super::suppress::Atom), so its parts together never say more than they do apart. A rating
//! knows its queue, not its service: what a queue's figure says holds for all services of that queue.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    day::{DayFacts, RatingFacts},
    period::{Period, Unit},
    share::Share,
    suppress::{About, Atom, Groups, Slot},
};

/// Ratings, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// From the worst face to the best.
    pub faces: [u32; 5],
    /// Taps too soon after the one before: kept, and not counted among the faces.
    pub repeated: u32,
}

impl Counts {
    fn of<'a>(atoms: impl IntoIterator<Item = &'a Atom<'a>>) -> Self {
        let mut counts = Self::default();
        atoms.into_iter().for_each(|atom| counts.add(atom));
        counts
    }

    fn add(&mut self, atom: &Atom) {
        for cell in atom.cells() {
            for (sum, count) in self.faces.iter_mut().zip(cell.faces) {
                *sum += count;
            }
            self.repeated += cell.repeated;
        }
    }

    #[must_use]
    pub fn counted(&self) -> u32 {
        self.faces.iter().sum()
    }

    /// Those who chose one of the two best faces.
    #[must_use]
    pub fn satisfied(&self) -> Share {
        let [_, _, _, good, best] = self.faces;
        Share {
            part: good + best,
            of: self.counted(),
        }
    }

    /// Those who chose one of the two worst.
    #[must_use]
    pub fn unhappy(&self) -> Share {
        let [worst, bad, ..] = self.faces;
        Share {
            part: worst + bad,
            of: self.counted(),
        }
    }

    /// From 1 to 5; none of nothing.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let sum: u32 = (1..).zip(self.faces).map(|(face, count)| face * count).sum();
        Share {
            part: sum,
            of: self.counted(),
        }
        .ratio()
    }
}

/// A period's ratings by something that tells them apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Split<K> {
    pub parts: Vec<(K, Counts)>,
    /// Those that can't be told apart, and are in the period's total.
    pub rest: Counts,
}

/// How often a reason was given, or a question answered at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Given {
    pub share: Share,
    /// The ratings among which it was counted.
    pub among: Counts,
}

/// How a question of the survey card was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// How many gave each answer, by its id.
    pub answers: BTreeMap<String, u32>,
    pub answered: Given,
}

/// The ratings of one lobby, or of a municipality's lobbies together.
#[derive(Debug, Clone)]
pub struct Satisfaction<'a> {
    lobbies: Vec<Groups<'a>>,
}

impl<'a> Satisfaction<'a> {
    /// Each lobby's ratings are grouped by themselves.
    #[must_use]
    pub fn of(lobbies: Vec<Groups<'a>>) -> Self {
        Self { lobbies }
    }

    /// All ratings of `period`.
    #[must_use]
    pub fn total(&self, period: Period) -> Counts {
        Counts::of(self.within(period))
    }

    /// The total of each lobby, in the order in which they were given.
    pub fn by_lobby(&self, period: Period) -> impl Iterator<Item = Counts> {
        self.lobbies.iter().map(move |groups| Counts::of(groups.within(period)))
    }

    /// Those that can't be told apart from others outside `period`: they are in a longer one's total.
    #[must_use]
    pub fn across(&self, period: Period) -> Counts {
        Counts::of(self.lobbies.iter().flat_map(|groups| groups.across(period)))
    }

    /// By day; ratings that were grouped over several days stand by those days together. In order, and none twice.
    #[must_use]
    pub fn days(&self, period: Period) -> Vec<(Period, Counts)> {
        let mut spans = BTreeMap::<Period, Counts>::new();
        for atom in self.within(period) {
            spans.entry(*atom.span()).or_default().add(atom);
        }
        spans.into_iter().collect()
    }

    /// By week, month, quarter or year: each unit that meets `period`, whole.
    #[must_use]
    pub fn by(&self, unit: Unit, period: Period) -> Vec<(Period, Counts)> {
        unit.within(period).map(|unit| (unit, self.total(unit))).collect()
    }

    /// By queue; None of those whose visitors did not say.
    #[must_use]
    pub fn queues(&self, period: Period) -> Split<Option<String>> {
        self.split(period, |atom| match atom.about() {
            About::Queue(queue) => Some(Some(queue.to_owned())),
            About::Untold => Some(None),
            About::Several => None,
        })
    }

    /// By weekday and hours, as far as the buckets tell: the heat map.
    #[must_use]
    pub fn slots(&self, period: Period) -> Split<Slot> {
        self.split(period, Atom::slot)
    }

    /// A reason's figures. They take a walk through all ratings: ask once for all periods.
    #[must_use]
    pub fn reason(&self, id: &str) -> Reason<'a> {
        let given = |cell: &RatingFacts| cell.reasons.get(id).copied().unwrap_or_default();
        Reason {
            atoms: self.divided(given),
        }
    }

    /// The figures of a question of the survey card, as of a [reason](Self::reason).
    #[must_use]
    pub fn question(&self, id: &str) -> Question<'a> {
        let answered = |cell: &RatingFacts| cell.answers.get(id).map_or(0, |answers| answers.values().sum());
        Question {
            id: id.to_owned(),
            atoms: self.divided(answered),
        }
    }

    fn within(&self, period: Period) -> impl Iterator<Item = &Atom<'a>> {
        self.lobbies.iter().flat_map(move |groups| groups.within(period))
    }

    fn divided(&self, mark: impl Fn(&RatingFacts) -> u32) -> Vec<Atom<'a>> {
        self.lobbies.iter().flat_map(|groups| groups.divided(&mark)).collect()
    }

    fn split<K: Ord>(&self, period: Period, key: impl Fn(&Atom<'a>) -> Option<K>) -> Split<K> {
        let (mut parts, mut rest) = (BTreeMap::<K, Counts>::new(), Counts::default());
        for atom in self.within(period) {
            match key(atom) {
                Some(key) => parts.entry(key).or_default().add(atom),
                None => rest.add(atom),
            }
        }
        Split {
            parts: parts.into_iter().collect(),
            rest,
        }
    }
}

/// How often one reason was given, in any period.
#[derive(Debug, Clone)]
pub struct Reason<'a> {
    atoms: Vec<Atom<'a>>,
}

impl Reason<'_> {
    #[must_use]
    pub fn within(&self, period: Period) -> Given {
        given(&self.atoms, period)
    }
}

/// How one question was answered, in any period.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    id: String,
    atoms: Vec<Atom<'a>>,
}

impl Question<'_> {
    #[must_use]
    pub fn within(&self, period: Period) -> Answers {
        let mut answers = BTreeMap::<String, u32>::new();
        let cells = within(&self.atoms, period).flat_map(Atom::cells);
        for (answer, count) in cells.filter_map(|cell| cell.answers.get(&self.id)).flatten() {
            *answers.entry(answer.clone()).or_default() += count;
        }
        Answers {
            answers,
            answered: given(&self.atoms, period),
        }
    }
}

fn given(atoms: &[Atom], period: Period) -> Given {
    let mut given = Given::default();
    for atom in within(atoms, period) {
        given.share.part += atom.marked();
        given.share.of += atom.counted();
        given.among.add(atom);
    }
    given
}

fn within<'s, 'a>(atoms: &'s [Atom<'a>], period: Period) -> impl Iterator<Item = &'s Atom<'a>> {
    atoms.iter().filter(move |atom| period.holds(atom.span()))
}

/// How many of `period`'s visitors rated: the counted ratings to the visits. More ratings than visits are possible, since
/// one can rate without a ticket.
#[must_use]
pub fn response<'a>(days: impl IntoIterator<Item = &'a DayFacts>, counts: &Counts, period: Period) -> Share {
    let of_period = days.into_iter().filter(|day| period.contains(day.day));
    Share {
        part: counts.counted(),
        of: of_period.map(DayFacts::visits).sum(),
    }
}
