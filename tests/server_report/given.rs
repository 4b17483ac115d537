//! Towns of which a year is known.

use std::{collections::BTreeMap, sync::OnceLock};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Sofia;
use parter::{
    content::{Pack, survey::Improvement, text::LocalText},
    feedback::Rating,
    figures::{Answered, DayFacts, ledger::LobbyFacts},
    packs,
    queue::records::DayRecords,
    server::report::{Report, Sources},
    web::lang::Lang,
};

use crate::years::{LOBBIES, Years};

pub const YEAR: i32 = 2025;

pub struct Town {
    pub pack: Pack,
    pub lobbies: BTreeMap<&'static str, Vec<DayFacts>>,
    pub matters: Vec<Answered>,
    /// As they were given, for computations apart from the report's.
    pub ratings: Vec<Rating>,
    pub visits: u32,
    pub today: NaiveDate,
}

impl Town {
    /// So many visits a day in each of five lobbies, on every working day of the year; looked at in the next.
    pub fn of(visits: u32) -> Self {
        Self::drawn(&year(visits), LOBBIES.len())
    }

    /// With so many visits that each queue has enough ratings in every month: nothing is withheld.
    pub fn busy() -> &'static Self {
        static BUSY: OnceLock<Town> = OnceLock::new();
        BUSY.get_or_init(|| Self::drawn(&year(90), 2))
    }

    /// One lobby with a handful of visits a day, in a week of March.
    pub fn small() -> Self {
        let years = Years {
            seed: 7,
            from: "2025-03-03".parse().unwrap(),
            to: "2025-03-07".parse().unwrap(),
            visits: 5,
        };
        Self::drawn(&years, 1)
    }

    fn drawn(years: &Years, lobbies: usize) -> Self {
        let mut town = Self {
            pack: packs::load("kyustendil").unwrap(),
            lobbies: BTreeMap::new(),
            matters: years.registered().iter().map(Answered::from).collect(),
            ratings: Vec::new(),
            visits: 0,
            today: "2026-02-02".parse().unwrap(),
        };
        for (at, name) in LOBBIES.into_iter().enumerate().take(lobbies) {
            let mut days = Vec::new();
            for day in years.working_days() {
                let told = years.day(at, day);
                town.visits += u32::try_from(told.visits.len()).unwrap();
                let records = DayRecords::of(told.visits, told.periods, told.counters);
                days.push(DayFacts::of(day, Sofia, &records, &told.ratings));
                town.ratings.extend(told.ratings);
            }
            town.lobbies.insert(name, days);
        }
        town.pack.survey.improvements = improvements();
        town
    }

    pub fn report(&self, lang: Lang) -> Report {
        let place = |name: &str| {
            let mut places = self.pack.hours.places.iter();
            places.find(|place| name.ends_with(&format!("/{}", place.id)))
        };
        let lobbies: Vec<(&str, LobbyFacts<'_>)> = self
            .lobbies
            .iter()
            .map(|(name, days)| {
                (
                    *name,
                    LobbyFacts {
                        days,
                        place: place(name),
                    },
                )
            })
            .collect();
        let sources = Sources {
            pack: &self.pack,
            lobbies: &lobbies,
            matters: &self.matters,
            stale: 0,
            complete_before: self.today,
            today: self.today,
            now: now(self.today),
        };
        Report::of(lang, YEAR, &sources)
    }

    /// The ratings that count.
    pub fn counted(&self) -> impl Iterator<Item = &Rating> {
        self.ratings.iter().filter(|rating| !rating.repeated)
    }
}

fn year(visits: u32) -> Years {
    Years {
        seed: 24,
        from: "2025-01-01".parse().unwrap(),
        to: "2025-12-31".parse().unwrap(),
        visits,
    }
}

pub fn now(today: NaiveDate) -> DateTime<Utc> {
    today.and_hms_opt(8, 30, 0).unwrap().and_utc()
}

fn improvements() -> Vec<Improvement> {
    let improvement = |id: &str, reasons: &[&str], said_by, bg: &str, date: &str| Improvement {
        id: id.to_owned(),
        reasons: reasons.iter().map(|id| (*id).to_owned()).collect(),
        said_by,
        text: LocalText::bg(bg),
        date: date.parse().unwrap(),
    };
    vec![
        improvement(
            "gishe",
            &["chakane", "nesvarsheno"],
            Some(120),
            "Отворихме трето гише за гражданско състояние от 11 до 14 часа, всеки работен ден",
            "2025-09-01",
        ),
        improvement(
            "tabela",
            &["neyasno"],
            None,
            "Сложихме указателни табели на двата входа",
            "2025-04-15",
        ),
        improvement(
            "stara",
            &["chakane"],
            Some(15),
            "Стара промяна, от предишната година",
            "2024-04-15",
        ),
    ]
}

/// Of the town's own words, the longest that may be there.
pub fn wordy(mut town: Town) -> Town {
    let long = "Непротивоконституционствувателствувайте и превключвателноразпределителноустройство са най-дългите думи, които се срещат в документите на общинската администрация";
    for promise in &mut town.pack.promises {
        promise.text = LocalText::bg(&format!("{} – {long}", promise.text.get("bg")));
        promise.quote = format!("{} ({long})", promise.quote);
    }
    if let Some(promise) = town.pack.promises.first_mut() {
        promise.quote = std::iter::repeat_n(long, 40).collect::<Vec<_>>().join("; ");
    }
    for reason in &mut town.pack.survey.reasons {
        reason.text = LocalText::bg(&format!("{}, {long}", reason.text.get("bg")));
    }
    for question in &mut town.pack.survey.questions {
        question.text = LocalText::bg(&format!("{} {long}?", question.text.get("bg")));
    }
    for queue in &mut town.pack.queues.queues {
        queue.name = LocalText::bg(&format!("{} ☎ {long}", queue.name.get("bg")));
    }
    town
}

pub const LANGS: [Lang; 2] = [Lang::Bg, Lang::En];
