//! The way through the screens, the reading aids, and the forgetting.

use parter_ui::{App, Rate, Screen as UiScreen, Visit};
use slint::ComponentHandle;

use super::{Shared, act, handles, show as show_all};
use crate::kiosk::controllers::{
    kiosk::Kiosk,
    session::{Idle, Screen},
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let visit = app.global::<Visit>();

    let (weak, shared) = handles(app, kiosk);
    visit.on_go(move |screen| act(&weak, &shared, |kiosk| kiosk.session.go(to_screen(screen))));

    let (weak, shared) = handles(app, kiosk);
    visit.on_back(move || act(&weak, &shared, Kiosk::back));

    let (weak, shared) = handles(app, kiosk);
    visit.on_home(move || act(&weak, &shared, Kiosk::home));

    let (weak, shared) = handles(app, kiosk);
    visit.on_touched(move || {
        shared.borrow_mut().touched();
        if let Some(app) = weak.upgrade() {
            show_countdown(&app, &shared.borrow());
        }
    });

    let (weak, shared) = handles(app, kiosk);
    visit.on_next_language(move || {
        act(&weak, &shared, |kiosk| {
            if let Some(next) = kiosk.next_language().map(str::to_owned) {
                kiosk.change_language(&next);
            }
        });
    });

    let (weak, shared) = handles(app, kiosk);
    visit.on_toggle_large(move || act(&weak, &shared, |kiosk| kiosk.session.large ^= true));

    let (weak, shared) = handles(app, kiosk);
    visit.on_toggle_contrast(move || act(&weak, &shared, |kiosk| kiosk.session.high_contrast ^= true));

    let (weak, shared) = handles(app, kiosk);
    visit.on_toggle_low_reach(move || act(&weak, &shared, |kiosk| kiosk.session.low_reach ^= true));

    let (weak, shared) = handles(app, kiosk);
    visit.on_wake(move || act(&weak, &shared, Kiosk::drain));

    let (weak, shared) = handles(app, kiosk);
    visit.on_finish(move || act(&weak, &shared, Kiosk::forget));

    let (weak, shared) = handles(app, kiosk);
    let mut shown = None;
    visit.on_tick(move || {
        shared.borrow_mut().tick();
        let (Some(app), kiosk) = (weak.upgrade(), shared.borrow()) else {
            return;
        };
        let moment = kiosk.moment();
        // Most seconds change nothing but a countdown.
        if shown.replace(moment) == Some(moment) {
            show_countdown(&app, &kiosk);
        } else {
            show_all(&app, &kiosk);
        }
    });
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    // English is the source's own and has no translation to select.
    let _ = slint::select_bundled_translation(&kiosk.session.lang);
    let visit = app.global::<Visit>();
    visit.set_screen(from_screen(kiosk.session.screen()));
    visit.set_can_go_back(kiosk.session.can_go_back());
    visit.set_other_language(kiosk.next_language().map_or("", language_name).into());
    show_countdown(app, kiosk);
}

/// The seconds left to the visitor.
fn show_countdown(app: &App, kiosk: &Kiosk) {
    let seconds = match kiosk.idle() {
        Idle::Warning(seconds) => i32::try_from(seconds).unwrap_or(i32::MAX),
        Idle::Quiet | Idle::Over => 0,
    };
    // The thanks count down by themselves, in their own words.
    let thanks = kiosk.session.screen() == Screen::RateThanks;
    app.global::<Visit>()
        .set_warning_seconds(if thanks { 0 } else { seconds });
    app.global::<Rate>().set_seconds_left(if thanks { seconds } else { 0 });
}

/// A language's own name for itself.
fn language_name(lang: &str) -> &str {
    match lang {
        "bg" => "Български",
        "en" => "English",
        other => other,
    }
}

const SCREENS: [(Screen, UiScreen); 29] = [
    (Screen::Home, UiScreen::Home),
    (Screen::Queues, UiScreen::Queues),
    (Screen::TicketCheck, UiScreen::TicketCheck),
    (Screen::TicketIssued, UiScreen::TicketIssued),
    (Screen::Appointment, UiScreen::Appointment),
    (Screen::Services, UiScreen::Services),
    (Screen::ServiceGroup, UiScreen::ServiceGroup),
    (Screen::Service, UiScreen::Service),
    (Screen::Charter, UiScreen::Charter),
    (Screen::CharterSection, UiScreen::CharterSection),
    (Screen::Promises, UiScreen::Promises),
    (Screen::Errata, UiScreen::Errata),
    (Screen::Improvements, UiScreen::Improvements),
    (Screen::CharterSearch, UiScreen::CharterSearch),
    (Screen::Rate, UiScreen::Rate),
    (Screen::RateMore, UiScreen::RateMore),
    (Screen::RateThanks, UiScreen::RateThanks),
    (Screen::Complaint, UiScreen::Complaint),
    (Screen::ComplaintNamed, UiScreen::ComplaintNamed),
    (Screen::Contacts, UiScreen::Contacts),
    (Screen::Telephone, UiScreen::Telephone),
    (Screen::Pin, UiScreen::Pin),
    (Screen::Staff, UiScreen::Staff),
    (Screen::StaffQueues, UiScreen::StaffQueues),
    (Screen::StaffPapers, UiScreen::StaffPapers),
    (Screen::StaffCounters, UiScreen::StaffCounters),
    (Screen::StaffPairing, UiScreen::StaffPairing),
    (Screen::StaffCode, UiScreen::StaffCode),
    (Screen::StaffLog, UiScreen::StaffLog),
];

pub(super) fn to_screen(screen: UiScreen) -> Screen {
    SCREENS
        .iter()
        .find(|(_, shown)| *shown == screen)
        .map_or(Screen::Home, |(screen, _)| *screen)
}

fn from_screen(screen: Screen) -> UiScreen {
    SCREENS
        .iter()
        .find(|(known, _)| *known == screen)
        .map_or(UiScreen::Home, |(_, shown)| *shown)
}
