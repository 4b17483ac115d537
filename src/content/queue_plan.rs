//! Which queues a lobby has, as a pack writes it.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{hours::Span, text::LocalText};

/// `queues.toml`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct QueuePlan {
    /// Once someone has waited so long, nobody who came later goes before them on account of a priority class.
    pub priority_bound_minutes: u32,
    #[serde(rename = "queue")]
    pub queues: Vec<Queue>,
    #[serde(rename = "priority")]
    pub priorities: Vec<PriorityClass>,
}

impl Default for QueuePlan {
    fn default() -> Self {
        Self {
            // The longest wait that the ordinance on administrative service allows, чл. 20.
            priority_bound_minutes: 20,
            queues: Vec::new(),
            priorities: Vec::new(),
        }
    }
}

/// One line of people, with its letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    pub id: String,
    /// One capital Cyrillic letter that Latin readers know too where possible: А, В, Е, К, М …
    pub letter: char,
    pub name: LocalText,
    /// What one comes here for, in a few plain words.
    pub hint: Option<LocalText>,
    /// All services of these units come here.
    #[serde(default)]
    pub units: Vec<String>,
    /// These services come here whatever their unit.
    #[serde(default)]
    pub services: Vec<String>,
    /// Where the queue is; every place of the pack where absent.
    #[serde(default)]
    pub places: Vec<String>,
    /// Classes of [`QueuePlan::priorities`] that may be asked for here.
    #[serde(default)]
    pub priorities: Vec<String>,
    /// Narrower than the place's hours, where it is.
    #[serde(default)]
    pub open: Vec<Span>,
    /// Tickets stop that many minutes before closing.
    #[serde(default)]
    pub last_ticket_minutes: u32,
}

/// Who may go first: «Майки с малки деца».
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityClass {
    pub id: String,
    pub name: LocalText,
}

impl QueuePlan {
    /// [`Self::priority_bound_minutes`]
    #[must_use]
    pub fn priority_bound(&self) -> TimeDelta {
        TimeDelta::minutes(self.priority_bound_minutes.into())
    }

    #[must_use]
    pub fn queue(&self, id: &str) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.id == id)
    }

    /// The queue that serves `service`: by its own name first, then by its unit.
    #[must_use]
    pub fn queue_for(&self, service: &super::service::Service) -> Option<&Queue> {
        let by_unit = |queue: &&Queue| service.unit.as_ref().is_some_and(|unit| queue.units.contains(unit));
        self.queues
            .iter()
            .find(|queue| queue.services.contains(&service.id))
            .or_else(|| self.queues.iter().find(by_unit))
    }
}
