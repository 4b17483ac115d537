//! Latin letters inside Cyrillic words and the other way round, and Cyrillic letters that Bulgarian does not have: search
//! and speech stumble over them.

use super::report::Report;
use crate::content::{
    files::Files,
    finding::Finding,
    read::CHARTER_TEXT,
    text::{BULGARIAN, is_language},
};

pub fn check(files: &Files, report: &mut Report<'_>) {
    let mut findings = Vec::new();
    for found in report.sources.texts() {
        // An erratum tells what the slip was.
        if !["was", "why"].contains(&found.key) {
            name_words(found.file, found.line, found.text, &mut findings);
            if !is_language(found.key) || found.key == BULGARIAN {
                name_letters(found.file, found.line, found.text, &mut findings);
            }
        }
    }
    for (index, line) in files.text(CHARTER_TEXT).unwrap_or_default().lines().enumerate() {
        name_words(CHARTER_TEXT, index + 1, line, &mut findings);
        name_letters(CHARTER_TEXT, index + 1, line, &mut findings);
    }
    report.findings.append(&mut findings);
}

/// `line` is that of the text's beginning.
fn name_words(file: &'static str, line: usize, text: &str, findings: &mut Vec<Finding>) {
    for word in text.split(|letter: char| !letter.is_alphabetic()) {
        let latin: String = word.chars().filter(|letter| is_latin(*letter)).collect();
        let cyrillic: String = word.chars().filter(|letter| is_cyrillic(*letter)).collect();
        if latin.is_empty() || cyrillic.is_empty() {
            continue;
        }
        let odd = if latin.chars().count() <= cyrillic.chars().count() {
            format!("Latin “{latin}” in a Cyrillic word")
        } else {
            format!("Cyrillic “{cyrillic}” in a Latin word")
        };
        findings.push(Finding::warning(
            "mixed-script",
            file,
            Some(line),
            format!("“{word}” has {odd}"),
            "type the word anew in one alphabet; in the charter, with an erratum that says so",
        ));
    }
}

/// As [`name_words`], for «Открыто».
fn name_letters(file: &'static str, line: usize, text: &str, findings: &mut Vec<Finding>) {
    for word in text.split(|letter: char| !letter.is_alphabetic()) {
        if let Some(letter) = word
            .chars()
            .find(|letter| is_cyrillic(*letter) && !is_bulgarian(*letter))
        {
            findings.push(Finding::warning(
                "foreign-letter",
                file,
                Some(line),
                format!("“{word}” has the letter “{letter}”, which Bulgarian does not have"),
                "type the word anew; in the charter, with an erratum that says so",
            ));
        }
    }
}

fn is_bulgarian(letter: char) -> bool {
    let letter = letter.to_lowercase().next().unwrap_or(letter);
    letter == 'ѝ' || ('а'..='я').contains(&letter) && !['ы', 'э'].contains(&letter)
}

fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&letter)
}

fn is_cyrillic(letter: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&letter)
}
