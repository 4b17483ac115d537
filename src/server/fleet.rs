//! The kiosks as staff look at them: the state of each, whether it needs somebody, and the most urgent first. Pure.

use chrono::{DateTime, Utc};

use super::{health::SILENT_AFTER, store::devices::DeviceReport};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for its code to be entered; without a time its code is good no more.
    NotEnrolled {
        code_until: Option<DateTime<Utc>>,
    },
    Works,
    /// Not heard for [`SILENT_AFTER`].
    Silent {
        since: DateTime<Utc>,
    },
    Revoked {
        at: DateTime<Utc>,
    },
}

/// How it stands with a kiosk at `now`.
#[must_use]
pub fn state(report: &DeviceReport, now: DateTime<Utc>) -> State {
    if let Some(at) = report.device.revoked_at {
        return State::Revoked { at };
    }
    match report.enrolled_at {
        None => State::NotEnrolled {
            code_until: report.offer_until,
        },
        Some(enrolled) => {
            let since = report.heard_at.unwrap_or(enrolled);
            if now - since >= SILENT_AFTER {
                State::Silent { since }
            } else {
                State::Works
            }
        }
    }
}

/// Whether somebody has to do something.
#[must_use]
pub fn needs_attention(report: &DeviceReport, now: DateTime<Utc>) -> bool {
    match state(report, now) {
        State::Silent { .. } | State::NotEnrolled { code_until: None } => true,
        State::Works => !report.health.problems.is_empty() || report.refused > 0,
        State::NotEnrolled { .. } | State::Revoked { .. } => false,
    }
}

/// Those that need somebody first, the silent before all; among equals the order stays.
pub fn sort(reports: &mut [DeviceReport], now: DateTime<Utc>) {
    reports.sort_by_key(|report| match state(report, now) {
        State::Silent { .. } => 0,
        State::Works if needs_attention(report, now) => 1,
        State::NotEnrolled { .. } if needs_attention(report, now) => 2,
        State::NotEnrolled { .. } => 3,
        State::Works => 4,
        State::Revoked { .. } => 5,
    });
}
