//! Which version of their operating system kiosks are offered.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{
    Result,
    audit::{Act, Actor},
    devices::{Changed, Device},
};

/// What staff have chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Whose kiosks; none: those of every municipality that has no choice of its own.
    pub municipality: Option<String>,
    /// None: nobody is offered any.
    pub version: Option<String>,
    /// Per cent of the kiosks.
    pub share: u8,
}

impl Choice {
    /// How it stands in the log.
    #[must_use]
    pub fn act(&self) -> (Act, String) {
        match &self.version {
            Some(version) => (Act::ChooseImage, format!("{version}, {} %", self.share)),
            None => (Act::StopImage, String::new()),
        }
    }
}

/// One kiosk is to take a version at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub device: String,
    pub version: String,
    pub at: DateTime<Utc>,
}

#[async_trait]
pub trait Images: Send + Sync {
    /// From now on. What is chosen for all takes the place of each municipality's own choice too. Audited.
    async fn choose_image(&self, choice: &Choice, actor: &Actor, now: DateTime<Utc>) -> Result<()>;

    /// Each municipality's, the one for all first.
    async fn image_choices(&self) -> Result<Vec<Choice>>;

    /// A kiosk's last order counts. Audited.
    async fn order_image(&self, device: &str, version: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// By device.
    async fn image_orders(&self) -> Result<Vec<Order>>;

    /// The choice that holds for this kiosk, and its order.
    async fn image_for(&self, device: &Device) -> Result<(Option<Choice>, Option<Order>)>;
}
