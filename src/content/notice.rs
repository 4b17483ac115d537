//! Notices of the day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{day, text::LocalText};

/// `[[notice]]` in `notices.toml`, shown on the home screen from its first day to its last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub id: String,
    pub text: LocalText,
    /// First day shown; at once where absent.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub from: Option<NaiveDate>,
    /// Last day shown; until taken away where absent.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub to: Option<NaiveDate>,
}

impl Notice {
    /// Whether the notice is shown on `day`. While nobody knows the day, one that is bound to days is not.
    #[must_use]
    pub fn is_shown(&self, day: Option<NaiveDate>) -> bool {
        let holds = |bound: Option<NaiveDate>, on: fn(NaiveDate, NaiveDate) -> bool| {
            bound.is_none_or(|bound| day.is_some_and(|day| on(bound, day)))
        };
        holds(self.from, |from, day| from <= day) && holds(self.to, |to, day| day <= to)
    }
}
