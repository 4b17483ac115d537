//! Open or closed, until when, and when next: from a place's hours, the holidays and the closures.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::holidays::{Holiday, holiday_on};
use crate::content::{
    hours::{Hours, Place, Reception, Span},
    text::LocalText,
};

/// How far ahead the next opening or reception is looked for.
const LOOK_AHEAD_DAYS: u64 = 370;

/// What a place is at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    Open {
        until: NaiveDateTime,
        then: Option<Then>,
    },
    /// Closed for those who come now; those who were there at closing are still served.
    Extended {
        until: NaiveDateTime,
        basis: LocalText,
    },
    Closed {
        reason: ClosedReason,
        /// None where nothing opens within a year.
        opens: Option<NaiveDateTime>,
    },
    /// The hours are not published.
    Unknown,
}

/// What follows on the same day when an open place closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Those present are served until then.
    Extended { until: NaiveDateTime },
    /// A break.
    Reopens { at: NaiveDateTime },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosedReason {
    Holiday(Holiday),
    /// The closure's own words.
    Closure(LocalText),
    OutsideHours,
}

impl Opening {
    /// The moment at which the state changes, where it is known.
    #[must_use]
    pub fn next_change(&self) -> Option<NaiveDateTime> {
        match self {
            Self::Open { until, .. } | Self::Extended { until, .. } => Some(*until),
            Self::Closed { opens, .. } => *opens,
            Self::Unknown => None,
        }
    }
}

/// The state of `place` at `now`.
#[must_use]
pub fn opening(hours: &Hours, place: &Place, now: NaiveDateTime) -> Opening {
    let today = now.date();
    if place.open.is_empty() {
        // The law's holidays and the municipality's closures hold for hours that nobody published too.
        return match day_off(hours, place, today) {
            Some(reason) => Opening::Closed { reason, opens: None },
            None => Opening::Unknown,
        };
    }
    let closed = |reason| Opening::Closed {
        reason,
        opens: next_opening(hours, place, now),
    };
    if let Some(reason) = day_off(hours, place, today) {
        return closed(reason);
    }
    let shifts = shifts_on(&place.open, today.weekday());
    let extended = extension(place, &shifts).map(|until| today.and_time(until));
    if let Some(shift) = shifts.iter().find(|shift| shift.contains(now.time())) {
        let reopens = shifts
            .iter()
            .find(|later| later.from > shift.to)
            .map(|later| today.and_time(later.from));
        let then = reopens
            .map(|at| Then::Reopens { at })
            .or_else(|| extended.map(|until| Then::Extended { until }));
        return Opening::Open {
            until: today.and_time(shift.to),
            then,
        };
    }
    let after_last = shifts.last().is_some_and(|last| last.to <= now.time());
    match (&place.extended, extended) {
        (Some(rule), Some(until)) if after_last && now < until => Opening::Extended {
            until,
            basis: rule.basis.clone(),
        },
        _ => closed(ClosedReason::OutsideHours),
    }
}

/// The first moment after `now` at which the place opens.
#[must_use]
pub fn next_opening(hours: &Hours, place: &Place, now: NaiveDateTime) -> Option<NaiveDateTime> {
    days_from(now.date(), LOOK_AHEAD_DAYS)
        .filter(|&day| day_off(hours, place, day).is_none())
        .flat_map(|day| {
            shifts_on(&place.open, day.weekday())
                .into_iter()
                .map(move |shift| day.and_time(shift.from))
        })
        .find(|&opens| opens > now)
}

/// Why `place` is closed for the whole of `day` although the week may say otherwise.
#[must_use]
pub fn day_off(hours: &Hours, place: &Place, day: NaiveDate) -> Option<ClosedReason> {
    let concerns = |closure: &&crate::content::hours::Closure| {
        (closure.from..=closure.to).contains(&day) && closure.place.as_ref().is_none_or(|id| *id == place.id)
    };
    let closure = hours.closures.iter().find(concerns);
    closure
        .map(|closure| ClosedReason::Closure(closure.text.clone()))
        .or_else(|| holiday_on(day).map(ClosedReason::Holiday))
}

/// A stretch of opening without a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    pub from: NaiveTime,
    /// Closed from this moment on.
    pub to: NaiveTime,
}

impl Shift {
    #[must_use]
    pub fn contains(&self, time: NaiveTime) -> bool {
        self.from <= time && time < self.to
    }
}

/// The stretches of `weekday` in order; spans that touch or overlap are one.
#[must_use]
pub fn shifts_on(spans: &[Span], weekday: Weekday) -> Vec<Shift> {
    let mut shifts: Vec<Shift> = spans
        .iter()
        .filter(|span| span.days.contains(&weekday) && span.from < span.to)
        .map(|span| Shift {
            from: span.from.0,
            to: span.to.0,
        })
        .collect();
    shifts.sort_unstable();
    shifts.dedup_by(|next, kept| {
        let touches = next.from <= kept.to;
        if touches {
            kept.to = kept.to.max(next.to);
        }
        touches
    });
    shifts
}

/// Until when those present at the day's closing are served, where that is later than closing.
fn extension(place: &Place, shifts: &[Shift]) -> Option<NaiveTime> {
    let last = shifts.last()?;
    place
        .extended
        .as_ref()
        .map(|rule| rule.until.0)
        .filter(|until| *until > last.to)
}

/// A row of the table of hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekRow {
    pub weekday: Weekday,
    pub today: bool,
    /// The regular hours; empty where the place is closed on that weekday.
    pub shifts: Vec<Shift>,
    /// What closes it in the present week although it would be open.
    pub off: Option<ClosedReason>,
}

/// Monday to Sunday, of the week that holds `today` where that is known; empty where the hours are not published.
#[must_use]
pub fn week(hours: &Hours, place: &Place, today: Option<NaiveDate>) -> Vec<WeekRow> {
    if place.open.is_empty() {
        return Vec::new();
    }
    let row = |offset: u8| {
        let weekday = Weekday::try_from(offset).unwrap_or(Weekday::Mon);
        let date = today.map(|today| today.week(Weekday::Mon).first_day() + Days::new(offset.into()));
        let shifts = shifts_on(&place.open, weekday);
        let off = date
            .filter(|_| !shifts.is_empty())
            .and_then(|date| day_off(hours, place, date));
        WeekRow {
            weekday,
            today: date.is_some() && date == today,
            shifts,
            off,
        }
    };
    (0..7).map(row).collect()
}

/// A day on which the week's hours do not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    pub date: NaiveDate,
    pub reason: ClosedReason,
}

/// The days of the next `days`, today's among them, on which the place would be open and is not.
#[must_use]
pub fn exceptions(hours: &Hours, place: &Place, today: NaiveDate, days: u64) -> Vec<Exception> {
    days_from(today, days)
        .filter(|day| !shifts_on(&place.open, day.weekday()).is_empty())
        .filter_map(|date| {
            Some(Exception {
                date,
                reason: day_off(hours, place, date)?,
            })
        })
        .collect()
}

/// The present or next time at which `reception` is held: its day and hours. None where the source does not say when.
#[must_use]
pub fn next_reception(
    hours: &Hours,
    place: &Place,
    reception: &Reception,
    now: NaiveDateTime,
) -> Option<(NaiveDate, Shift)> {
    let span = reception.span.as_ref()?;
    days_from(now.date(), LOOK_AHEAD_DAYS)
        .filter(|&day| day_off(hours, place, day).is_none())
        .flat_map(|day| {
            shifts_on(std::slice::from_ref(span), day.weekday())
                .into_iter()
                .map(move |shift| (day, shift))
        })
        .find(|(day, shift)| day.and_time(shift.to) > now)
}

fn days_from(first: NaiveDate, count: u64) -> impl Iterator<Item = NaiveDate> {
    (0..count).map_while(move |offset| first.checked_add_days(Days::new(offset)))
}
