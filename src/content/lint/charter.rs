//! The charter's text: an end that is none, errata that were not applied. Lists have a file of their own.

use super::{cut_lists, report::Report};
use crate::content::{
    charter::{Block, Section},
    files::Files,
    finding::Finding,
    pack::Pack,
    read::{CHARTER, CHARTER_TEXT},
};

pub fn check(files: &Files, pack: &Pack, report: &mut Report<'_>) {
    let lines: Vec<&str> = files.text(CHARTER_TEXT).unwrap_or_default().lines().collect();
    let sections = &pack.charter.sections;
    if pack.charter.info.complete {
        whole_end(sections, &lines, report);
    } else {
        broken_end(pack, report);
    }
    cut_lists::check(pack, &lines, report);
    errata(pack, report);
}

/// A charter that is called complete ends with the end of a sentence, or with a signature in brackets.
fn whole_end(sections: &[Section], lines: &[&str], report: &mut Report<'_>) {
    let Some(last) = sections.last() else {
        report.findings.push(Finding::error(
            "empty-charter",
            CHARTER_TEXT,
            None,
            "the charter has no sections",
            "add its text",
        ));
        return;
    };
    let words = last_words(last);
    if !words.ends_with(['.', '!', '?', '…', ')', '»', '“', '”', '"']) {
        report.findings.push(Finding::warning(
            "charter-end",
            CHARTER_TEXT,
            Some(last_line(lines, lines.len())),
            format!(
                "the charter is called complete, but ends in mid-sentence: «{}»",
                tail(words)
            ),
            "add the rest, or write complete = false and breaks_off_after in charter.toml",
        ));
    }
}

/// One that is incomplete says where, in the words that it ends with.
fn broken_end(pack: &Pack, report: &mut Report<'_>) {
    let Some(words) = &pack.charter.info.breaks_off_after else {
        report.error(
            "breaks-off",
            CHARTER,
            "complete",
            "the charter is called incomplete, but not where it breaks off",
            "write its last words as breaks_off_after",
        );
        return;
    };
    let end = pack.charter.sections.last().map_or("", last_words);
    if plain(words).is_empty() || !plain(end).ends_with(&plain(words)) {
        report.error(
            "breaks-off",
            CHARTER,
            "breaks_off_after",
            format!("the charter does not end with «{words}» but with «{}»", tail(end)),
            "write its last words",
        );
    }
    report.warning(
        "incomplete-charter",
        CHARTER,
        "breaks_off_after",
        format!("the charter breaks off after «{words}», and the kiosk says so"),
        "ask the municipality for the whole text",
    );
}

/// Every correction is seen in the text, and what it corrects no more.
fn errata(pack: &Pack, report: &mut Report<'_>) {
    let mut text = String::from(" ");
    for section in &pack.charter.sections {
        text.push_str(&section.words());
        text.push(' ');
    }
    for (index, erratum) in pack.charter.info.errata.iter().enumerate() {
        let path = |key: &str| format!("erratum/{index}/{key}");
        if !text.contains(&plain(&erratum.is)) {
            report.error(
                "erratum-missing",
                CHARTER,
                &path("is"),
                format!("{CHARTER_TEXT} does not have «{}»", erratum.is),
                "apply the correction to the text, or take the erratum away",
            );
        }
        if !erratum.is.contains(&erratum.was) && has_word(&text, &plain(&erratum.was)) {
            report.warning(
                "erratum-left",
                CHARTER,
                &path("was"),
                format!("{CHARTER_TEXT} still has «{}»", erratum.was),
                "apply the correction there; where the word is right, add a neighbouring word to “was” and “is”",
            );
        }
    }
}

/// Whether `words` stand in the text as words of their own.
fn has_word(text: &str, words: &str) -> bool {
    let ends = |next: Option<char>| next.is_none_or(|letter| !letter.is_alphanumeric());
    !words.is_empty()
        && text.match_indices(words).any(|(start, found)| {
            ends(text[..start].chars().next_back()) && ends(text[start + found.len()..].chars().next())
        })
}

fn last_words(section: &Section) -> &str {
    section
        .blocks
        .last()
        .map_or(section.heading.as_str(), Block::text)
        .trim_end()
}

/// The last of the first `end` lines that has words.
pub(super) fn last_line(lines: &[&str], end: usize) -> usize {
    let words = lines.iter().take(end).rposition(|line| !line.trim().is_empty());
    words.map_or(1, |index| index + 1)
}

/// The last few words, for a message.
pub(super) fn tail(words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    let from = all.len().saturating_sub(6);
    format!("{}{}", if from > 0 { "… " } else { "" }, all[from..].join(" "))
}

fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
