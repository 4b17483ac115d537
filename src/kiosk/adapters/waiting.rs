//! When tickets are issued and who waits, as several screens show it.

use parter_ui::{TicketState, TicketTimes, Waiting};

use crate::{
    content::{calendar::opening::ClosedReason, l10n},
    kiosk::controllers::{kiosk::Kiosk, waiting::Ahead},
    queue::closing::{NoTickets, Tickets},
};

pub(super) fn times(kiosk: &Kiosk, tickets: &Tickets) -> TicketTimes {
    let lang = &kiosk.session.lang;
    let Tickets::Closed { reason, opens } = tickets else {
        return TicketTimes::default();
    };
    let mut left = 0;
    let (state, detail) = match reason {
        NoTickets::Closed(ClosedReason::OutsideHours) => (TicketState::OutsideHours, String::new()),
        NoTickets::Closed(ClosedReason::Holiday(holiday)) => (TicketState::Holiday, holiday.name.get(lang).to_owned()),
        NoTickets::Closed(ClosedReason::Closure(text)) => (TicketState::Closure, text.get(lang).to_owned()),
        NoTickets::LastTicketGone { closes } => (TicketState::LastGone, l10n::time(closes.time())),
        NoTickets::Extended { until } => {
            left = kiosk.minutes_until(*until);
            (TicketState::Extended, l10n::time(until.time()))
        }
        NoTickets::Paused { why } => (TicketState::Paused, why.clone().unwrap_or_default()),
        NoTickets::Weekend => (TicketState::Weekend, String::new()),
    };
    TicketTimes {
        state,
        detail: detail.into(),
        left: i32::try_from(left).unwrap_or(i32::MAX),
        opens: opens
            .zip(kiosk.today())
            .map_or_else(Default::default, |(opens, today)| {
                l10n::moment(opens, today, lang).into()
            }),
    }
}

pub(super) fn waiting(ahead: Option<Ahead>) -> Waiting {
    let Some(ahead) = ahead else {
        return Waiting::default();
    };
    let count = |number: u64| i32::try_from(number).unwrap_or(i32::MAX);
    let minutes = |minutes: i64| i32::try_from(minutes).unwrap_or(i32::MAX);
    let (low, high) = ahead.wait.map_or((-1, -1), |wait| wait.minutes());
    Waiting {
        known: true,
        people: count(ahead.people.into()),
        called: ahead.called_today,
        low: minutes(low),
        high: minutes(high),
        based_on: count(ahead.wait.map_or(0, |wait| wait.based_on as u64)),
    }
}
