//! The kiosks that belong to this server: offered, enrolled, revoked.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::{Result, audit::Actor};
use crate::{
    protocol::{heartbeat::Heartbeat, record::Hash},
    server::health::Health,
};

/// How long an enrolment code is good.
pub const CODE_LIFE: TimeDelta = TimeDelta::hours(24);
/// So many wrong secrets spoil an offer.
pub const CODE_ATTEMPTS: u32 = 10;

/// A kiosk as requests need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Short, random, no secret.
    pub id: String,
    pub name: String,
    pub municipality: String,
    /// Said by the kiosk at its enrolment.
    pub lobby: Option<String>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// Since when the present token is in use.
    pub token_at: Option<DateTime<Utc>>,
}

impl Device {
    /// Where what it tells is from: its lobby, which it has from its enrolment on.
    #[must_use]
    pub fn place(&self) -> &str {
        self.lobby.as_ref().unwrap_or(&self.municipality)
    }
}

/// A kiosk as the fleet's page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceReport {
    pub device: Device,
    pub created_at: DateTime<Utc>,
    pub enrolled_at: Option<DateTime<Utc>>,
    /// Any request of its own, with a good token.
    pub heard_at: Option<DateTime<Utc>>,
    /// An offer that is still good, and until when.
    pub offer_until: Option<DateTime<Utc>>,
    /// The last one.
    pub heartbeat: Option<Heartbeat>,
    pub health: Health,
    /// Records of it that were rejected.
    pub refused: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDevice {
    pub id: String,
    pub name: String,
    pub municipality: String,
}

/// A code as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// [`EnrolmentCode::offer`](crate::protocol::secret::EnrolmentCode::offer)
    pub name: String,
    pub sha256: Hash,
}

/// A kiosk asks to be enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub offer: Offer,
    pub municipality: String,
    pub lobby: String,
    pub program: String,
    /// Of the token that it gets if it may.
    pub token: Hash,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolment {
    Done(Device),
    /// Wrong, used, too old, or tried too often: it is not said which.
    BadCode,
    /// The code is good, and stays so: it is another municipality's.
    OtherMunicipality {
        expected: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    Done,
    /// There is no such device or user, or it is in no state for that.
    NotFound,
    /// The name is another's already.
    NameTaken,
}

#[async_trait]
pub trait Devices: Send + Sync {
    /// A kiosk that may come, and the offer for it. Names are unique in a municipality. Audited.
    async fn create_device(&self, new: &NewDevice, offer: &Offer, actor: &Actor, now: DateTime<Utc>)
    -> Result<Changed>;

    /// Another code in place of the last one, good for [`CODE_LIFE`]: for a kiosk that is enrolled too, whose token goes on
    /// until the code is used, and for a revoked one, which lives again with it. Audited.
    async fn offer_code(&self, device: &str, offer: &Offer, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// Takes a code for a token. Its answer may be lost, so the code may be brought again until the token is first used: the
    /// token then given is the only one that is good. A wrong secret counts against the offer that it names, a taken one
    /// too; [`CODE_ATTEMPTS`] spoil it. Audited when done.
    async fn enrol(&self, attempt: &Attempt, now: DateTime<Utc>) -> Result<Enrolment>;

    /// The device whose token this is, revoked ones too. A next token that is seen here takes the place of the present one;
    /// the code that a token came of is spent.
    async fn device_by_token(&self, token: &Hash, now: DateTime<Utc>) -> Result<Option<Device>>;

    /// The next token of the device whose present token this is, good from now on beside it; one that was offered before
    /// and never used is none any more. A token that is no device's any more, or a revoked one's, gets none. Audited.
    async fn offer_token(&self, present: &Hash, next: &Hash, now: DateTime<Utc>) -> Result<Changed>;

    /// Another name, which is unique in the municipality. Audited.
    async fn rename_device(&self, device: &str, name: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// From now on its token is refused. Audited.
    async fn revoke_device(&self, device: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// All devices, by municipality and name.
    async fn fleet(&self, now: DateTime<Utc>) -> Result<Vec<DeviceReport>>;

    async fn device(&self, id: &str, now: DateTime<Utc>) -> Result<Option<DeviceReport>>;
}
