//! What the tests begin with.

use chrono::TimeDelta;
use parter::{protocol::record::Record, queue::PeriodKind};

use crate::support::{TestKiosk, monday, period_record, visit_record};

pub const LOBBY: &str = "kyustendil/obshtina";
pub const BG: &str = "bg-BG,bg;q=0.9";
pub const EN: &str = "en-GB,en;q=0.9";

/// `many` visits of the cash desk's queue that were called after a wait of so many minutes each.
pub fn called_before(kiosk: &TestKiosk, many: u32, minutes: impl Fn(u32) -> i64) -> Vec<Record> {
    (1..=many)
        .flat_map(|seq| {
            let visit = kiosk.visit("kasa", 'К', seq, monday(9, 0));
            let called = visit.issued_at + TimeDelta::minutes(minutes(seq));
            [
                visit_record(&visit),
                period_record(&visit, 2, PeriodKind::Called, Some("1"), called),
                period_record(&visit, 3, PeriodKind::Served, Some("1"), called + TimeDelta::minutes(5)),
            ]
        })
        .collect()
}
