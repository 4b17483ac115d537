//! The only code that knows slint: callbacks go to the controllers, and what they decide is shown.

mod appointment;
mod attended;
mod charter;
mod charter_search;
mod complaint;
mod contacts;
pub mod headless;
mod home;
mod improvements;
pub mod notice;
mod office;
mod pairing;
pub mod qr;
mod queues;
mod rate;
pub mod rows;
mod service;
mod services;
mod staff;
mod theme;
mod ticket_check;
mod ticket_issued;
mod typing;
mod visit;
mod waiting;
mod ways;
pub mod window;

use std::{cell::RefCell, rc::Rc};

use parter_ui::App;
use slint::ComponentHandle;

use super::controllers::{kiosk::Kiosk, session::Screen};

/// The kiosk as the callbacks of one window share it.
pub type Shared = Rc<RefCell<Kiosk>>;

/// Ties a window to a kiosk: from now on touches are answered.
pub fn attach(app: &App, kiosk: &Shared) {
    visit::attach(app, kiosk);
    rate::attach(app, kiosk);
    charter::attach(app, kiosk);
    charter_search::attach(app, kiosk);
    complaint::attach(app, kiosk);
    contacts::attach(app, kiosk);
    queues::attach(app, kiosk);
    appointment::attach(app, kiosk);
    ticket_check::attach(app, kiosk);
    typing::attach(app, kiosk);
    services::attach(app, kiosk);
    service::attach(app, kiosk);
    staff::attach(app, kiosk);
    pairing::attach(app, kiosk);
    show(app, &kiosk.borrow());
}

/// Shows what the kiosk now is: the bands, and the screen that is up.
pub fn show(app: &App, kiosk: &Kiosk) {
    theme::show(app, kiosk);
    visit::show(app, kiosk);
    office::show(app, kiosk);
    home::show(app, kiosk);
    rate::show(app, kiosk);
    charter::show(app, kiosk);
    improvements::show(app, kiosk);
    charter_search::show(app, kiosk);
    complaint::show(app, kiosk);
    contacts::show(app, kiosk);
    staff::show(app, kiosk);
    match kiosk.session.screen() {
        Screen::Queues => queues::show(app, kiosk),
        Screen::Appointment => appointment::show(app, kiosk),
        Screen::TicketCheck => ticket_check::show(app, kiosk),
        Screen::TicketIssued => ticket_issued::show(app, kiosk),
        Screen::Services => services::show_search(app, kiosk),
        Screen::ServiceGroup => services::show_group(app, kiosk),
        Screen::Service => service::show(app, kiosk),
        Screen::Staff | Screen::StaffCounters | Screen::StaffPairing => pairing::show(app, kiosk),
        _ => {}
    }
    typing::show(app, kiosk);
}

/// A callback's body: the kiosk changes, then the window shows it.
fn act(app: &slint::Weak<App>, kiosk: &Shared, change: impl FnOnce(&mut Kiosk)) {
    change(&mut kiosk.borrow_mut());
    if let Some(app) = app.upgrade() {
        show(&app, &kiosk.borrow());
    }
}

/// The pair that every callback holds.
fn handles(app: &App, kiosk: &Shared) -> (slint::Weak<App>, Shared) {
    (app.as_weak(), kiosk.clone())
}
