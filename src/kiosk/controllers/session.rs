//! One visitor's stay at the screen: where they are, how they read, and when all of it is forgotten.

use std::time::Duration;

use super::{
    appointment::CheckIn,
    charter::Reading,
    contacts::{ContactsPart, Telephone},
    keyboard::Keyboard,
    rate::Rate,
    services::Browsing,
    staff::StaffVisit,
    ticket::TicketFlow,
};

/// The screens, as a visitor reaches them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Screen {
    Home,
    Queues,
    TicketCheck,
    TicketIssued,
    Appointment,
    Services,
    ServiceGroup,
    Service,
    Charter,
    CharterSection,
    Promises,
    Errata,
    Improvements,
    CharterSearch,
    Rate,
    RateMore,
    RateThanks,
    Complaint,
    ComplaintNamed,
    Contacts,
    Telephone,
    Pin,
    Staff,
    StaffQueues,
    StaffPapers,
    StaffCounters,
    StaffPairing,
    StaffCode,
    StaffLog,
}

/// How long the screen waits before it forgets a visitor (EN 301 549, WCAG 2.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Without a touch, before the warning.
    pub warn_after: Duration,
    /// The warning's countdown; at least 20 s.
    pub warning: Duration,
}

/// What becomes of a visit as time passes without a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Nothing to say.
    Quiet,
    /// The warning is up, with so many whole seconds left.
    Warning(u64),
    /// All of the visit is to be forgotten.
    Over,
}

/// Everything that belongs to the person at the screen. Dropping it forgets them.
#[derive(Debug, Clone)]
pub struct Session {
    pub lang: String,
    pub large: bool,
    pub high_contrast: bool,
    pub low_reach: bool,
    pub rate: Rate,
    pub reading: Reading,
    pub contacts_part: ContactsPart,
    pub telephone: Telephone,
    pub ticket: TicketFlow,
    pub check_in: CheckIn,
    pub browsing: Browsing,
    pub staff: StaffVisit,
    /// As this visitor left it; none before they typed anything.
    pub(super) keyboard: Option<Keyboard>,
    /// The screen whose field the keyboard types into.
    pub(super) typing_on: Option<Screen>,
    /// The first screen of this kiosk's mode, then the way taken; never empty.
    route: Vec<Screen>,
    /// Uptime of the last touch; none before the first.
    last_touch: Option<Duration>,
}

impl Session {
    #[must_use]
    pub fn new(lang: &str, first: Screen) -> Self {
        Self {
            lang: lang.to_owned(),
            large: false,
            high_contrast: false,
            low_reach: false,
            rate: Rate::default(),
            reading: Reading::default(),
            contacts_part: ContactsPart::default(),
            telephone: Telephone::default(),
            ticket: TicketFlow::default(),
            check_in: CheckIn::default(),
            browsing: Browsing::default(),
            staff: StaffVisit::default(),
            keyboard: None,
            typing_on: None,
            route: vec![first],
            last_touch: None,
        }
    }

    /// Nobody has touched the screen since the last visitor was forgotten.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.last_touch.is_none()
    }

    #[must_use]
    pub fn screen(&self) -> Screen {
        self.route.last().copied().unwrap_or(Screen::Home)
    }

    #[must_use]
    pub fn can_go_back(&self) -> bool {
        self.route.len() > 1
    }

    pub fn go(&mut self, screen: Screen) {
        if self.screen() != screen {
            self.route.push(screen);
        }
    }

    pub fn back(&mut self) {
        if self.can_go_back() {
            self.route.pop();
        }
    }

    /// Back to this kiosk's first screen; how the visitor reads stays.
    pub fn home(&mut self) {
        self.route.truncate(1);
    }

    /// After a step that can't be undone, such as an issued ticket: back leads home.
    pub fn arrive(&mut self, screen: Screen) {
        self.route.truncate(1);
        self.go(screen);
    }

    pub fn touched(&mut self, uptime: Duration) {
        self.last_touch = Some(uptime);
    }

    /// Where the visit stands at `uptime`. Quiet while nobody has touched anything.
    #[must_use]
    pub fn idle(&self, uptime: Duration, patience: Patience) -> Idle {
        let Some(since) = self.last_touch.map(|touch| uptime.saturating_sub(touch)) else {
            return Idle::Quiet;
        };
        let Some(warned) = since.checked_sub(patience.warn_after) else {
            return Idle::Quiet;
        };
        match patience.warning.checked_sub(warned) {
            Some(left) if !left.is_zero() => Idle::Warning(left.as_millis().div_ceil(1000) as u64),
            _ => Idle::Over,
        }
    }
}
