//! Ids and queue letters that occur twice.

use std::collections::BTreeMap;

use super::report::Report;
use crate::content::{
    finding::Finding,
    pack::Pack,
    read::{CHARTER_TEXT, CONTACTS, HOURS, NOTICES, PROMISES, QUEUES, SERVICES, SURVEY},
};

pub fn check(pack: &Pack, report: &mut Report<'_>) {
    let survey = &pack.survey;
    unique(
        report,
        PROMISES,
        "promise",
        pack.promises.iter().map(|it| it.id.as_str()),
    );
    unique(
        report,
        HOURS,
        "place",
        pack.hours.places.iter().map(|it| it.id.as_str()),
    );
    unique(
        report,
        SERVICES,
        "service",
        pack.services.iter().map(|it| it.id.as_str()),
    );
    unique(
        report,
        QUEUES,
        "queue",
        pack.queues.queues.iter().map(|it| it.id.as_str()),
    );
    unique(
        report,
        QUEUES,
        "priority",
        pack.queues.priorities.iter().map(|it| it.id.as_str()),
    );
    unique(
        report,
        CONTACTS,
        "unit",
        pack.contacts.units.iter().map(|it| it.id.as_str()),
    );
    unique(report, NOTICES, "notice", pack.notices.iter().map(|it| it.id.as_str()));
    unique(report, SURVEY, "reason", survey.reasons.iter().map(|it| it.id.as_str()));
    unique(
        report,
        SURVEY,
        "question",
        survey.questions.iter().map(|it| it.id.as_str()),
    );
    unique(
        report,
        SURVEY,
        "improvement",
        survey.improvements.iter().map(|it| it.id.as_str()),
    );
    for (index, question) in survey.questions.iter().enumerate() {
        let entries = format!("question/{index}/answer");
        unique(
            report,
            SURVEY,
            &entries,
            question.answers.iter().map(|it| it.id.as_str()),
        );
    }
    sections(pack, report);
}

/// `entries` is the path of the array: `service`.
fn unique<'a>(report: &mut Report<'_>, file: &'static str, entries: &str, ids: impl Iterator<Item = &'a str>) {
    let mut first: BTreeMap<&str, String> = BTreeMap::new();
    for (index, id) in ids.enumerate() {
        let path = format!("{entries}/{index}/id");
        if id.trim().is_empty() {
            report.error("empty-id", file, &path, "the id is empty", "write a short Latin name");
        } else if let Some(before) = first.get(id) {
            let line = report.sources.line(file, before).unwrap_or_default();
            report.error(
                "duplicate-id",
                file,
                &path,
                format!("the id “{id}” stands on line {line} too"),
                "give one of them another id",
            );
        } else {
            first.insert(id, path);
        }
    }
}

fn sections(pack: &Pack, report: &mut Report<'_>) {
    let mut first = BTreeMap::new();
    for section in &pack.charter.sections {
        if let Some(line) = first.get(&section.id) {
            report.findings.push(Finding::error(
                "duplicate-id",
                CHARTER_TEXT,
                Some(section.line),
                format!("the section id “{}” stands on line {line} too", section.id),
                "give one of the headings another id",
            ));
        } else {
            first.insert(&section.id, section.line);
        }
    }
}
