//! `parter pack check PATH`: the linter.

use std::{error::Error, fmt::Write as _, process::ExitCode};

use chrono::{Local, NaiveDate};
use serde::Serialize;

use crate::{
    content::{finding::Finding, lint},
    packs,
    protocol::record::Hash,
};

#[derive(clap::Args)]
pub struct Args {
    /// A built-in pack's name, or a pack's folder
    pack: String,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
    /// The day against which dates are judged, as in 2026-11-21; the clock's where absent
    #[arg(long, value_name = "DAY")]
    today: Option<NaiveDate>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    findings: &'a [Finding],
    errors: usize,
    warnings: usize,
    /// The hash of the content; absent where it could not be read.
    hash: Option<Hash>,
}

pub fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let today = args.today.unwrap_or_else(|| Local::now().date_naive());
    let (findings, hash) = match packs::open(&crate::cli::pack_path(&args.pack)) {
        Ok(files) => (lint::check(&files, today).findings, Some(files.hash())),
        Err(finding) => (vec![finding], None),
    };
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let report = Report {
        findings: &findings,
        errors,
        warnings: findings.len() - errors,
        hash,
    };
    super::print(&if args.json {
        serde_json::to_string_pretty(&report)? + "\n"
    } else {
        as_text(&report)
    })?;
    Ok(if errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn as_text(report: &Report<'_>) -> String {
    let mut text = String::new();
    for finding in report.findings {
        // Writing to a String never fails.
        let _ = writeln!(text, "{finding}");
    }
    let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    text + &format!(
        "{}, {}\n",
        count(report.errors, "error"),
        count(report.warnings, "warning")
    )
}
