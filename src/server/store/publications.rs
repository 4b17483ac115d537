//! What was published, and who may publish.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{Result, approvals::Wish, audit::Actor, devices::Changed};
use crate::{
    bundle::{PublicKey, Signed},
    protocol::record::Hash,
};

/// A bundle to be published, which has been checked.
#[derive(Debug, Clone)]
pub struct NewPublication {
    pub municipality: String,
    pub version: u64,
    pub signed: Signed,
    /// That the manifest names; empty where it leaves them as they are.
    pub keys: Vec<PublicKey>,
    /// Kiosks are told of it from then on.
    pub valid_from: DateTime<Utc>,
    /// For one kiosk first; none: for all.
    pub device: Option<String>,
    /// What a second person was asked for, which waits no more then. None: nobody had to be.
    pub wish: Option<Wish>,
    /// Every file of it.
    pub objects: Vec<(Hash, Vec<u8>)>,
}

/// One publication as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub municipality: String,
    pub version: u64,
    /// Of its manifest.
    pub sha256: Hash,
    pub valid_from: DateTime<Utc>,
    pub device: Option<String>,
    pub published_at: DateTime<Utc>,
    pub published_by: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publishing {
    Done,
    /// There is this version already.
    NotNewer(u64),
    /// There is no such kiosk of the municipality.
    NoDevice,
    /// What was asked for waits no more: another has published or declined it.
    NotAsked,
}

#[async_trait]
pub trait Publications: Send + Sync {
    /// Keeps a publication, whole or not at all. Versions of a municipality only grow, those for one kiosk among them.
    /// Audited.
    async fn publish(&self, new: &NewPublication, actor: &Actor, now: DateTime<Utc>) -> Result<Publishing>;

    /// Gives what one kiosk has to all of them. Audited.
    async fn release(&self, municipality: &str, version: u64, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// What this kiosk is to show now, by its manifest: the newest that is for it and valid by now. A kiosk that has the
    /// version `has` is led over every change of keys in between, which it would else not believe the newest after.
    async fn current(
        &self,
        municipality: &str,
        device: &str,
        has: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<Option<Hash>>;

    /// A publication's manifest and signature.
    async fn signed(&self, manifest: &Hash) -> Result<Option<Signed>>;

    /// A file of some publication.
    async fn object(&self, hash: &Hash) -> Result<Option<Vec<u8>>>;

    /// All of a municipality, the newest first.
    async fn publications(&self, municipality: &str) -> Result<Vec<Publication>>;

    /// What all kiosks of each municipality are to show now, by its manifest.
    async fn shown(&self, now: DateTime<Utc>) -> Result<Vec<(String, Hash)>>;

    /// The keys that the newest publication with any named; none where none did.
    async fn published_keys(&self, municipality: &str) -> Result<Vec<PublicKey>>;

    /// Trusts a key from now on, a revoked one again. Audited where it was not trusted.
    async fn trust_key(&self, key: &PublicKey, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// Trusts it no more; the last one stays. Audited.
    async fn revoke_key(&self, key: &PublicKey, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// The keys trusted now, sorted.
    async fn trusted_keys(&self) -> Result<Vec<PublicKey>>;
}
