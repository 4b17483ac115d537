//! What every request can reach.

use std::{ops::Deref, path::PathBuf, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

use super::{
    auth::limits::Limits, images::Images, mail::Mailer, metrics::Metrics, objects::Objects, packs::Library,
    phone::Phone, preview::Preview, public::shelf::Shelf, store::Store,
};
use crate::{clock::Clock, protocol::record::Hash};

/// The server's parts, shared.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub store: Arc<dyn Store>,
    pub clock: Arc<dyn Clock + Send + Sync>,
    /// The folder of the server's own key.
    pub state: PathBuf,
    /// Without a slash at its end.
    pub public_url: String,
    /// The client's address is the one that the proxy says.
    pub behind_proxy: bool,
    /// A device's token is renewed at this age.
    pub token_life: TimeDelta,
    /// Of the token that opens `/metrics`.
    pub metrics_token: Option<Hash>,
    pub limits: Limits,
    pub metrics: Metrics,
    pub phone: Phone,
    pub shelf: Shelf,
    pub packs: Library,
    pub objects: Objects,
    pub images: Images,
    pub preview: Preview,
    /// None where no mail server is set.
    pub mailer: Option<Mailer>,
    /// Becomes true when the server is to end: streams close.
    pub ending: watch::Receiver<bool>,
}

impl App {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
