//! The rules by which a municipality's staff are alerted, and what they were alerted of.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::{Result, audit::Actor, devices::Changed};
use crate::figures::alert::{Found, Measured, Rule};

/// Who takes alerts to send them has so long to do so before another may.
pub const SENDING: TimeDelta = TimeDelta::minutes(10);

/// A rule as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRule {
    /// Never another's again.
    pub id: i64,
    pub municipality: String,
    pub rule: Rule,
}

/// That a rule held of something, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub id: i64,
    pub municipality: String,
    /// As it was then.
    pub rule: Rule,
    /// A lobby, or a kiosk's id.
    pub subject: String,
    /// What was measured when it was raised.
    pub measured: Measured,
    pub raised_at: DateTime<Utc>,
    /// None as long as it holds.
    pub closed_at: Option<DateTime<Utc>>,
    pub sent_at: Option<DateTime<Utc>>,
}

#[async_trait]
pub trait Alerts: Send + Sync {
    /// By id; of all municipalities, or of one.
    async fn alert_rules(&self, municipality: Option<&str>) -> Result<Vec<KeptRule>>;

    /// Its id. Audited.
    async fn add_alert_rule(&self, municipality: &str, rule: Rule, actor: &Actor, now: DateTime<Utc>) -> Result<i64>;

    /// Its alerts that were open are closed. Audited.
    async fn remove_alert_rule(&self, id: i64, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// Raises an alert for each of `found` for which none of the rule is open, and closes those that are open of anything
    /// else. Of many who do so at once, one raises it. Nothing where the rule is no more.
    async fn settle_alerts(&self, rule: i64, found: &[Found], now: DateTime<Utc>) -> Result<()>;

    /// The newest, at most `limit`.
    async fn alerts(&self, municipality: &str, limit: u32) -> Result<Vec<Alert>>;

    /// Open alerts that were not sent yet, the oldest first, for one who sends them now: nobody else gets them within
    /// [`SENDING`].
    async fn take_unsent_alerts(&self, limit: u32, now: DateTime<Utc>) -> Result<Vec<Alert>>;

    /// To whom they are sent, in order.
    async fn alert_addresses(&self, municipality: &str) -> Result<Vec<String>>;

    /// From now on they are sent to these. Audited, without the addresses.
    async fn set_alert_addresses(
        &self,
        municipality: &str,
        addresses: &[String],
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<()>;

    /// It is not sent again.
    async fn alert_sent(&self, id: i64, now: DateTime<Utc>) -> Result<()>;
}
