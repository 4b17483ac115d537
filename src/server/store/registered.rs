//! Signals and letters that staff enter.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{Result, audit::Actor, days::Span, devices::Changed};
use crate::figures::{RegisterNumber, Registered};

#[async_trait]
pub trait Register: Send + Sync {
    /// [`Changed::NameTaken`] where there is one of that number. Audited.
    async fn add_registered(
        &self,
        municipality: &str,
        new: &Registered,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed>;

    /// Puts `right` in place of what is under `number`, which may be wrong itself. Audited.
    async fn correct_registered(
        &self,
        municipality: &str,
        number: &RegisterNumber,
        right: &Registered,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed>;

    /// Audited.
    async fn remove_registered(
        &self,
        municipality: &str,
        number: &RegisterNumber,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed>;

    /// Adds all of a list, each in place of what is under its number. Audited as one.
    async fn import_registered(
        &self,
        municipality: &str,
        list: &[Registered],
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<()>;

    /// Those registered in the span, by day and number.
    async fn registered(&self, span: &Span) -> Result<Vec<Registered>>;
}
