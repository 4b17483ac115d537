//! The pairing of browsers with counters and the board, for staff.

use parter_ui::{App, PairedBrowser, Pairing as UiPairing, Post};
use slint::ComponentHandle;

use super::{Shared, act, handles, rows, staff};
use crate::{
    content::l10n,
    kiosk::controllers::{kiosk::Kiosk, staff::PairingDesk},
    queue::counter::BOARD,
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let pairing = app.global::<UiPairing>();

    let (weak, shared) = handles(app, kiosk);
    pairing.on_open_post(move |post| act(&weak, &shared, |kiosk| kiosk.open_post(&post)));

    let (weak, shared) = handles(app, kiosk);
    pairing.on_new_code(move || act(&weak, &shared, Kiosk::offer_code));

    let (weak, shared) = handles(app, kiosk);
    pairing.on_ask_to_end(move |id| act(&weak, &shared, |kiosk| kiosk.ask_to_end(Some(id.into()))));

    let (weak, shared) = handles(app, kiosk);
    pairing.on_keep(move || act(&weak, &shared, |kiosk| kiosk.ask_to_end(None)));

    let (weak, shared) = handles(app, kiosk);
    pairing.on_end(move || act(&weak, &shared, Kiosk::end_pairing));
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let pairing = app.global::<UiPairing>();
    let desk = &kiosk.session.staff.pairing;
    let posts = kiosk.posts().into_iter().map(|id| post(kiosk, desk, &id)).collect();
    pairing.set_posts(rows::update(pairing.get_posts(), posts));
    pairing.set_known(desk.pairings.is_some());
    pairing.set_failed(desk.failed);
    let page = desk.page.clone();
    pairing.set_page_known(page.is_some());
    pairing.set_page(page.flatten().unwrap_or_default().into());
    if let Some(id) = &desk.post {
        show_post(&pairing, kiosk, id);
    }
}

fn show_post(pairing: &UiPairing, kiosk: &Kiosk, id: &str) {
    let desk = &kiosk.session.staff.pairing;
    pairing.set_post(post(kiosk, desk, id));
    let left = kiosk.code_left();
    let code = desk.offer.as_ref().filter(|_| left.is_some());
    pairing.set_code(code.map(|offer| offer.code.to_string()).unwrap_or_default().into());
    pairing.set_left(left.map(staff::minutes_and_seconds).unwrap_or_default().into());
    pairing.set_offered(desk.offer.is_some());
    pairing.set_used(desk.is_used());
    let browsers = desk.of(id).map(|browser| PairedBrowser {
        id: staff::int(browser.id),
        since: staff::when(kiosk, browser.paired_at),
    });
    pairing.set_browsers(rows::update(pairing.get_browsers(), browsers.collect()));
    pairing.set_ending(desk.ending.map_or(-1, staff::int));
}

fn post(kiosk: &Kiosk, desk: &PairingDesk, id: &str) -> Post {
    let is_board = id == BOARD;
    let counters = &kiosk.config.lobby.counters;
    let counter = counters.iter().find(|counter| counter.id == id && !is_board);
    Post {
        id: id.into(),
        is_board,
        name: l10n::counter(id, &kiosk.session.lang).into(),
        more: counter
            .and_then(|counter| counter.name.clone())
            .unwrap_or_default()
            .into(),
        paired: staff::int(desk.of(id).count()),
    }
}
