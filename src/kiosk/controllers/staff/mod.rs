//! The staff's screens: behind a PIN, left without a trace, closed where the configuration has no PIN.

mod enrol;
mod facts;
mod pairing;
mod paper;
mod queues;

use std::time::Duration;

use tracing::warn;

pub(super) use self::enrol::Enrol;
pub use self::{
    facts::Facts,
    pairing::{LobbyPage, PairingDesk},
};
use super::{
    kiosk::Kiosk,
    session::{Screen, Session},
};
use crate::{
    logging::recent::{self, LogLine},
    pin,
    protocol::secret::EnrolmentCode,
};

/// The log lines that are shown.
const LINES: usize = 40;

/// What whoever stands at the staff's screens has done there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffVisit {
    /// The PIN was right.
    unlocked: bool,
    digits: String,
    /// The last PIN was wrong.
    pub refused: bool,
    pub facts: Facts,
    /// A trial print was asked for.
    pub tried_print: bool,
    /// The store did not take the wish for a paper once more.
    pub reprint_failed: bool,
    pub pairing: PairingDesk,
    /// The store did not pause or resume a queue.
    pub queues_failed: bool,
    /// What is typed as an enrolment code.
    pub code: String,
    /// The code that was handed over to sync.
    pub sent: Option<EnrolmentCode>,
    /// The last lines of the log, once they are read; none where they can't be.
    pub log: Option<Option<Vec<LogLine>>>,
}

impl Screen {
    /// Whether a visitor has no business there.
    #[must_use]
    pub fn is_for_staff(self) -> bool {
        matches!(
            self,
            Self::Pin
                | Self::Staff
                | Self::StaffQueues
                | Self::StaffPapers
                | Self::StaffCounters
                | Self::StaffPairing
                | Self::StaffCode
                | Self::StaffLog
        )
    }
}

impl Session {
    /// How many digits of a PIN are typed. They themselves are shown nowhere.
    #[must_use]
    pub fn typed_digits(&self) -> usize {
        self.staff.digits.len()
    }
}

impl Kiosk {
    /// Whether there are staff's screens.
    #[must_use]
    pub fn has_staff_door(&self) -> bool {
        self.config.staff.pin_hash.is_some()
    }

    /// To the question for the PIN, from the kiosk's first screen.
    pub fn knock(&mut self) {
        if self.has_staff_door() && !self.session.can_go_back() {
            self.touched();
            self.session.staff = StaffVisit::default();
            self.session.keyboard = None;
            self.session.go(Screen::Pin);
        }
    }

    /// How long no PIN is taken; none while one is.
    #[must_use]
    pub fn pin_pause(&self) -> Option<Duration> {
        self.attempts.pause(self.clock.uptime())
    }

    /// How many wrong PINs are forgiven before the next pause.
    #[must_use]
    pub fn pin_attempts_left(&self) -> u32 {
        self.attempts.left()
    }

    /// Whether a PIN is being checked.
    #[must_use]
    pub fn checks_pin(&self) -> bool {
        self.attempts.checking
    }

    pub fn type_digit(&mut self, digit: u8) {
        let staff = &mut self.session.staff;
        if digit < 10 && staff.digits.len() < pin::LONGEST {
            staff.digits.push(char::from(b'0' + digit));
            staff.refused = false;
        }
    }

    pub fn delete_digit(&mut self) {
        self.session.staff.digits.pop();
    }

    /// Checks the digits, one PIN at a time. A wrong one counts against whoever comes next too.
    pub fn check_pin(&mut self) {
        let Some(hash) = self.config.staff.pin_hash.clone() else {
            return;
        };
        let is_empty = self.session.staff.digits.is_empty();
        if is_empty || self.session.screen() != Screen::Pin || self.pin_pause().is_some() || self.checks_pin() {
            return;
        }
        let digits = std::mem::take(&mut self.session.staff.digits);
        let visitor = self.visitor;
        self.attempts.checking = self.aside(
            move || hash.fits(&digits),
            move |kiosk, fits| {
                kiosk.attempts.checking = false;
                kiosk.pin_checked(fits, visitor);
            },
        );
    }

    fn pin_checked(&mut self, fits: bool, visitor: u64) {
        let is_here = self.visitor == visitor && self.session.screen() == Screen::Pin;
        if !fits {
            self.attempts.wrong(self.clock.uptime());
            warn!("a wrong PIN was given at the staff's screen");
            self.session.staff.refused = is_here;
            return;
        }
        self.attempts.right();
        if is_here {
            self.session.staff.unlocked = true;
            self.session.arrive(Screen::Staff);
            self.gather_facts();
        }
    }

    /// To one of the staff's screens, for one who has given the PIN.
    pub fn open_for_staff(&mut self, screen: Screen) {
        if !self.session.staff.unlocked {
            return;
        }
        match screen {
            Screen::StaffLog => self.read_log(),
            Screen::StaffCounters => self.read_pairings(),
            _ => {}
        }
        self.session.go(screen);
    }

    /// Whoever has left the staff's screens leaves nothing behind, least of all an open door.
    pub(super) fn close_staff_door(&mut self) {
        if self.session.screen().is_for_staff() {
            return;
        }
        if self.session.staff.unlocked {
            self.forget();
        } else {
            self.session.staff = StaffVisit::default();
        }
    }

    fn read_log(&mut self) {
        let folder = self.config.log_folder();
        let started = self.aside_for_visitor(
            move || recent::recent(&folder, LINES),
            |kiosk, lines| kiosk.session.staff.log = Some(lines.ok()),
        );
        self.session.staff.log = (!started).then_some(None);
    }
}
