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

impl Telephone {
    /// «253» of «078/55-11-66, вътр.253»: a phone that dials the number does not dial it.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        let (_, after) = self.number.split_once("вътр")?;
        let digits = after.trim_start_matches(|sign: char| !sign.is_ascii_digit());
        let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
        Some(&digits[..end]).filter(|extension| !extension.is_empty())
    }
}

impl Kiosk {
    pub fn open_telephone(&mut self, telephone: Telephone) {
        self.session.telephone = telephone;
        self.session.go(Screen::Telephone);
    }
}
