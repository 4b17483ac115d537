//! The question for an appointment's code.

use parter_ui::{App, Appointment, CheckInState as UiState};
use slint::ComponentHandle;

use super::{Shared, act, handles, rows};
use crate::kiosk::controllers::{appointment::CheckInState, kiosk::Kiosk};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let appointment = app.global::<Appointment>();

    let (weak, shared) = handles(app, kiosk);
    appointment.on_begin(move || act(&weak, &shared, Kiosk::begin_check_in));

    let (weak, shared) = handles(app, kiosk);
    appointment.on_type(move |key| act(&weak, &shared, |kiosk| kiosk.type_in_code(&key)));

    let (weak, shared) = handles(app, kiosk);
    appointment.on_delete(move || act(&weak, &shared, Kiosk::delete_in_code));

    let (weak, shared) = handles(app, kiosk);
    appointment.on_check(move || act(&weak, &shared, Kiosk::check_in));
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let appointment = app.global::<Appointment>();
    let check_in = &kiosk.session.check_in;
    appointment.set_typed(check_in.typed.as_str().into());
    appointment.set_keys(rows::update(
        appointment.get_keys(),
        kiosk.code_keys().map(Into::into).collect(),
    ));
    appointment.set_state(match check_in.state {
        CheckInState::NotAsked => UiState::NotAsked,
        CheckInState::UnderWay => UiState::UnderWay,
        CheckInState::Unknown => UiState::Unknown,
        CheckInState::Failed => UiState::Failed,
    });
}
