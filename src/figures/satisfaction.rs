//! How satisfied visitors were, as far as it may be told.
//!
//! Every view sums whole [atoms](super::suppress::Atom), so its parts together never say more than they do apart. A rating
//! knows its queue, not its service: what a queue's figure says holds for all services of that queue.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    counts::Counts,
    day::DayFacts,
    period::{Period, Unit},
    share::Share,
    suppress::{About, Atom, Audience, Divided, Groups, Remarks, Slot},
};
use crate::parallel;

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
    /// Each lobby's ratings are grouped by themselves: see [`Groups::of`].
    #[must_use]
    pub fn of(lobbies: &[&'a [DayFacts]], audience: Audience, complete_before: NaiveDate) -> Self {
        let group = |days: &&'a [DayFacts]| Groups::of(*days, audience, complete_before);
        Self {
            lobbies: parallel::map(lobbies, group),
        }
    }

    /// All ratings of `period`.
    #[must_use]
    pub fn total(&self, period: Period) -> Counts {
        self.within(period).map(Atom::counts).sum()
    }

    /// The total of each lobby, in the order in which they were given.
    pub fn by_lobby(&self, period: Period) -> impl Iterator<Item = Counts> {
        self.lobbies
            .iter()
            .map(move |groups| groups.within(period).map(Atom::counts).sum())
    }

    /// Those that can't be told apart from others outside `period`: they are in a longer one's total.
    #[must_use]
    pub fn across(&self, period: Period) -> Counts {
        let across = self.lobbies.iter().flat_map(|groups| groups.across(period));
        across.map(Atom::counts).sum()
    }

    /// By day; ratings that were grouped over several days stand by those days together. In order, and none twice.
    #[must_use]
    pub fn days(&self, period: Period) -> Vec<(Period, Counts)> {
        let mut spans = BTreeMap::<Period, Counts>::new();
        for atom in self.within(period) {
            *spans.entry(*atom.span()).or_default() += atom.counts();
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
    pub fn reason(&self, id: &str) -> Reason<'_> {
        let given = |remarks: &Remarks| remarks.reasons.get(id).copied().unwrap_or_default();
        Reason {
            parts: self.divided(given),
        }
    }

    /// The figures of a question of the survey card, as of a [reason](Self::reason).
    #[must_use]
    pub fn question(&self, id: &str) -> Question<'_> {
        let answered = |remarks: &Remarks| remarks.answers.get(id).map_or(0, |answers| answers.values().sum());
        Question {
            id: id.to_owned(),
            parts: self.divided(answered),
        }
    }

    fn within(&self, period: Period) -> impl Iterator<Item = &Atom<'a>> {
        self.lobbies.iter().flat_map(move |groups| groups.within(period))
    }

    fn divided(&self, mark: impl Fn(&Remarks) -> u32 + Sync) -> Vec<Divided<'_>> {
        let divided = parallel::map(&self.lobbies, |groups| groups.divided(&mark));
        divided.into_iter().flatten().collect()
    }

    fn split<K: Ord>(&self, period: Period, key: impl Fn(&Atom<'a>) -> Option<K>) -> Split<K> {
        let (mut parts, mut rest) = (BTreeMap::<K, Counts>::new(), Counts::default());
        for atom in self.within(period) {
            match key(atom) {
                Some(key) => *parts.entry(key).or_default() += atom.counts(),
                None => rest += atom.counts(),
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
pub struct Reason<'s> {
    parts: Vec<Divided<'s>>,
}

impl Reason<'_> {
    #[must_use]
    pub fn within(&self, period: Period) -> Given {
        Given::of(within(&self.parts, period))
    }
}

/// How one question was answered, in any period.
#[derive(Debug, Clone)]
pub struct Question<'s> {
    id: String,
    parts: Vec<Divided<'s>>,
}

impl Question<'_> {
    #[must_use]
    pub fn within(&self, period: Period) -> Answers {
        let mut answers = BTreeMap::<String, u32>::new();
        let remarks = within(&self.parts, period).flat_map(|part| &part.remarks);
        for (answer, count) in remarks
            .filter_map(|remarks| remarks.answers.get(self.id.as_str()))
            .flatten()
        {
            *answers.entry((*answer).to_owned()).or_default() += count;
        }
        Answers {
            answers,
            answered: Given::of(within(&self.parts, period)),
        }
    }
}

impl Given {
    fn of<'p>(parts: impl Iterator<Item = &'p Divided<'p>>) -> Self {
        let mut given = Self::default();
        for part in parts {
            given.share.part += part.marked;
            given.among += part.counts();
        }
        given.share.of = given.among.counted();
        given
    }
}

fn within<'p>(parts: &'p [Divided<'p>], period: Period) -> impl Iterator<Item = &'p Divided<'p>> {
    parts.iter().filter(move |part| period.holds(&part.span))
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
