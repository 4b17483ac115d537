//! Finding words in the charter.

use parter_ui::{App, CharterFound, CharterSearch};
use slint::ComponentHandle;

use super::{Shared, act, handles, rows};
use crate::kiosk::controllers::{kiosk::Kiosk, session::Screen};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let page = app.global::<CharterSearch>();

    let (weak, shared) = handles(app, kiosk);
    page.on_search(move |query| {
        act(&weak, &shared, |kiosk| {
            kiosk.touched();
            kiosk.search_charter(&query);
        });
    });

    let (weak, shared) = handles(app, kiosk);
    page.on_open(move |number| {
        act(&weak, &shared, |kiosk| {
            kiosk.open_found(usize::try_from(number).unwrap_or_default());
        });
    });
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    if kiosk.session.screen() != Screen::CharterSearch {
        return;
    }
    let page = app.global::<CharterSearch>();
    page.set_query(kiosk.session.reading.query.as_str().into());
    let found = kiosk.found_in_charter().iter().map(|line| CharterFound {
        heading: line.heading.as_str().into(),
        excerpt: line.excerpt.as_str().into(),
    });
    page.set_found(rows::update(page.get_found(), found.collect()));
}
