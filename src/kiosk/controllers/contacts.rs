//! Contacts and hours: which part of them is up, and the telephone that is shown large.

use super::{kiosk::Kiosk, session::Screen};

/// The parts of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ContactsPart {
    #[default]
    Hours,
    Reach,
    Building,
}

/// A telephone that was touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Telephone {
    /// Whose it is.
    pub name: String,
    /// As the source writes it.
    pub number: String,
    /// E.164
    pub dial: String,
}

impl Kiosk {
    pub fn open_telephone(&mut self, telephone: Telephone) {
        self.session.telephone = telephone;
        self.session.go(Screen::Telephone);
    }
}
