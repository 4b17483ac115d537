//! Contacts and hours, and a telephone shown large.

use parter_ui::{
    App, ContactsPage, ContactsPart as UiPart, DayLine, ExceptionLine, PlaceLine, ReceptionLine, TelephonePage,
};
use slint::{ComponentHandle, Model};

use super::{Shared, act, handles, qr, rows, ways};
use crate::{
    content::{
        calendar::opening::{ClosedReason, exceptions, next_reception, shifts_on, week},
        contacts::Unit,
        hours::{Place, Reception},
        l10n,
    },
    kiosk::controllers::{
        contacts::{ContactsPart, Telephone},
        kiosk::Kiosk,
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
    page.set_extension(shown.extension().unwrap_or_default().into());
}

fn show_contacts(app: &App, kiosk: &Kiosk) {
    let page = app.global::<ContactsPage>();
    page.set_part(from_part(kiosk.session.contacts_part));
    let lang = kiosk.session.lang.as_str();
    let contacts = &kiosk.pack.contacts;
    let places = &kiosk.pack.hours.places;
    let shown = page.get_places();
    let place_lines = places.iter().enumerate().map(|(at, place)| {
        let shown = shown.row_data(at).unwrap_or_default();
        place_line(kiosk, place, shown)
    });
    page.set_places(rows::update(page.get_places(), place_lines.collect()));
    let reach = contacts.contacts.iter().map(|contact| ways::contact(contact, lang));
    page.set_reach(rows::update(page.get_reach(), reach.collect()));
    let access = contacts.access.iter().map(|access| ways::access(access, lang));
    page.set_access(rows::update(page.get_access(), access.collect()));
    let unit_line = |unit: &Unit| {
        let place = places.iter().find(|place| Some(&place.id) == unit.place.as_ref());
        ways::unit(unit, place.map(|place| place.address.get(lang)), lang)
    };
    let units = contacts.units.iter().map(unit_line);
    page.set_units(rows::update(page.get_units(), units.collect()));
}

/// The lists within `shown`, which is in the place's row now, are changed in place too.
fn place_line(kiosk: &Kiosk, place: &Place, shown: PlaceLine) -> PlaceLine {
    let lang = kiosk.session.lang.as_str();
    let hours = &kiosk.pack.hours;
    let today = kiosk.today();
    let days = week(hours, place, today).into_iter().map(|row| DayLine {
        weekday: l10n::weekday(row.weekday, lang).into(),
        hours: l10n::hours(&row.shifts).into(),
        off: row.off.map(|reason| why(&reason, lang)).unwrap_or_default().into(),
        today: row.today,
    });
    let ahead = today.map(|today| exceptions(hours, place, today, DAYS_AHEAD));
    let ahead = ahead.into_iter().flatten().map(|exception| ExceptionLine {
        date: l10n::weekday_date(exception.date, lang).into(),
        reason: why(&exception.reason, lang).into(),
    });
    let receptions = place.receptions.iter();
    let receptions = receptions.map(|reception| reception_line(kiosk, place, reception));
    let extended = place.extended.as_ref();
    PlaceLine {
        name: place.name.get(lang).into(),
        address: place.address.get(lang).into(),
        week: rows::update(shown.week, days.collect()),
        exceptions: rows::update(shown.exceptions, ahead.collect()),
        extended_until: extended.map(|rule| rule.until.to_string()).unwrap_or_default().into(),
        extended_basis: extended.map(|rule| rule.basis.get(lang)).unwrap_or_default().into(),
        receptions: rows::update(shown.receptions, receptions.collect()),
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
    let now = kiosk.local_now();
    let next = now.and_then(|now| next_reception(&kiosk.pack.hours, place, reception, now));
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
