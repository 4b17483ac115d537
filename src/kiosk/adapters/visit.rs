//! The way through the screens, the reading aids, and the forgetting.

use parter_ui::{App, Screen as UiScreen, Visit};
use slint::ComponentHandle;

use super::{Shared, act, handles};
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
    visit.on_home(move || act(&weak, &shared, |kiosk| kiosk.session.home()));

    let (weak, shared) = handles(app, kiosk);
    visit.on_touched(move || act(&weak, &shared, Kiosk::touched));

    let (weak, shared) = handles(app, kiosk);
    visit.on_next_language(move || {
        act(&weak, &shared, |kiosk| {
            kiosk.session.lang = kiosk.next_language().to_owned();
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
    visit.on_tick(move || {
        act(&weak, &shared, |kiosk| {
            kiosk.tick();
        });
    });
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    // A language that the screens do not know yet leaves them in English, the source's own.
    let _ = slint::select_bundled_translation(&kiosk.session.lang);
    let visit = app.global::<Visit>();
    visit.set_screen(from_screen(kiosk.session.screen()));
    visit.set_can_go_back(kiosk.session.can_go_back());
    visit.set_other_language(language_name(kiosk.next_language()).into());
    let seconds = match kiosk.idle() {
        // The thanks count down by themselves, in their own words.
        Idle::Warning(_) if kiosk.session.screen() == Screen::RateThanks => 0,
        Idle::Warning(seconds) => i32::try_from(seconds).unwrap_or(i32::MAX),
        Idle::Quiet | Idle::Over => 0,
    };
    visit.set_warning_seconds(seconds);
}

/// A language's own name for itself.
fn language_name(lang: &str) -> &str {
    match lang {
        "bg" => "Български",
        "en" => "English",
        "tr" => "Türkçe",
        "ru" => "Русский",
        "uk" => "Українська",
        "de" => "Deutsch",
        "fr" => "Français",
        other => other,
    }
}

const SCREENS: [(Screen, UiScreen); 19] = [
    (Screen::Home, UiScreen::Home),
    (Screen::Queues, UiScreen::Queues),
    (Screen::TicketCheck, UiScreen::TicketCheck),
    (Screen::TicketIssued, UiScreen::TicketIssued),
    (Screen::Services, UiScreen::Services),
    (Screen::ServiceGroup, UiScreen::ServiceGroup),
    (Screen::Service, UiScreen::Service),
    (Screen::Charter, UiScreen::Charter),
    (Screen::CharterSection, UiScreen::CharterSection),
    (Screen::Promises, UiScreen::Promises),
    (Screen::Errata, UiScreen::Errata),
    (Screen::CharterSearch, UiScreen::CharterSearch),
    (Screen::Rate, UiScreen::Rate),
    (Screen::RateMore, UiScreen::RateMore),
    (Screen::RateThanks, UiScreen::RateThanks),
    (Screen::Complaint, UiScreen::Complaint),
    (Screen::ComplaintNamed, UiScreen::ComplaintNamed),
    (Screen::Contacts, UiScreen::Contacts),
    (Screen::Telephone, UiScreen::Telephone),
];

fn to_screen(screen: UiScreen) -> Screen {
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
