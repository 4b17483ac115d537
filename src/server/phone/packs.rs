//! The packs that name the queues and places of tickets.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use tokio::task::spawn_blocking;

use crate::{content::Pack, packs};

/// By municipality; None where there is no pack of that name.
#[derive(Default)]
pub struct Packs(RwLock<BTreeMap<String, Option<Arc<Pack>>>>);

impl Packs {
    /// The pack of a lobby's municipality. It is read once.
    pub async fn of_lobby(&self, lobby: &str) -> Option<Arc<Pack>> {
        let (municipality, _) = lobby.split_once('/')?;
        if let Some(known) = self.known(municipality) {
            return known;
        }
        let name = municipality.to_owned();
        let loaded = spawn_blocking(move || packs::load(&name).ok().map(Arc::new))
            .await
            .ok()?;
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(municipality.to_owned(), loaded.clone());
        loaded
    }

    fn known(&self, municipality: &str) -> Option<Option<Arc<Pack>>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(municipality).cloned()
    }
}
