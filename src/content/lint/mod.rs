//! What a pack that can be read may still have wrong. A file a rule.

mod charter;
mod cut_lists;
mod dates;
mod domains;
mod hours;
mod identity;
mod ids;
mod improvements;
mod languages;
mod promises;
mod queues;
mod references;
mod report;
mod scripts;
mod services;
mod sources;

use chrono::NaiveDate;

use super::{
    files::Files,
    finding::Finding,
    pack::Pack,
    read::{Reading, read},
};
use report::Report;
pub use sources::Sources;

/// Reads the files and, where they can be understood, applies every rule. Findings come by file and line.
#[must_use]
pub fn check(files: &Files, today: NaiveDate) -> Reading {
    let mut reading = read(files);
    if let Some(pack) = &reading.pack {
        reading.findings.extend(lint(files, pack, today));
    }
    reading.findings.sort_by(|one, other| {
        (&one.file, one.line, one.severity, one.code).cmp(&(&other.file, other.line, other.severity, other.code))
    });
    reading
}

/// Applies every rule to a pack that was read from `files`.
#[must_use]
pub fn lint(files: &Files, pack: &Pack, today: NaiveDate) -> Vec<Finding> {
    let mut report = Report::on(files);
    identity::check(pack, &mut report);
    ids::check(pack, &mut report);
    references::check(pack, &mut report);
    languages::check(pack, &mut report);
    scripts::check(files, &mut report);
    charter::check(files, pack, &mut report);
    promises::check(pack, &mut report);
    domains::check(files, &mut report);
    hours::check(pack, &mut report);
    services::check(pack, today, &mut report);
    queues::check(pack, &mut report);
    improvements::check(pack, &mut report);
    dates::check(pack, today, &mut report);
    report.findings
}
