//! A municipality's years, drawn by chance from a seed: five lobbies, their visits, counters and ratings on every working
//! day, and the signals and letters that its staff enter. The same seed gives the same years, day by day, whichever of
//! them are drawn and in whatever order.
#![allow(dead_code)]

mod counters;
mod line;
pub mod ratings;
mod registered;
pub mod store;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc, Weekday};
use chrono_tz::Europe::Sofia;
use parter::{
    content::calendar::holidays::is_working_day,
    feedback::Rating,
    figures::Registered,
    queue::{CounterBegan, PeriodBegan, Visit},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

pub const MUNICIPALITY: &str = "kyustendil";

/// By the places that a bigger Kyustendil would have.
pub const LOBBIES: [&str; 5] = [
    "kyustendil/obshtina",
    "kyustendil/iztok",
    "kyustendil/zapad",
    "kyustendil/osogovo",
    "kyustendil/garata",
];

/// Queue, its letter, its part of the visitors, the minutes that a service takes on average, and its services.
const QUEUES: [(&str, char, f64, f64, &[&str]); 5] = [
    ("grazhdansko-sastoyanie", 'А', 0.35, 12.0, &["grazhdansko-sastoyanie"]),
    ("kasa", 'К', 0.25, 6.0, &["zadalzhenia"]),
    ("ustroystvo", 'Т', 0.12, 18.0, &["2000", "2076"]),
    ("sobstvenost", 'С', 0.08, 16.0, &["targ-naem", "molba-deklaratsia"]),
    (
        "delovodstvo",
        'Р',
        0.20,
        8.0,
        &["zaveren-prepis", "obshto-udostoverenie"],
    ),
];

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Years {
    pub seed: u64,
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Of each lobby on an average day.
    pub visits: u32,
}

/// What the kiosks of one lobby tell of one day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    pub visits: Vec<Visit>,
    pub periods: Vec<PeriodBegan>,
    pub counters: Vec<CounterBegan>,
    pub ratings: Vec<Rating>,
}

impl Years {
    pub fn working_days(&self) -> impl Iterator<Item = NaiveDate> {
        let Self { from, to, .. } = *self;
        from.iter_days()
            .take_while(move |day| *day <= to)
            .filter(|day| is_working_day(*day))
    }

    /// What the lobby of that place in [`LOBBIES`] tells of a working day.
    pub fn day(&self, lobby: usize, day: NaiveDate) -> Told {
        let mut rng = self.rng(day, lobby as u64);
        let today = Today {
            lobby: LOBBIES[lobby],
            day,
        };
        let visitors = self.visitors(&mut rng, day);
        let counters = counters::draw(&mut rng, &today, 2 + visitors / 45);
        let stays = line::draw(&mut rng, &today, visitors, &counters);
        let ratings = ratings::draw(&mut rng, &stays);
        Told {
            visits: stays.iter().map(|stay| stay.visit.clone()).collect(),
            periods: stays.into_iter().flat_map(|stay| stay.periods).collect(),
            counters: counters.into_iter().flat_map(|counter| counter.told).collect(),
            ratings,
        }
    }

    /// The signals and letters of all the years, as they stand on the last day.
    pub fn registered(&self) -> Vec<Registered> {
        let mut last = 0;
        let mut number = || {
            last += 1;
            format!("94-00-{last}")
        };
        let of_day = |day| {
            let mut rng = self.rng(day, REGISTER);
            registered::draw(&mut rng, day, self.to, &mut number)
        };
        self.working_days().flat_map(of_day).collect()
    }

    /// More come on Mondays and in spring, when taxes are due; fewer on Fridays and in August.
    fn visitors(&self, rng: &mut StdRng, day: NaiveDate) -> u32 {
        let of_weekday = match day.weekday() {
            Weekday::Mon => 1.2,
            Weekday::Fri => 0.8,
            _ => 1.0,
        };
        let of_month = match day.month() {
            3 | 4 => 1.25,
            8 => 0.7,
            _ => 1.0,
        };
        (f64::from(self.visits) * of_weekday * of_month * rng.random_range(0.85..1.15)) as u32
    }

    fn rng(&self, day: NaiveDate, salt: u64) -> StdRng {
        let of_day = u64::from(day.num_days_from_ce().unsigned_abs());
        StdRng::seed_from_u64(self.seed ^ (of_day << 8 | salt).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
}

/// Where and when it happens.
struct Today {
    lobby: &'static str,
    day: NaiveDate,
}

impl Today {
    /// That many seconds after midnight by the clock on the wall, which no office hour jumps over.
    fn at(&self, seconds: i64) -> DateTime<Utc> {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds as u32, 0).unwrap();
        let wall = self.day.and_time(time).and_local_timezone(Sofia);
        wall.earliest().unwrap().to_utc()
    }
}

fn wall(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Sofia).naive_local()
}

/// Where the drawing of lobbies has the lobby's place.
const REGISTER: u64 = 100;
const OPENING: i64 = 8 * 3600;
const CLOSING: i64 = 17 * 3600;
/// Those present at closing are served for so long at most.
const LAST: i64 = 19 * 3600;
