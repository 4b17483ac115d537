//! Signals and letters: a few a week, most of them answered within a month.

use chrono::{Days, NaiveDate};
use parter::figures::{Matter, Registered};
use rand::{RngExt, rngs::StdRng};

/// What came on that day; the n-th is of the number that `number` gives it.
pub fn draw(rng: &mut StdRng, on: NaiveDate, to: NaiveDate, mut number: impl FnMut() -> String) -> Vec<Registered> {
    let many = rng.random_range(0..5);
    (0..many).map(|_| registered(rng, on, to, &number())).collect()
}

fn registered(rng: &mut StdRng, on: NaiveDate, to: NaiveDate, number: &str) -> Registered {
    let matter = if rng.random_bool(0.3) {
        Matter::Complaint
    } else {
        Matter::Letter
    };
    let takes: u64 = match rng.random_range(0..10) {
        0 => rng.random_range(31..60),
        _ => rng.random_range(2..31),
    };
    let by = |days: u64| Some(on + Days::new(days)).filter(|day| *day <= to);
    Registered {
        matter,
        number: number.parse().unwrap(),
        on,
        answered: by(takes),
        notice: by(29).filter(|_| takes > 30 && rng.random_bool(0.6)),
    }
}
