//! Signals and complaints: by when a registered one is answered.

use chrono::NaiveDate;

use super::kiosk::Kiosk;
use crate::content::{calendar::deadline::answer_due, promise::Promise};

/// The time for the answer to what is registered next.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerTime<'a> {
    pub promise: &'a Promise,
    /// The day of registration, where that can't be today.
    pub registered_on: Option<NaiveDate>,
    /// The last day for the answer; None where the charter names no number.
    pub due: Option<NaiveDate>,
}

impl Kiosk {
    /// What the charter promises about answers; None where it promises nothing.
    #[must_use]
    pub fn answer_time(&self) -> Option<AnswerTime<'_>> {
        let id = self.pack.contacts.complaints.promise.as_ref()?;
        let promise = self.pack.promises.iter().find(|promise| promise.id == *id)?;
        let day = self.day_of_applying();
        Some(AnswerTime {
            promise,
            registered_on: (day != self.local_now().date()).then_some(day),
            due: answer_due(day, promise).filter(|_| self.knows_the_date()),
        })
    }

    /// Opens the charter where it speaks of the answer.
    pub fn open_answer_promise(&mut self) {
        let id = &self.pack.contacts.complaints.promise;
        let number = self
            .pack
            .promises
            .iter()
            .position(|promise| Some(&promise.id) == id.as_ref());
        if let Some(number) = number {
            self.open_promise(number);
        }
    }
}
