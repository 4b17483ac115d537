//! A signal or complaint.

use parter_ui::{App, ComplaintPage};
use slint::ComponentHandle;

use super::{Shared, act, handles, rows, ways};
use crate::{
    content::{
        contacts::{ComplaintWay, WayKind},
        l10n,
    },
    kiosk::controllers::{contacts::Telephone, kiosk::Kiosk, session::Screen},
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let page = app.global::<ComplaintPage>();

    let (weak, shared) = handles(app, kiosk);
    page.on_open_promise(move || act(&weak, &shared, Kiosk::open_answer_promise));

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
    if !matches!(kiosk.session.screen(), Screen::Complaint | Screen::ComplaintNamed) {
        return;
    }
    let page = app.global::<ComplaintPage>();
    let lang = kiosk.session.lang.as_str();
    page.set_has_rating(kiosk.has_rating());
    show_answer(&page, kiosk);

    let complaints = &kiosk.pack.contacts.complaints;
    let anonymous = complaints.anonymous.as_ref().map(|text| text.get(lang));
    page.set_anonymous(anonymous.unwrap_or_default().into());
    page.set_charter_complete(kiosk.pack.charter.info.complete);
    let is_paper = |way: &&ComplaintWay| matches!(way.kind, WayKind::Box | WayKind::LogBook);
    let (paper, other): (Vec<_>, Vec<_>) = complaints.ways.iter().partition(is_paper);
    let lines = |ways: Vec<&ComplaintWay>| ways.into_iter().map(|way| ways::complaint(way, lang)).collect();
    page.set_ways(rows::update(page.get_ways(), lines(other)));
    page.set_paper(rows::update(page.get_paper(), lines(paper)));
}

/// By when the answer comes; that changes at closing time.
fn show_answer(page: &ComplaintPage, kiosk: &Kiosk) {
    let lang = kiosk.session.lang.as_str();
    let answer = kiosk.answer_time();
    let promise = answer.as_ref().map(|answer| answer.promise);
    page.set_promise(promise.map(|promise| promise.quote.as_str()).unwrap_or_default().into());
    page.set_has_term(promise.is_some_and(|promise| promise.threshold.is_some()));
    let counted_from = promise.and_then(|promise| promise.counted_from.as_ref());
    page.set_counted_from(counted_from.map(|from| from.get(lang)).unwrap_or_default().into());
    let registered_on = answer.as_ref().and_then(|answer| answer.registered_on);
    let registered_on = registered_on.map(|day| l10n::on_day(day, lang));
    page.set_registered_on(registered_on.unwrap_or_default().into());
    let due = answer.and_then(|answer| answer.due);
    page.set_due(
        due.map(|day| l10n::date_with_year(day, lang))
            .unwrap_or_default()
            .into(),
    );
}
