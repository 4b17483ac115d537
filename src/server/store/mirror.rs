//! A lobby's day as its hub has told it.

use async_trait::async_trait;
use chrono::NaiveDate;

use super::Result;
use crate::queue::records::DayRecords;

#[async_trait]
pub trait Mirror: Send + Sync {
    /// All that is known of the lobby's `day`. When all of the hub's records have come, in whatever order, it is what the
    /// hub has itself: [`Store::day_records`](crate::store::Store::day_records).
    async fn day_records(&self, lobby: &str, day: NaiveDate) -> Result<DayRecords>;
}
