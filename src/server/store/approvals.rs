//! Whether a municipality's content is published by two people, and what one has asked another to publish.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{Result, audit::Actor, devices::Changed};

/// A publication that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub municipality: String,
    /// The draft's revision that is to be published, and no later one.
    pub revision: u64,
    /// From when on; none: from the approval.
    pub valid_from: Option<DateTime<Utc>>,
    /// For one kiosk first; none: for all.
    pub device: Option<String>,
    /// [`Actor::name`]
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
}

#[async_trait]
pub trait Approvals: Send + Sync {
    async fn needs_second(&self, municipality: &str) -> Result<bool>;

    /// Audited where it changes.
    async fn require_second(
        &self,
        municipality: &str,
        is_needed: bool,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<()>;

    async fn wish(&self, municipality: &str) -> Result<Option<Wish>>;

    /// In place of what was asked for before. Audited.
    async fn ask_publication(&self, wish: &Wish, actor: &Actor, now: DateTime<Utc>) -> Result<()>;

    /// It is not published. Audited.
    async fn decline_wish(&self, wish: &Wish, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;
}
