//! Hours that no clock or week can keep.

use chrono::Weekday;

use super::report::Report;
use crate::content::{
    hours::{Place, Span},
    pack::Pack,
    read::{HOURS, QUEUES},
};

pub fn check(pack: &Pack, report: &mut Report<'_>) {
    for (index, place) in pack.hours.places.iter().enumerate() {
        spans(report, HOURS, &format!("place/{index}/open"), &place.open);
        for (number, reception) in place.receptions.iter().enumerate() {
            if let Some(open) = &reception.span {
                span(report, HOURS, &format!("place/{index}/reception/{number}/span"), open);
            }
        }
        extended(report, &format!("place/{index}/extended/until"), place);
    }
    for (index, queue) in pack.queues.queues.iter().enumerate() {
        spans(report, QUEUES, &format!("queue/{index}/open"), &queue.open);
    }
}

fn spans(report: &mut Report<'_>, file: &'static str, path: &str, open: &[Span]) {
    for (index, one) in open.iter().enumerate() {
        let path = format!("{path}/{index}");
        span(report, file, &path, one);
        let common = |other: &Span| {
            let meets = other.from < one.to && one.from < other.to;
            other.days.iter().find(|day| meets && one.days.contains(day)).copied()
        };
        if let Some(day) = open[..index].iter().find_map(common) {
            report.error(
                "overlapping-hours",
                file,
                &path,
                format!("on {} these hours overlap with others of the same place", name(day)),
                "join them, or correct one",
            );
        }
    }
}

fn span(report: &mut Report<'_>, file: &'static str, path: &str, span: &Span) {
    if span.to <= span.from {
        report.error(
            "hours-backwards",
            file,
            path,
            format!("{} is not after {}", span.to, span.from),
            "write the opening time as “from” and the later closing time as “to”",
        );
    }
    if span.days.is_empty() {
        report.error(
            "no-days",
            file,
            path,
            "no weekday is named",
            "write days = [\"mon\", …]",
        );
    }
    for (index, day) in span.days.iter().enumerate() {
        if span.days[..index].contains(day) {
            report.error(
                "weekday-twice",
                file,
                path,
                format!("{} is named twice", name(*day)),
                "name each weekday once",
            );
        }
    }
}

/// Extended service begins where the hours end.
fn extended(report: &mut Report<'_>, path: &str, place: &Place) {
    let closing = place.open.iter().map(|span| span.to).max();
    if let (Some(extended), Some(closing)) = (&place.extended, closing)
        && extended.until <= closing
    {
        report.error(
            "hours-backwards",
            HOURS,
            path,
            format!(
                "service is extended until {}, but the place closes at {closing}",
                extended.until
            ),
            "write a time after closing, or take “extended” away",
        );
    }
}

fn name(day: Weekday) -> String {
    day.to_string().to_lowercase()
}
