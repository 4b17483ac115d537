//! Promises: their words stand in the charter, and what is measured is whole.

use super::report::Report;
use crate::content::{pack::Pack, read::PROMISES};

pub fn check(pack: &Pack, report: &mut Report<'_>) {
    for (index, promise) in pack.promises.iter().enumerate() {
        let path = |key: &str| format!("promise/{index}/{key}");
        let section = pack
            .charter
            .sections
            .iter()
            .find(|section| section.id == promise.section);
        let quote = promise.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(section) = section
            && (quote.is_empty() || !section.words().contains(&quote))
        {
            report.error(
                "quote",
                PROMISES,
                &path("quote"),
                format!("the section “{}” of the charter does not have these words", section.id),
                "copy the charter's own words, or name the section that they stand in",
            );
        }
        if promise.threshold.is_some() != promise.unit.is_some() {
            report.error(
                "half-threshold",
                PROMISES,
                &path("threshold"),
                "of “threshold” and “unit” only one is given",
                "give both, or neither where the charter gives no measure",
            );
        }
    }
}
