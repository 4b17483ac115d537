//! What makes people look up before a call is spoken: two notes of a bell, the second a third below, as at stations.

use std::{f64::consts::TAU, time::Duration};

use super::Sound;

/// Hertz, and the seconds after which each begins.
const NOTES: [(f64, f64); 2] = [(659.26, 0.0), (523.25, 0.45)];
const LENGTH: f64 = 1.5;
/// Seconds in which a note falls to about a third.
const FADE: f64 = 0.35;
/// Of a note's begin, so that it doesn't click.
const RISE: f64 = 0.008;
/// A bell's overtones: how many times the note, and how loud.
const OVERTONES: [(f64, f64); 3] = [(1.0, 0.7), (2.0, 0.2), (3.0, 0.1)];
const LOUDNESS: f64 = 0.45;
const PAUSE: Duration = Duration::from_millis(250);

#[must_use]
pub fn chime(rate: u32) -> Sound {
    let many = (LENGTH * f64::from(rate)) as u32;
    let sample = |at: u32| {
        let time = f64::from(at) / f64::from(rate);
        let value: f64 = NOTES.iter().map(|(pitch, begin)| note(*pitch, time - begin)).sum();
        (value * LOUDNESS * f64::from(i16::MAX)) as i16
    };
    let mut chime = Sound {
        rate,
        samples: (0..many).map(sample).collect(),
    };
    chime.rest(PAUSE);
    chime
}

fn note(pitch: f64, time: f64) -> f64 {
    if time < 0.0 {
        return 0.0;
    }
    let tone: f64 = OVERTONES
        .iter()
        .map(|(times, loud)| loud * (TAU * pitch * times * time).sin())
        .sum();
    // To nothing at the end.
    let end = ((LENGTH - time) / 0.2).clamp(0.0, 1.0);
    tone * (-time / FADE).exp() * (time / RISE).min(1.0) * end
}
