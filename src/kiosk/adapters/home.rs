//! The home screen.

use parter_ui::{App, Home};
use slint::{ComponentHandle, SharedString};

use super::{rows, waiting};
use crate::kiosk::controllers::kiosk::Kiosk;

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let home = app.global::<Home>();
    let lang = &kiosk.session.lang;
    let today = kiosk.today();
    let notices: Vec<SharedString> = kiosk
        .pack
        .notices
        .iter()
        .filter(|notice| notice.is_shown(today))
        .map(|notice| notice.text.get(lang).into())
        .collect();
    home.set_notices(rows::update(home.get_notices(), notices));
    let (tickets, ahead) = kiosk.lobby();
    home.set_tickets(waiting::times(kiosk, &tickets));
    home.set_waiting(waiting::waiting(ahead));
    home.set_has_tickets(kiosk.has_tickets());
    home.set_has_rating(kiosk.has_rating());
}
