//! Reasons and the survey card (анкетна карта), both optional for the visitor; and what came of what visitors said.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{day, text::LocalText};

/// `survey.toml`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyCard {
    /// Chips that say why, in the order shown.
    #[serde(default, rename = "reason")]
    pub reasons: Vec<Reason>,
    #[serde(default, rename = "question")]
    pub questions: Vec<Question>,
    /// «Вие казахте, ние направихме», the latest first.
    #[serde(default, rename = "improvement")]
    pub improvements: Vec<Improvement>,
}

/// One chip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub id: String,
    pub text: LocalText,
    /// After which faces it is offered.
    pub tone: Tone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// After the two good faces.
    Praise,
    /// After the other three.
    Blame,
}

/// A question with answers to choose one from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub id: String,
    pub text: LocalText,
    #[serde(rename = "answer")]
    pub answers: Vec<Answer>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub id: String,
    pub text: LocalText,
}

/// What the municipality did because of what visitors said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Improvement {
    pub id: String,
    /// Those that it answers: [`Reason::id`].
    pub reasons: Vec<String>,
    /// How many ratings gave them, where that is told: at least [`LEAST_TOLD`].
    pub said_by: Option<u32>,
    /// What was done: «Отворихме трето гише от 11 до 14 часа».
    pub text: LocalText,
    /// The day from which it holds.
    #[serde(deserialize_with = "day::read")]
    pub date: NaiveDate,
}

/// Fewer ratings than these are told to nobody outside the municipality.
pub const LEAST_TOLD: u32 = 10;
