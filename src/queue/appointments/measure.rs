//! Whether those who came by appointment were called as soon as the charter promises.
//!
//! Kyustendil's: «Ако е необходимо предварително записване за прием, служителите ни ще ви приемат и обслужват в рамките на 10
//! минути» (charter, «Когато ни посетите», `assets/packs/kyustendil/charter.bg.md` line 112). From when these minutes count
//! it does not say, but the next line receives visitors «в уговорения час». So they count from the arrival, and for one who
//! came before the hour from the hour: nobody can be late to an appointment that is still to come.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{ArrangedVisit, Came};
use crate::{
    content::{
        Pack,
        promise::{Metric, Promise, TimeUnit},
    },
    queue::estimate::percentile,
};

/// A day's arranged visits, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub arranged: usize,
    pub came: usize,
    pub called: usize,
    /// What is promised, where the charter states a time.
    pub promise: Option<Kept>,
    /// Half of those called waited no longer: seconds.
    pub median_seconds: Option<i64>,
}

/// How a promise fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    pub minutes: u32,
    /// Called within that time.
    pub within: usize,
    /// Called later, or still not called after that time.
    pub late: usize,
}

/// How many minutes the pack's charter promises to one who comes by appointment; the shortest, where there are several.
#[must_use]
pub fn promised_minutes(pack: &Pack) -> Option<u32> {
    let of_appointments = pack
        .promises
        .iter()
        .filter(|promise| promise.metric == Metric::ArrangedVisitWait);
    of_appointments.filter_map(minutes).min()
}

/// How many minutes a promise gives; none where it gives days or no number.
#[must_use]
pub fn minutes(promise: &Promise) -> Option<u32> {
    let each = match promise.unit? {
        TimeUnit::Minutes => 1,
        TimeUnit::Hours => 60,
        TimeUnit::Days | TimeUnit::WorkingDays | TimeUnit::Months => return None,
    };
    promise.threshold?.checked_mul(each)
}

#[must_use]
pub fn tally(visits: &[ArrangedVisit], promised_minutes: Option<u32>, now: DateTime<Utc>) -> Tally {
    let came = || visits.iter().filter_map(|visit| Some((visit, visit.came?)));
    let mut waits: Vec<TimeDelta> = came()
        .filter_map(|(visit, came)| Some(wait(visit, came, came.called?)))
        .collect();
    waits.sort_unstable();
    let promise = promised_minutes.map(|minutes| {
        let bound = TimeDelta::minutes(minutes.into());
        let within = waits.iter().filter(|wait| **wait <= bound).count();
        let is_overdue =
            |(visit, came): &(&ArrangedVisit, Came)| came.called.is_none() && wait(visit, *came, now) > bound;
        Kept {
            minutes,
            within,
            late: waits.len() - within + came().filter(is_overdue).count(),
        }
    });
    Tally {
        arranged: visits.len(),
        came: came().count(),
        called: waits.len(),
        promise,
        median_seconds: percentile(&waits, 50).map(|wait| wait.num_seconds()),
    }
}

/// How long the visitor had waited by `until`, counted as above.
fn wait(visit: &ArrangedVisit, came: Came, until: DateTime<Utc>) -> TimeDelta {
    let begins = wait_begins(came.arrived, Some(visit.appointment.at));
    (until - begins).max(TimeDelta::zero())
}

/// When the wait begins of one who arrived then and may have come by appointment, counted as above.
#[must_use]
pub fn wait_begins(arrived: DateTime<Utc>, arranged: Option<DateTime<Utc>>) -> DateTime<Utc> {
    arranged.map_or(arrived, |hour| arrived.max(hour))
}
