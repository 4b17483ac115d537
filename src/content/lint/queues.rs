//! Queue letters: one capital letter each, told apart at sight. How long priority may keep others waiting.

use std::collections::BTreeMap;

use super::report::Report;
use crate::content::{pack::Pack, read::QUEUES};

pub fn check(pack: &Pack, report: &mut Report<'_>) {
    letters(pack, report);
    let bound = pack.queues.priority_bound_minutes;
    if !(1..=120).contains(&bound) {
        report.error(
            "priority-bound",
            QUEUES,
            "priority_bound_minutes",
            format!("{bound} minutes is no bound that people can rely on"),
            "write a number of minutes from 1 to 120; 20 is the ordinance's longest wait",
        );
    }
}

fn letters(pack: &Pack, report: &mut Report<'_>) {
    let mut first: BTreeMap<char, String> = BTreeMap::new();
    for (index, queue) in pack.queues.queues.iter().enumerate() {
        let letter = queue.letter;
        let path = format!("queue/{index}/letter");
        if !letter.is_uppercase() {
            report.error(
                "queue-letter",
                QUEUES,
                &path,
                format!("“{letter}” is no capital letter"),
                "write one capital letter: А, В, Е, К, М …",
            );
        }
        if let Some(before) = first.get(&as_seen(letter)) {
            let line = report.sources.line(QUEUES, before).unwrap_or_default();
            report.error(
                "duplicate-letter",
                QUEUES,
                &path,
                format!("the letter “{letter}” stands, or looks like the one, on line {line}"),
                "give each queue a letter of its own",
            );
        } else {
            first.insert(as_seen(letter), path);
        }
    }
}

/// Latin letters that look Cyrillic are no other letters to a reader.
fn as_seen(letter: char) -> char {
    const LATIN: &str = "ABEKMHOPCTYX";
    const CYRILLIC: &str = "АВЕКМНОРСТУХ";
    let pair = LATIN.chars().zip(CYRILLIC.chars()).find(|(latin, _)| *latin == letter);
    pair.map_or(letter, |(_, cyrillic)| cyrillic)
}
