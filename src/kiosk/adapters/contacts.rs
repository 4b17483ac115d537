//! Contacts and hours, and a telephone shown large.

use parter_ui::{
    App, ContactsPage, ContactsPart as UiPart, DayLine, ExceptionLine, PlaceLine, ReceptionLine, TelephonePage,
};
use slint::{ComponentHandle, ModelRc, VecModel};

use super::{Shared, act, handles, qr, ways};
use crate::{
    content::{
        calendar::opening::{ClosedReason, exceptions, next_reception, shifts_on, week},
        contacts::Unit,
        hours::{Place, Reception},
    },
    kiosk::controllers::{
        contacts::{ContactsPart, Telephone},
        kiosk::Kiosk,
        l10n,
        session::Screen,
    },
    queue::qr::telephone,
};

/// How far ahead holidays and closures are told.
const DAYS_AHEAD: u64 = 14;

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let page = app.global::<ContactsPage>();

    let (weak, shared) = handles(app, kiosk);
    page.on_choose(move |part| act(&weak, &shared, |kiosk| kiosk.session.contacts_part = to_part(part)));

    let (weak, shared) = handles(app, kiosk);
    page.on_dial(move |name, number, dial| {
        let telephone = Telephone {
            name: name.into(),
            number: number.into(),
            dial: dial.into(),
        };
        act(&weak, &shared, |kiosk| kiosk.open_telephone(telephone));
    });
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    match kiosk.session.screen() {
        Screen::Contacts => show_contacts(app, kiosk),
        Screen::Telephone => show_telephone(app, kiosk),
        _ => {}
    }
}

fn show_telephone(app: &App, kiosk: &Kiosk) {
    let page = app.global::<TelephonePage>();
    let shown = &kiosk.session.telephone;
    if page.get_dial() != shown.dial {
        page.set_code(qr::image(&telephone(&shown.dial)));
        page.set_dial(shown.dial.as_str().into());
    }
    page.set_name(shown.name.as_str().into());
    page.set_number(shown.number.as_str().into());
}

fn show_contacts(app: &App, kiosk: &Kiosk) {
    let page = app.global::<ContactsPage>();
    page.set_part(from_part(kiosk.session.contacts_part));
    // The next reception moves on with the hour.
    let made_for = super::made_for(kiosk, &kiosk.local_now().format("%F %H:%M").to_string());
    if page.get_made_for() == made_for {
        return;
    }
    page.set_made_for(made_for);

    let lang = kiosk.session.lang.as_str();
    let contacts = &kiosk.pack.contacts;
    let places = &kiosk.pack.hours.places;
    page.set_places(model(places.iter().map(|place| place_line(kiosk, place))));
    page.set_reach(model(
        contacts.contacts.iter().map(|contact| ways::contact(contact, lang)),
    ));
    page.set_access(model(contacts.access.iter().map(|access| ways::access(access, lang))));
    let unit_line = |unit: &Unit| {
        let place = places.iter().find(|place| Some(&place.id) == unit.place.as_ref());
        ways::unit(unit, place.map(|place| place.address.get(lang)), lang)
    };
    page.set_units(model(contacts.units.iter().map(unit_line)));
}

fn place_line(kiosk: &Kiosk, place: &Place) -> PlaceLine {
    let lang = kiosk.session.lang.as_str();
    let hours = &kiosk.pack.hours;
    let today = kiosk.local_now().date();
    let days = week(hours, place, today).into_iter().map(|row| DayLine {
        weekday: l10n::weekday(row.weekday, lang).into(),
        hours: l10n::hours(&row.shifts).into(),
        off: row.off.map(|reason| why(&reason, lang)).unwrap_or_default().into(),
        today: row.today,
    });
    let ahead = exceptions(hours, place, today, DAYS_AHEAD)
        .into_iter()
        .map(|exception| ExceptionLine {
            date: l10n::weekday_date(exception.date, lang).into(),
            reason: why(&exception.reason, lang).into(),
        });
    let extended = place.extended.as_ref();
    PlaceLine {
        name: place.name.get(lang).into(),
        address: place.address.get(lang).into(),
        week: model(days),
        exceptions: model(ahead),
        extended_until: extended.map(|rule| rule.until.to_string()).unwrap_or_default().into(),
        extended_basis: extended.map(|rule| rule.basis.get(lang)).unwrap_or_default().into(),
        receptions: model(
            place
                .receptions
                .iter()
                .map(|reception| reception_line(kiosk, place, reception)),
        ),
        source: place
            .source
            .as_ref()
            .map(|source| source.get(lang))
            .unwrap_or_default()
            .into(),
    }
}

fn reception_line(kiosk: &Kiosk, place: &Place, reception: &Reception) -> ReceptionLine {
    let lang = kiosk.session.lang.as_str();
    let when = reception.span.as_ref().map(|span| {
        let days: Vec<&str> = span.days.iter().map(|day| l10n::weekday(*day, lang)).collect();
        let shifts = span.days.first().map(|day| shifts_on(std::slice::from_ref(span), *day));
        format!("{}, {}", days.join(", "), l10n::hours(&shifts.unwrap_or_default()))
    });
    let next = next_reception(&kiosk.pack.hours, place, reception, kiosk.local_now());
    let next = next.map(|(day, shift)| format!("{}, {}", l10n::weekday_date(day, lang), l10n::hours(&[shift])));
    ReceptionLine {
        who: reception.who.get(lang).into(),
        when: when.unwrap_or_default().into(),
        next: next.unwrap_or_default().into(),
        note: reception
            .note
            .as_ref()
            .map(|note| note.get(lang))
            .unwrap_or_default()
            .into(),
    }
}

/// Why a day is free, in words.
fn why(reason: &ClosedReason, lang: &str) -> String {
    match reason {
        ClosedReason::Holiday(holiday) => holiday.name.get(lang).to_owned(),
        ClosedReason::Closure(text) => text.get(lang).to_owned(),
        ClosedReason::OutsideHours => String::new(),
    }
}

fn model<T: Clone + 'static>(rows: impl Iterator<Item = T>) -> ModelRc<T> {
    ModelRc::new(rows.collect::<VecModel<T>>())
}

fn to_part(part: UiPart) -> ContactsPart {
    match part {
        UiPart::Hours => ContactsPart::Hours,
        UiPart::Reach => ContactsPart::Reach,
        UiPart::Building => ContactsPart::Building,
    }
}

fn from_part(part: ContactsPart) -> UiPart {
    match part {
        ContactsPart::Hours => UiPart::Hours,
        ContactsPart::Reach => UiPart::Reach,
        ContactsPart::Building => UiPart::Building,
    }
}
