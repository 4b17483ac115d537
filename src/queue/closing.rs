//! Whether a queue gives tickets now, and whether one who takes a ticket is served before closing.
//!
//! Ordinance on administrative service, чл. 10, ал. 4: those present at closing are served on, at most two hours more.
//! Only a place that publishes such hours is said to have them, and only for queues that keep the place's own hours.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use crate::content::{
    calendar::holidays::is_weekend,
    calendar::opening::{ClosedReason, Opening, Shift, day_off, next_opening, opening, shifts_on},
    hours::{Hours, Place, Span, TimeOfDay},
    queue_plan::Queue,
    text::LocalText,
};

/// What we say is done before closing has begun by then: a service takes its time, also for one who waits for nobody.
const SERVICE: TimeDelta = TimeDelta::minutes(30);

/// The ordinance's most after closing.
const MOST_EXTENDED: TimeDelta = TimeDelta::hours(2);

/// How a place's day ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayEnd {
    /// Nobody who comes later is received.
    pub closes: NaiveDateTime,
    /// By then those who were present have been served: as published, or else as long as the ordinance lets it go on.
    pub ends: NaiveDateTime,
}

/// How `day` ends at `place`; None where it is a day off, or no hours are published.
#[must_use]
pub fn day_end(hours: &Hours, place: &Place, day: NaiveDate) -> Option<DayEnd> {
    if day_off(hours, place, day).is_some() {
        return None;
    }
    let closes = closing_of(place, day)?;
    let ends = extended_of(place, closes).map_or(closes + MOST_EXTENDED, |(until, _)| until);
    Some(DayEnd { closes, ends })
}

/// Whether tickets are issued at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tickets {
    /// The last ticket is taken before then; None where no hours are published.
    Issued { until: Option<NaiveDateTime> },
    Closed {
        reason: NoTickets,
        /// When tickets are issued again; None where nothing opens within a year.
        opens: Option<NaiveDateTime>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoTickets {
    /// Closed, as [`Opening::Closed`] says.
    Closed(ClosedReason),
    /// The office is still open, but who came now would not be served in time.
    LastTicketGone { closes: NaiveDateTime },
    /// After closing only those present are served.
    Extended { until: NaiveDateTime },
    /// Staff have paused the queue, perhaps saying why; nobody knows for how long.
    Paused { why: Option<String> },
    /// A weekend, where no hours are published that would open it.
    Weekend,
}

/// The wait of one who takes a ticket now, as far as it can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitRange {
    #[serde(with = "seconds")]
    pub low: TimeDelta,
    #[serde(with = "seconds")]
    pub high: TimeDelta,
}

/// A time on the wire.
mod seconds {
    use chrono::TimeDelta;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(time: &TimeDelta, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(time.num_seconds())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<TimeDelta, D::Error> {
        i64::deserialize(from).map(|seconds| TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX))
    }
}

/// Whether one who takes a ticket now is served today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
    /// Even after the longest wait there is time for a service before closing.
    BeforeClosing,
    /// Likely not before closing, but within the extended service for those present.
    WithinExtended {
        closes: NaiveDateTime,
        until: NaiveDateTime,
        basis: LocalText,
    },
    /// Even the shortest wait ends after the last moment at which anyone is served.
    NotToday {
        last: NaiveDateTime,
    },
    NotKnown,
    Closed {
        opens: Option<NaiveDateTime>,
    },
}

/// Whether `queue` at `place` issues tickets at `now`.
#[must_use]
pub fn tickets(hours: &Hours, place: &Place, queue: &Queue, now: NaiveDateTime) -> Tickets {
    let place = &as_queue(place, queue);
    let closed = |reason| Tickets::Closed {
        reason,
        opens: next_opening(hours, place, now),
    };
    match opening(hours, place, now) {
        Opening::Unknown if is_weekend(now.date()) => closed(NoTickets::Weekend),
        Opening::Unknown => Tickets::Issued { until: None },
        Opening::Closed { reason, .. } => closed(NoTickets::Closed(reason)),
        Opening::Extended { until, .. } => closed(NoTickets::Extended { until }),
        Opening::Open { until, .. } => {
            let closes = closing_of(place, now.date()).unwrap_or(until);
            let last = closes - TimeDelta::minutes(queue.last_ticket_minutes.into());
            if now < last {
                Tickets::Issued {
                    until: Some(until.min(last)),
                }
            } else {
                closed(NoTickets::LastTicketGone { closes })
            }
        }
    }
}

/// Whether one who takes a ticket of `queue` at `now`, with `ahead` people before and the estimated `wait`, is served today.
#[must_use]
pub fn served(
    hours: &Hours,
    place: &Place,
    queue: &Queue,
    now: NaiveDateTime,
    ahead: u32,
    wait: Option<WaitRange>,
) -> Served {
    match tickets(hours, place, queue, now) {
        Tickets::Closed { opens, .. } => return Served::Closed { opens },
        Tickets::Issued { until: None } => return Served::NotKnown,
        Tickets::Issued { until: Some(_) } => {}
    }
    let nobody = WaitRange {
        low: TimeDelta::zero(),
        high: TimeDelta::zero(),
    };
    let Some(wait) = wait.or_else(|| (ahead == 0).then_some(nobody)) else {
        return Served::NotKnown;
    };
    let place = &as_queue(place, queue);
    let shifts = shifts_on(&place.open, now.weekday());
    let Some(closes) = closing_of(place, now.date()) else {
        return Served::NotKnown;
    };
    let extended = extended_of(place, closes);
    let last = extended.map_or(closes, |(until, _)| until);
    let turn = |wait| turn_after(now, wait, &shifts);
    match (turn(wait.low), turn(wait.high), extended) {
        (_, Some(high), _) if high + SERVICE <= closes => Served::BeforeClosing,
        (_, Some(high), Some((until, basis))) if high < until => Served::WithinExtended {
            closes,
            until,
            basis: basis.clone(),
        },
        (Some(low), _, _) if low < last => Served::NotKnown,
        _ => Served::NotToday { last },
    }
}

/// The moment of one's turn, when the wait stands still in the breaks between `shifts`. None past the end of time.
fn turn_after(now: NaiveDateTime, wait: TimeDelta, shifts: &[Shift]) -> Option<NaiveDateTime> {
    let mut turn = now.checked_add_signed(wait)?;
    for pair in shifts.windows(2) {
        if let [before, after] = pair {
            let from = now.date().and_time(before.to);
            if now < from && from <= turn {
                turn = turn.checked_add_signed(after.from - before.to)?;
            }
        }
    }
    Some(turn)
}

/// When `day`'s last shift ends.
fn closing_of(place: &Place, day: NaiveDate) -> Option<NaiveDateTime> {
    shifts_on(&place.open, day.weekday())
        .last()
        .map(|last| day.and_time(last.to))
}

/// Until when those present are served after `closes`, and by which rule, where that is published.
fn extended_of(place: &Place, closes: NaiveDateTime) -> Option<(NaiveDateTime, &LocalText)> {
    let rule = place.extended.as_ref()?;
    let until = closes.date().and_time(rule.until.0);
    (until > closes).then_some((until, &rule.basis))
}

/// The place as the queue keeps it: the queue's own hours within the place's, without extended service.
fn as_queue(place: &Place, queue: &Queue) -> Place {
    let mut kept = place.clone();
    if queue.open.is_empty() {
        return kept;
    }
    kept.extended = None;
    kept.open = if place.open.is_empty() {
        queue.open.clone()
    } else {
        common(&place.open, &queue.open)
    };
    kept
}

/// The hours that lie in both.
fn common(place: &[Span], queue: &[Span]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut day = Weekday::Mon;
    for _ in 0..7 {
        for here in shifts_on(place, day) {
            for there in shifts_on(queue, day) {
                let (from, to) = (here.from.max(there.from), here.to.min(there.to));
                if from < to {
                    spans.push(Span {
                        days: vec![day],
                        from: TimeOfDay(from),
                        to: TimeOfDay(to),
                    });
                }
            }
        }
        day = day.succ();
    }
    spans
}
