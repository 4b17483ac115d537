//! How a kiosk is, said every minute.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{image::ImageReport, record::Hash};

/// The payload of a `heartbeat` record. Its id is the kiosk's start (random), a dot, and a count from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Heartbeat {
    /// The kiosk's clock, which may be wrong.
    pub sent_at: DateTime<Utc>,
    /// The program's version.
    pub program: String,
    pub content: ContentShown,
    pub printer: PrinterState,
    /// Bytes free where the kiosk keeps its state.
    pub disk_free: Option<u64>,
    /// Records that wait for the server.
    pub outbox: u64,
    /// When the oldest of them was written; of a rating, its day.
    pub oldest_unsent: Option<String>,
    /// Records that the server rejected, kept on the kiosk for staff.
    pub set_aside: u64,
    /// Seconds since the program started.
    pub uptime: u64,
    /// Of a kiosk that boots Parter's own image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageReport>,
}

/// The pack on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ContentShown {
    pub municipality: String,
    /// 0 while there is nothing to show.
    pub version: u64,
    /// Of all its files.
    #[cfg_attr(feature = "server", schema(value_type = String))]
    pub sha256: Hash,
}

impl ContentShown {
    /// Of a kiosk that waits for its first content.
    #[must_use]
    pub fn nothing(municipality: &str) -> Self {
        Self {
            municipality: municipality.to_owned(),
            version: 0,
            sha256: Hash::of(&[]),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum PrinterState {
    /// The kiosk is not configured to print.
    None,
    Ready,
    OutOfPaper,
    CoverOpen,
    Offline,
    /// It does not say.
    Unknown,
}
