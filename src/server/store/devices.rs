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

    /// Takes a code, once. A wrong secret counts against the offer that it names; [`CODE_ATTEMPTS`] spoil it. Audited when
    /// done.
    async fn enrol(&self, attempt: &Attempt, now: DateTime<Utc>) -> Result<Enrolment>;

    /// The device whose token this is, revoked ones too. A next token that is seen here takes the place of the present one.
    async fn device_by_token(&self, token: &Hash, now: DateTime<Utc>) -> Result<Option<Device>>;

    /// The next token of a device, good from now on beside the present one; one that was offered before and never used is
    /// none any more. Audited.
    async fn offer_token(&self, device: &str, token: &Hash, now: DateTime<Utc>) -> Result<()>;

    /// From now on its token is refused. Audited.
    async fn revoke_device(&self, device: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// All devices, by municipality and name.
    async fn fleet(&self, now: DateTime<Utc>) -> Result<Vec<DeviceReport>>;

    async fn device(&self, id: &str, now: DateTime<Utc>) -> Result<Option<DeviceReport>>;

    /// When a device was heard last; None where there is no such device, or it never was.
    async fn last_heard(&self, device: &str) -> Result<Option<DateTime<Utc>>>;
}
