//! Services: fees, durations, and whether a visitor gets to them.

use chrono::{Datelike as _, NaiveDate};

use super::report::Report;
use crate::content::{
    calendar::deadline::IsoDuration,
    pack::Pack,
    read::SERVICES,
    service::{Currency, Fee, Service},
};

/// The euro is Bulgaria's currency from this year on.
const EURO_SINCE: i32 = 2026;

pub fn check(pack: &Pack, today: NaiveDate, report: &mut Report<'_>) {
    for (index, service) in pack.services.iter().enumerate() {
        for (number, one) in service.fees.iter().enumerate() {
            fee(report, &format!("service/{index}/fee/{number}"), one, today);
        }
        durations(report, index, service);
        if service.source.text.trim().is_empty() {
            report.error(
                "no-source",
                SERVICES,
                &format!("service/{index}/source/text"),
                format!("the service “{}” names no source", service.id),
                "say where the record comes from",
            );
        }
        if pack.queues.queue_for(service).is_none() {
            report.warning(
                "unreachable-service",
                SERVICES,
                &format!("service/{index}/id"),
                format!("no queue serves “{}”, so nobody can take a ticket for it", service.id),
                "name it, or its unit, in a queue of queues.toml",
            );
        }
    }
}

fn fee(report: &mut Report<'_>, path: &str, fee: &Fee, today: NaiveDate) {
    if fee.source.trim().is_empty() {
        report.error(
            "fee-without-source",
            SERVICES,
            &format!("{path}/source"),
            "the fee names no source",
            "say which tariff or page it comes from, or take the fee away",
        );
    }
    if fee.confirmed && fee.currency == Currency::Bgn && today.year() >= EURO_SINCE {
        report.warning(
            "fee-in-leva",
            SERVICES,
            &format!("{path}/currency"),
            format!(
                "the fee is called confirmed, but is in leva; the currency is the euro since 1 January {EURO_SINCE}"
            ),
            "write the amount in force in EUR, or confirmed = false",
        );
    }
}

fn durations(report: &mut Report<'_>, index: usize, service: &Service) {
    for (number, tier) in service.tiers.iter().enumerate() {
        if let Some(Err(error)) = tier.duration.as_ref().map(|duration| duration.parse::<IsoDuration>()) {
            report.error(
                "duration",
                SERVICES,
                &format!("service/{index}/tier/{number}/duration"),
                error.to_string(),
                "correct it, or leave it out where the source gives no term",
            );
        }
    }
}
