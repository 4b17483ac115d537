//! The promise ledger: each promise of the charter, and what came of it in a period.

use chrono::NaiveDate;

use super::{
    answered::{Answered, Answers, Matter, notices},
    day::DayFacts,
    opening::OpenDays,
    period::Period,
    share::Share,
    waits::{Waits, Whose},
};
use crate::{
    content::{
        Pack,
        charter::Quoted,
        hours::Place,
        promise::{Metric, Promise},
    },
    queue::appointments::measure,
};

/// Fewer cases than this tell nothing.
pub const FEWEST: u32 = 5;

/// The ordinance's longest wait: Ordinance on Administrative Service (Наредба за административното обслужване), чл. 20, as
/// a secondary source has it. The act's own text was not seen; whoever shows the number says so.
pub const ORDINANCE_MINUTES: u32 = 20;

/// What is known of one lobby.
#[derive(Debug, Clone, Copy)]
pub struct LobbyFacts<'a> {
    /// In order, a day once.
    pub days: &'a [DayFacts],
    /// Where the lobby is; its hours are held to.
    pub place: Option<&'a Place>,
}

/// All that promises are measured by.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub lobbies: &'a [LobbyFacts<'a>],
    /// Of all days: those registered in the period count.
    pub matters: &'a [Answered],
    /// What is not yet due on that day is open.
    pub today: NaiveDate,
}

/// A promise and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'a> {
    pub promise: &'a Promise,
    pub quoted: Option<Quoted>,
    pub measured: Result<Measured, Unmeasured>,
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// At least [`FEWEST`].
    pub cases: u32,
    /// None where the promise gives no measure.
    pub kept: Option<Share>,
    /// How long it took; none where that is no matter of time, or too few came to an end.
    pub spread: Option<Spread>,
    /// What can't be decided, and is no case: waits that aren't known, matters whose term still runs, days of which
    /// no counter told.
    pub open: u32,
}

/// How long it took half of them, and nine in ten: no longer than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    pub unit: SpreadUnit,
    pub median: u32,
    pub p90: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpreadUnit {
    Seconds,
    /// Calendar days.
    Days,
}

/// Why nothing is said of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmeasured {
    /// Nothing measures it.
    NoMeans,
    /// Nothing is published that it could be held to: no term, no hours.
    NoMeasure,
    /// Fewer than [`FEWEST`] cases, or none.
    TooFew,
}

/// Every promise of `pack`, in its order.
#[must_use]
pub fn ledger<'a>(pack: &'a Pack, known: Known, period: Period) -> Vec<Line<'a>> {
    let line = |promise: &'a Promise| Line {
        promise,
        quoted: pack.charter.quoted(promise),
        measured: measure(pack, promise, known, period),
    };
    pack.promises.iter().map(line).collect()
}

/// What `pack`'s municipality is held to without having promised it: [`ORDINANCE_MINUTES`] for every visit.
///
/// # Errors
/// With why nothing is said of it.
pub fn ordinance(known: Known, period: Period) -> Result<Measured, Unmeasured> {
    of_waits(known, period, Whose::All, Some(ORDINANCE_MINUTES))
}

/// One promise of `pack`.
///
/// # Errors
/// With why nothing is said of it.
pub fn measure(pack: &Pack, promise: &Promise, known: Known, period: Period) -> Result<Measured, Unmeasured> {
    match promise.metric {
        Metric::ArrangedVisitWait => of_waits(known, period, Whose::Arranged, measure::minutes(promise)),
        Metric::QueueWait => of_waits(known, period, Whose::WalkIn, measure::minutes(promise)),
        Metric::ComplaintAnswer => of_answers(promise, Matter::Complaint, known, period),
        Metric::LetterAnswer => of_answers(promise, Matter::Letter, known, period),
        Metric::DelayNotice => of_notices(pack, promise, known, period),
        Metric::OpeningHours => of_opening(pack, known, period),
        Metric::ServiceTime
        | Metric::RepeatVisit
        | Metric::ReceptionHours
        | Metric::ExtendedService
        | Metric::TelephoneHours => Err(Unmeasured::NoMeans),
    }
}

fn of_waits(known: Known, period: Period, whose: Whose, minutes: Option<u32>) -> Result<Measured, Unmeasured> {
    let days = known.lobbies.iter().flat_map(|lobby| lobby.days);
    let waits = Waits::of(days, period, whose, |_| true);
    let kept = minutes.map(|minutes| waits.within(minutes.saturating_mul(60)));
    let spread = spread(SpreadUnit::Seconds, waits.called(), |percent| waits.percentile(percent));
    measured(waits.cases(), kept, spread, waits.unknown())
}

fn of_answers(promise: &Promise, matter: Matter, known: Known, period: Period) -> Result<Measured, Unmeasured> {
    let answers = Answers::of(promise, registered(matter, known, period), known.today);
    let answered = u32::try_from(answers.days.len()).unwrap_or(u32::MAX);
    let cases = answers.kept.map_or(answered, |kept| kept.of);
    let spread = spread(SpreadUnit::Days, answered, |percent| answers.percentile(percent));
    measured(cases, answers.kept, spread, answers.pending)
}

/// A notice is due by the term that it names, or else by that of the answer that the same section promises.
fn of_notices(pack: &Pack, promise: &Promise, known: Known, period: Period) -> Result<Measured, Unmeasured> {
    let answers = pack.promises.iter().filter(|other| other.section == promise.section);
    let mut of_matters = answers.filter_map(|answer| Some((answer, matter(answer.metric)?)));
    let (answer, matter) = of_matters.next().ok_or(Unmeasured::NoMeasure)?;
    let term = [promise, answer].into_iter().find(|term| term.threshold.is_some());
    let term = term.ok_or(Unmeasured::NoMeasure)?;
    let share = notices(term, registered(matter, known, period), known.today);
    measured(share.of, Some(share), None, 0)
}

fn of_opening(pack: &Pack, known: Known, period: Period) -> Result<Measured, Unmeasured> {
    let published = known.lobbies.iter().filter_map(|lobby| {
        let place = lobby.place.filter(|place| !place.open.is_empty())?;
        Some(OpenDays::of(lobby.days, &pack.hours, place, period, known.today))
    });
    let sum = published.reduce(OpenDays::with).ok_or(Unmeasured::NoMeasure)?;
    measured(sum.kept.of, Some(sum.kept), None, sum.untold)
}

fn matter(metric: Metric) -> Option<Matter> {
    match metric {
        Metric::ComplaintAnswer => Some(Matter::Complaint),
        Metric::LetterAnswer => Some(Matter::Letter),
        _ => None,
    }
}

fn registered<'a>(matter: Matter, known: Known<'a>, period: Period) -> impl Iterator<Item = &'a Answered> {
    let is_meant = move |one: &&Answered| one.matter == matter && period.contains(one.registered);
    known.matters.iter().filter(is_meant)
}

fn measured(cases: u32, kept: Option<Share>, spread: Option<Spread>, open: u32) -> Result<Measured, Unmeasured> {
    let measured = Measured {
        cases,
        kept,
        spread,
        open,
    };
    (cases >= FEWEST).then_some(measured).ok_or(Unmeasured::TooFew)
}

fn spread(unit: SpreadUnit, cases: u32, percentile: impl Fn(usize) -> Option<u32>) -> Option<Spread> {
    if cases < FEWEST {
        return None;
    }
    Some(Spread {
        unit,
        median: percentile(50)?,
        p90: percentile(90)?,
    })
}
