//! What became of a ticket's paper.

use serde::Serialize;

/// The state of a print; the same number each time it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "why", rename_all = "snake_case")]
pub enum PrintState {
    /// Nothing of it has gone to the printer.
    Queued,
    Printed,
    Failed(PrintFault),
    /// It went to the printer, and nobody has said what came of it. Never printed again by itself.
    Unknown,
}

/// Why there is no paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintFault {
    OutOfPaper,
    CoverOpen,
    /// It is not there, or says itself that it can't print now.
    Offline,
    /// It took a part and no more.
    BrokenOff,
    /// Its turn came when the visitor had long gone.
    TooLate,
    /// The wish for it could not be kept.
    NotKept,
}

impl PrintFault {
    const NAMES: [(Self, &str); 6] = [
        (Self::OutOfPaper, "out_of_paper"),
        (Self::CoverOpen, "cover_open"),
        (Self::Offline, "offline"),
        (Self::BrokenOff, "broken_off"),
        (Self::TooLate, "too_late"),
        (Self::NotKept, "not_kept"),
    ];

    /// The name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(fault, _)| *fault == self);
        found.map_or("", |(_, name)| name)
    }

    /// The fault of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let found = Self::NAMES.iter().find(|(_, known)| *known == name);
        found.map(|(fault, _)| *fault)
    }
}
