//! Measurable standards in a charter.

use serde::{Deserialize, Serialize};

use super::text::LocalText;

/// A standard that the charter sets, with the place where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    pub id: String,
    /// In plain words, short: «Прием до 10 минути при записан час».
    pub text: LocalText,
    pub metric: Metric,
    /// How much; absent where the charter says only «в кратък срок».
    pub threshold: Option<u32>,
    /// Of what; absent with the threshold.
    pub unit: Option<TimeUnit>,
    /// [`Section::id`](super::charter::Section::id).
    pub section: String,
    /// The charter's own words, found in that section.
    pub quote: String,
    /// What starts the clock: «от регистрацията».
    pub counted_from: Option<LocalText>,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// From arrival at an arranged visit to being received.
    ArrangedVisitWait,
    /// From taking a ticket to being called.
    QueueWait,
    /// From registration of a signal or complaint to the answer.
    ComplaintAnswer,
    /// From registration of a letter to the answer.
    LetterAnswer,
    /// From registration to the notice that the answer will be late, and why.
    DelayNotice,
    /// From an application to the result, against the service's own time.
    ServiceTime,
    /// From a visit to the next one, where the matter needs it.
    RepeatVisit,
    /// The office is open in its announced hours.
    OpeningHours,
    /// The leadership receives citizens on the announced days.
    ReceptionHours,
    /// Those present at closing are served on.
    ExtendedService,
    /// The telephone for signals is answered round the clock, or in the hours given.
    TelephoneHours,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    Minutes,
    Hours,
    Days,
    WorkingDays,
    Months,
}
