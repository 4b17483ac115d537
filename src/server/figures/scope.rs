//! Of which time, place and queue figures are shown.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::figures::{Period, Unit};

/// As an address has it: `?unit=month&on=2026-11-01&lobby=kyustendil/obshtina&queue=kasa`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    unit: Option<String>,
    on: Option<String>,
    lobby: Option<String>,
    queue: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub unit: Unit,
    pub period: Period,
    /// One, or all of the municipality's.
    pub lobby: Option<String>,
    pub queue: Option<String>,
}

/// What can be chosen, with its name in addresses.
pub const UNITS: [(Unit, &str); 5] = [
    (Unit::Day, "day"),
    (Unit::Week, "week"),
    (Unit::Month, "month"),
    (Unit::Quarter, "quarter"),
    (Unit::Year, "year"),
];

impl Scope {
    /// What was asked for; where that is nothing or nonsense, this month.
    #[must_use]
    pub fn of(asked: Asked, today: NaiveDate) -> Self {
        let unit = asked.unit.as_deref().and_then(named).unwrap_or(Unit::Month);
        let on = asked.on.and_then(|on| on.parse().ok()).unwrap_or(today);
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        Self {
            unit,
            period: unit.of(on),
            lobby: filled(asked.lobby),
            queue: filled(asked.queue),
        }
    }

    /// In which parts a series goes through the period.
    #[must_use]
    pub fn parts(&self) -> Unit {
        match self.unit {
            Unit::Day | Unit::Week | Unit::Month => Unit::Day,
            Unit::Quarter => Unit::Week,
            Unit::Year => Unit::Month,
        }
    }

    /// The same of the period before.
    #[must_use]
    pub fn before(&self) -> Option<Self> {
        self.on(self.period.first.checked_sub_days(Days::new(1))?)
    }

    /// The same of the period after, where it has begun by `today`.
    #[must_use]
    pub fn after(&self, today: NaiveDate) -> Option<Self> {
        self.on(self
            .period
            .last
            .checked_add_days(Days::new(1))
            .filter(|next| *next <= today)?)
    }

    fn on(&self, day: NaiveDate) -> Option<Self> {
        Some(Self {
            period: self.unit.of(day),
            ..self.clone()
        })
    }

    /// The address's query.
    #[must_use]
    pub fn query(&self) -> String {
        let name = UNITS
            .iter()
            .find(|(unit, _)| *unit == self.unit)
            .map_or("", |(_, name)| name);
        let on = self.period.first.to_string();
        let mut fields = vec![("unit", name), ("on", on.as_str())];
        fields.extend(self.lobby.as_deref().map(|lobby| ("lobby", lobby)));
        fields.extend(self.queue.as_deref().map(|queue| ("queue", queue)));
        // Of texts there always is an address.
        serde_urlencoded::to_string(fields).unwrap_or_default()
    }
}

fn named(name: &str) -> Option<Unit> {
    UNITS.iter().find(|(_, known)| *known == name).map(|(unit, _)| *unit)
}
