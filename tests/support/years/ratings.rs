//! What about every fifth of those served say on their way out; who waited long, less kindly.

use chrono::TimeDelta;
use parter::{
    feedback::{Bucket, Face, Rating, RatingId, Remarks},
    queue::PeriodKind,
};
use rand::{RngExt, rngs::StdRng};

use super::{line::Stay, wall};

pub const PRAISE: [&str; 4] = ["lyubezno", "barzo", "yasno", "pomosht"];
pub const BLAME: [&str; 4] = ["chakane", "nelyubezno", "neyasno", "nesvarsheno"];
pub const QUESTIONS: [(&str, [&str; 3]); 3] = [
    ("orientatsia", ["da", "donyakade", "ne"]),
    ("dokumenti", ["da", "chastichno", "ne"]),
    ("svarshi", ["da", "pak", "ne"]),
];

pub fn draw(rng: &mut StdRng, stays: &[Stay]) -> Vec<Rating> {
    let mut ratings = Vec::new();
    for stay in stays {
        let end = stay.periods.last().filter(|last| last.kind == PeriodKind::Served);
        let Some(end) = end.filter(|_| rng.random_bool(0.2)) else {
            continue;
        };
        let bucket = Bucket::at(wall(end.began_at + TimeDelta::minutes(1)), 12);
        let face = face(rng, stay.waited.unwrap_or(0));
        ratings.push(Rating {
            id: RatingId::random(rng),
            bucket,
            face,
            repeated: false,
            remarks: remarks(rng, stay, u8::from(face)),
        });
        // A child at the screen.
        while rng.random_bool(0.05) {
            ratings.push(Rating {
                id: RatingId::random(rng),
                bucket,
                face: Face::try_from(rng.random_range(1..=5)).unwrap(),
                repeated: true,
                remarks: Remarks::default(),
            });
        }
    }
    ratings
}

fn face(rng: &mut StdRng, waited: i64) -> Face {
    let parts = match waited {
        ..600 => [2, 4, 12, 34, 48],
        600..1_200 => [5, 9, 20, 36, 30],
        _ => [18, 24, 26, 22, 10],
    };
    let mut drawn = rng.random_range(0..100);
    let place = parts.iter().position(|part| {
        drawn -= part;
        drawn < 0
    });
    Face::try_from(1 + place.unwrap_or(4) as u8).unwrap()
}

fn remarks(rng: &mut StdRng, stay: &Stay, face: u8) -> Remarks {
    let of = if face >= 4 { PRAISE } else { BLAME };
    let mut remarks = Remarks {
        queue: rng.random_bool(0.7).then(|| stay.visit.queue.clone()),
        ..Remarks::default()
    };
    for reason in of {
        if rng.random_bool(0.2) {
            remarks.reasons.insert(reason.to_owned());
        }
    }
    for (question, answers) in QUESTIONS {
        if rng.random_bool(0.1) {
            let answer = answers[rng.random_range(0..answers.len())];
            remarks.answers.insert(question.to_owned(), answer.to_owned());
        }
    }
    remarks
}
