//! One who comes by appointment: the code, typed at the screen, and the ticket for it.

use tracing::error;

use super::{kiosk::Kiosk, session::Screen};
use crate::{
    hub::Came,
    queue::{AppointmentCode, appointments::Codes, transitions::Refused},
    store::StoreError,
};

/// This visitor's way to the ticket of an appointment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckIn {
    pub typed: String,
    pub state: CheckInState,
}

/// What became of the code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CheckInState {
    #[default]
    NotAsked,
    UnderWay,
    /// Nobody is expected with it today.
    Unknown,
    /// The store can't tell now.
    Failed,
}

/// When one came, against the hour that was arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    Early,
    InTime,
    Late,
}

/// Whoever comes so many minutes after the hour or less has come in time.
const GRACE_MINUTES: i64 = 5;

const DIGITS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];
/// Of [Crockford's alphabet](crate::crockford).
const LETTERS: [&str; 22] = [
    "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "M", "N", "P", "Q", "R", "S", "T", "V", "W", "X", "Y", "Z",
];

impl Kiosk {
    /// Whether anybody is expected today.
    #[must_use]
    pub fn has_appointments(&self) -> bool {
        self.codes_today().is_some()
    }

    /// The keys for today's codes.
    pub fn code_keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        let letters = if self.codes_today() == Some(Codes::Digits) {
            0
        } else {
            LETTERS.len()
        };
        DIGITS.into_iter().chain(LETTERS.into_iter().take(letters))
    }

    /// To the question for the code.
    pub fn begin_check_in(&mut self) {
        self.session.check_in = CheckIn::default();
        self.session.go(Screen::Appointment);
    }

    pub fn type_in_code(&mut self, key: &str) {
        let check_in = &mut self.session.check_in;
        if check_in.state != CheckInState::UnderWay && check_in.typed.len() < *AppointmentCode::LENGTH.end() {
            check_in.typed.push_str(key);
            check_in.state = CheckInState::NotAsked;
        }
    }

    pub fn delete_in_code(&mut self) {
        let check_in = &mut self.session.check_in;
        if check_in.state != CheckInState::UnderWay {
            check_in.typed.pop();
            check_in.state = CheckInState::NotAsked;
        }
    }

    /// Takes the ticket of who has that code. While that is under way nothing happens.
    pub fn check_in(&mut self) {
        let check_in = &mut self.session.check_in;
        if check_in.typed.is_empty() || check_in.state == CheckInState::UnderWay {
            return;
        }
        let Ok(code) = check_in.typed.parse::<AppointmentCode>() else {
            check_in.state = CheckInState::Unknown;
            return;
        };
        check_in.state = CheckInState::UnderWay;
        let visitor = self.visitor;
        self.check_in_with(code, move |kiosk, result| kiosk.checked_in(visitor, result));
    }

    fn checked_in(&mut self, visitor: u64, result: Result<Came, StoreError>) {
        let is_here = self.visitor == visitor;
        let state = match result {
            Ok(came) => {
                self.ticket_came(visitor, Ok(came));
                CheckInState::NotAsked
            }
            Err(StoreError::Refused(Refused::NoSuchAppointment)) => CheckInState::Unknown,
            Err(cause) => {
                error!(%cause, permanent = cause.is_permanent(), "an appointment could not be looked up");
                CheckInState::Failed
            }
        };
        if is_here {
            self.session.check_in.state = state;
            if state == CheckInState::NotAsked {
                self.session.check_in.typed.clear();
            }
        }
    }

    /// When this visitor came, against the hour that was arranged; none for who has no such hour.
    #[must_use]
    pub fn arrival(&self) -> Option<Arrival> {
        let visit = &self.session.ticket.issued.as_ref()?.visit;
        let after = (visit.issued_at - visit.arranged_at?).num_minutes();
        Some(match after {
            ..0 => Arrival::Early,
            0..=GRACE_MINUTES => Arrival::InTime,
            _ => Arrival::Late,
        })
    }
}
