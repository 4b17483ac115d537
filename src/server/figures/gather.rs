//! The days of a municipality's lobbies, as figures are made of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    content::{Pack, calendar::local_time},
    figures::{
        Answered, Audience, DayFacts, Period, Satisfaction, Unit,
        day::RatingFacts,
        ledger::{self, Known, Line, LobbyFacts, Measured, Unmeasured},
    },
    server::{
        condense,
        state::App,
        store::{self, days::Span},
    },
};

pub struct Gathered {
    /// By lobby, each one's days in order.
    lobbies: BTreeMap<String, Vec<DayFacts>>,
    pub matters: Vec<Answered>,
    /// How many days are known and not counted yet.
    pub stale: u32,
    /// The wall's day.
    pub today: NaiveDate,
    /// Ratings from this day on may still be under way.
    pub complete_before: NaiveDate,
}

/// Promises, and what came of them.
pub struct Ledger<'p> {
    pub period: Period,
    pub lines: Vec<Line<'p>>,
    pub ordinance: Result<Measured, Unmeasured>,
}

impl Gathered {
    /// The calendar years that meet `period`, whole: what is shown together depends on all of a year.
    ///
    /// # Errors
    /// When the database can't be used.
    pub async fn of(app: &App, pack: &Pack, period: Period) -> store::Result<Self> {
        let span = Span {
            municipality: pack.info.municipality.id.clone(),
            from: Unit::Year.of(period.first).first,
            to: Unit::Year.of(period.last).last,
        };
        let condensed = condense::days(app, &span).await?;
        let mut lobbies = BTreeMap::<String, Vec<DayFacts>>::new();
        for (of, facts) in condensed.days {
            lobbies.entry(of.lobby).or_default().push(facts);
        }
        let registered = app.store.registered(&span).await?;
        let now = app.now();
        Ok(Self {
            lobbies,
            matters: registered.iter().map(Answered::from).collect(),
            stale: condensed.stale,
            today: local_time(now, pack.zone()).date(),
            complete_before: condense::complete_before(now, pack.zone()),
        })
    }

    /// Those of which anything is known.
    pub fn lobbies(&self) -> impl Iterator<Item = &str> {
        self.lobbies.keys().map(String::as_str)
    }

    fn chosen<'a>(&'a self, lobby: Option<&str>) -> impl Iterator<Item = (&'a str, &'a Vec<DayFacts>)> {
        let lobbies = self.lobbies.iter().map(|(name, days)| (name.as_str(), days));
        lobbies.filter(move |(name, _)| lobby.is_none_or(|lobby| lobby == *name))
    }

    /// The days of one lobby, or of all.
    pub fn days<'a>(&'a self, lobby: Option<&'a str>) -> impl Iterator<Item = &'a DayFacts> {
        self.chosen(lobby).flat_map(|(_, days)| days)
    }

    /// The ratings of one lobby, or of all.
    #[must_use]
    pub fn satisfaction<'a>(&'a self, audience: Audience, lobby: Option<&'a str>) -> Satisfaction<'a> {
        let lobbies: Vec<&[DayFacts]> = self.chosen(lobby).map(|(_, days)| days.as_slice()).collect();
        Satisfaction::of(&lobbies, audience, self.complete_before)
    }

    /// One lobby, or all, each with its name and its place.
    #[must_use]
    pub fn facts<'a>(&'a self, pack: &'a Pack, lobby: Option<&str>) -> Vec<(&'a str, LobbyFacts<'a>)> {
        let facts = self.chosen(lobby).map(|(name, days)| {
            let place = pack.place_of(name);
            (name, LobbyFacts { days, place })
        });
        facts.collect()
    }

    /// Each promise of `pack`, and the ordinance's, beside what was measured in `period`.
    #[must_use]
    pub fn ledger<'p>(&self, pack: &'p Pack, lobby: Option<&str>, period: Period) -> Ledger<'p> {
        let lobbies: Vec<LobbyFacts<'_>> = self.facts(pack, lobby).into_iter().map(|(_, facts)| facts).collect();
        let known = Known {
            lobbies: &lobbies,
            matters: &self.matters,
            today: self.today,
        };
        Ledger {
            period,
            lines: ledger::ledger(pack, known, period),
            ordinance: ledger::ordinance(known, period),
        }
    }

    /// All ratings of `period` that count, shown or not: to be compared with, never to be told.
    #[must_use]
    pub fn counted(&self, lobby: Option<&str>, period: Period) -> u32 {
        let days = self.days(lobby).filter(|day| period.contains(day.day));
        days.flat_map(|day| &day.ratings).map(RatingFacts::counted).sum()
    }

    /// Whether there is a rating of that kind, which may be all that can be said of it.
    #[must_use]
    pub fn has(&self, lobby: Option<&str>, period: Period, is_meant: impl Fn(&RatingFacts) -> bool) -> bool {
        let mut days = self.days(lobby).filter(|day| period.contains(day.day));
        days.any(|day| day.ratings.iter().any(|cell| cell.counted() > 0 && is_meant(cell)))
    }
}
