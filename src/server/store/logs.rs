//! Kiosks' logs that staff have asked for.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::{Result, audit::Actor, devices::Changed};

/// So long they are kept, and so long a kiosk that is not heard is asked.
pub const LOG_LIFE: TimeDelta = TimeDelta::days(30);
/// So many of a kiosk are kept, the newest.
pub const LOGS_KEPT: u32 = 3;

/// A log without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskLog {
    /// Of the request.
    pub id: i64,
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
    /// None while it is awaited.
    pub came_at: Option<DateTime<Utc>>,
}

#[async_trait]
pub trait Logs: Send + Sync {
    /// Asks a kiosk for its log; one that is asked already is not asked twice. Audited.
    async fn ask_log(&self, device: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// The request that the kiosk is to answer.
    async fn log_wanted(&self, device: &str) -> Result<Option<i64>>;

    /// Keeps the log that answers a request of this kiosk's, which is one no more, and the newest [`LOGS_KEPT`].
    async fn keep_log(&self, device: &str, id: i64, text: &[u8], now: DateTime<Utc>) -> Result<Changed>;

    /// Of a kiosk, the newest first.
    async fn logs(&self, device: &str) -> Result<Vec<KioskLog>>;

    /// Under gzip.
    async fn log(&self, device: &str, id: i64) -> Result<Option<Vec<u8>>>;

    /// Forgets those that were asked for [`LOG_LIFE`] ago.
    async fn forget_logs(&self, now: DateTime<Utc>) -> Result<()>;
}
