//! What was done because of what visitors said: it answers something, and a figure beside it points at nobody.

use super::report::Report;
use crate::content::{pack::Pack, read::SURVEY, survey::LEAST_TOLD};

pub fn check(pack: &Pack, report: &mut Report<'_>) {
    for (index, improvement) in pack.survey.improvements.iter().enumerate() {
        let path = |key: &str| format!("improvement/{index}/{key}");
        if improvement.reasons.is_empty() {
            report.error(
                "answers-nothing",
                SURVEY,
                &path("reasons"),
                "it answers no reason",
                "name the reasons that led to it",
            );
        }
        if improvement.said_by.is_some_and(|count| count < LEAST_TOLD) {
            report.error(
                "too-few-told",
                SURVEY,
                &path("said_by"),
                format!("fewer than {LEAST_TOLD} ratings could point at a person"),
                format!("give {LEAST_TOLD} or more, or leave it out"),
            );
        }
    }
}
