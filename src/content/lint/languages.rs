//! Texts that are missing in a language of the pack.

use super::report::Report;
use crate::content::{finding::Finding, pack::Pack, text::BULGARIAN};

pub fn check(pack: &Pack, report: &mut Report<'_>) {
    let mut findings = Vec::new();
    for found in report.sources.localised() {
        let has = |lang: &str| found.languages.get(lang).is_some_and(|text| !text.trim().is_empty());
        let key = found.key;
        if !has(BULGARIAN) {
            findings.push(Finding::error(
                "missing-bulgarian",
                found.file,
                Some(found.line),
                format!("“{key}” has no Bulgarian text"),
                "add bg = \"…\"",
            ));
        }
        for lang in pack.info.languages.iter().filter(|lang| *lang != BULGARIAN) {
            if !has(lang) {
                findings.push(Finding::warning(
                    "missing-translation",
                    found.file,
                    Some(found.line),
                    format!("“{key}” has no text in “{lang}”, so the kiosk shows the Bulgarian one"),
                    format!("add {lang} = \"…\""),
                ));
            }
        }
        for lang in found.languages.keys() {
            if !pack.info.languages.iter().any(|declared| declared == lang) {
                findings.push(Finding::warning(
                    "undeclared-language",
                    found.file,
                    Some(found.line),
                    format!("“{key}” has a text in “{lang}”, which is no language of the pack"),
                    format!("add \"{lang}\" to languages in pack.toml, or take the text away"),
                ));
            }
        }
    }
    report.findings.append(&mut findings);
}
