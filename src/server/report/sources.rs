//! What a report is made of.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    content::Pack,
    figures::{
        Answered, Period,
        day::RatingFacts,
        ledger::{Known, LobbyFacts},
    },
    server::figures::gather::Gathered,
};

/// All that is known of a municipality's year, or of more.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    pub pack: &'a Pack,
    /// Each with its name, `MUNICIPALITY/PLACE`.
    pub lobbies: &'a [(&'a str, LobbyFacts<'a>)],
    pub matters: &'a [Answered],
    /// How many of the year's days are known and not counted yet.
    pub stale: u32,
    /// Ratings from this day on may still be under way.
    pub complete_before: NaiveDate,
    /// The municipality's day.
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
}

impl<'a> Sources<'a> {
    /// Of what the server has gathered; `lobbies` are [all of its](Gathered::facts).
    #[must_use]
    pub fn of(
        gathered: &'a Gathered,
        pack: &'a Pack,
        lobbies: &'a [(&'a str, LobbyFacts<'a>)],
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            pack,
            lobbies,
            matters: &gathered.matters,
            stale: gathered.stale,
            complete_before: gathered.complete_before,
            today: gathered.today,
            now,
        }
    }

    /// Whether there is such a rating, which may be all that can be said of it.
    pub(super) fn has(&self, period: Period, is_meant: impl Fn(&RatingFacts) -> bool) -> bool {
        let days = self.lobbies.iter().flat_map(|(_, lobby)| lobby.days);
        let mut of_period = days.filter(|day| period.contains(day.day));
        of_period.any(|day| day.ratings.iter().any(|cell| cell.counted() > 0 && is_meant(cell)))
    }

    /// What a lobby is called.
    pub(super) fn place<'s>(&'s self, (name, lobby): &'s (&str, LobbyFacts), lang: &str) -> &'s str {
        let id = name.split_once('/').map_or(*name, |(_, place)| place);
        lobby.place.map_or(id, |place| place.name.get(lang))
    }

    pub(super) fn lobby_facts(&self) -> Vec<LobbyFacts<'_>> {
        self.lobbies.iter().map(|(_, facts)| *facts).collect()
    }

    pub(super) fn known<'k>(&'k self, lobbies: &'k [LobbyFacts<'k>]) -> Known<'k> {
        Known {
            lobbies,
            matters: self.matters,
            today: self.today,
        }
    }
}
