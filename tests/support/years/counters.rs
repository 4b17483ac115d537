//! When counters are open: now and then one opens late, and each has half an hour at noon.

use parter::queue::{CounterBegan, CounterState};
use rand::{RngExt, rngs::StdRng};

use super::{CLOSING, OPENING, Today};

pub struct Counter {
    pub id: String,
    /// Seconds after midnight.
    pub opens: i64,
    pub told: Vec<CounterBegan>,
}

/// So many of them.
pub fn draw(rng: &mut StdRng, today: &Today, many: u32) -> Vec<Counter> {
    // On such a morning nobody has come to open the hall.
    let late = if rng.random_bool(0.04) {
        rng.random_range(360..1_500)
    } else {
        0
    };
    (1..=many).map(|number| counter(rng, today, number, late)).collect()
}

fn counter(rng: &mut StdRng, today: &Today, number: u32, late: i64) -> Counter {
    let opens = OPENING + late + rng.random_range(-240..240);
    let noon = 12 * 3600 + i64::from(number % 3) * 1_800 + rng.random_range(-60..60);
    let closes = CLOSING + rng.random_range(60..1_800);
    let states = [
        (opens, CounterState::Open),
        (noon, CounterState::Paused),
        (noon + 1_800, CounterState::Open),
        (closes, CounterState::Closed),
    ];
    let told = (1..).zip(states).map(|(ordinal, (at, state))| CounterBegan {
        lobby: today.lobby.to_owned(),
        day: today.day,
        counter: number.to_string(),
        ordinal,
        state,
        began_at: today.at(at),
    });
    Counter {
        id: number.to_string(),
        opens,
        told: told.collect(),
    }
}
