//! The top band.

use parter_ui::{App, Office, OfficeState};
use slint::ComponentHandle;

use crate::{
    content::calendar::opening::{ClosedReason, Opening},
    kiosk::controllers::{kiosk::Kiosk, l10n},
};

/// Content that nobody has looked over for so long is called old.
const OLD_AFTER_DAYS: i64 = 180;

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let office = app.global::<Office>();
    let lang = &kiosk.session.lang;
    let now = kiosk.local_now();
    office.set_municipality(kiosk.pack.info.municipality.name.get(lang).into());
    let known = |text: String| if kiosk.knows_the_date() { text.into() } else { "".into() };
    office.set_date(known(l10n::long_date(now.date(), lang)));
    office.set_short_date(known(l10n::short_date(now.date(), lang)));
    office.set_time(known(l10n::time(now.time())));

    let when = |moment| l10n::moment(moment, now.date(), lang).into();
    let (state, until, opens, reason) = match kiosk.opening() {
        Opening::Open { until, .. } => (OfficeState::Open, l10n::time(until.time()).into(), "".into(), "".into()),
        Opening::Extended { until, .. } => (
            OfficeState::Extended,
            l10n::time(until.time()).into(),
            "".into(),
            "".into(),
        ),
        Opening::Closed { reason, opens } => {
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
        Opening::Unknown if !kiosk.knows_the_date() => (OfficeState::NoClock, "".into(), "".into(), "".into()),
        Opening::Unknown => (OfficeState::Unknown, "".into(), "".into(), "".into()),
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
