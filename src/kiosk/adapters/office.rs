//! The top band.

use chrono::NaiveDateTime;
use parter_ui::{App, Office, OfficeState};
use slint::ComponentHandle;

use crate::{
    content::{
        calendar::opening::{ClosedReason, Opening},
        l10n,
    },
    kiosk::controllers::kiosk::Kiosk,
};

/// Content that nobody has looked over for so long is called old.
const OLD_AFTER_DAYS: i64 = 180;

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let office = app.global::<Office>();
    let lang = &kiosk.session.lang;
    office.set_municipality(kiosk.pack.info.municipality.name.get(lang).into());
    office.set_cut_off(kiosk.is_cut_off());
    let Some(now) = kiosk.local_now() else {
        show_no_time(&office);
        return;
    };
    office.set_date(l10n::long_date(now.date(), lang).into());
    office.set_short_date(l10n::short_date(now.date(), lang).into());
    office.set_time(l10n::time(now.time()).into());

    let when = |moment| l10n::moment(moment, now.date(), lang).into();
    let time = |moment: NaiveDateTime| l10n::time(moment.time()).into();
    let (state, until, opens, reason) = match (kiosk.serves_on_until(), kiosk.opening()) {
        (Some(until), _) | (_, Opening::Extended { until, .. }) => {
            office.set_left(i32::try_from(kiosk.minutes_until(until)).unwrap_or(i32::MAX));
            (OfficeState::Extended, time(until), "".into(), "".into())
        }
        (_, Opening::Open { until, .. }) => (OfficeState::Open, time(until), "".into(), "".into()),
        (_, Opening::Closed { reason, opens }) => {
            let reason = match &reason {
                ClosedReason::Holiday(holiday) => holiday.name.get(lang).into(),
                ClosedReason::Closure(text) => text.get(lang).into(),
                ClosedReason::OutsideHours => "".into(),
            };
            (
                OfficeState::Closed,
                "".into(),
                opens.map(when).unwrap_or_default(),
                reason,
            )
        }
        (_, Opening::Unknown) => (OfficeState::Unknown, "".into(), "".into(), "".into()),
    };
    office.set_state(state);
    office.set_until(until);
    office.set_opens(opens);
    office.set_reason(reason);

    let updated = kiosk.pack.info.updated;
    let is_old = (now.date() - updated).num_days() > OLD_AFTER_DAYS;
    let content_from = if is_old {
        l10n::date_with_year(updated, lang)
    } else {
        String::new()
    };
    office.set_content_from(content_from.into());
}

/// While the clock is wrong, nothing is said that follows from the time.
fn show_no_time(office: &Office) {
    office.set_date("".into());
    office.set_short_date("".into());
    office.set_time("".into());
    office.set_state(OfficeState::NoTime);
    office.set_content_from("".into());
}
