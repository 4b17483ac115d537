//! Published files that were just asked for: a fleet asks for the same ones within seconds, and the database is asked once.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use axum::body::Bytes;

use super::store::{Result, Store};
use crate::{content::limits::PACK_BYTES, protocol::record::Hash};

/// The last ones, which together are no larger than one pack may be.
#[derive(Default)]
pub struct Objects {
    known: Mutex<VecDeque<(Hash, Bytes)>>,
    /// Held by whoever asks the store: the others find it known then, and memory holds a file once.
    asking: tokio::sync::Mutex<()>,
}

impl Objects {
    /// The file of that hash, from memory or from the store.
    pub async fn get(&self, store: &dyn Store, hash: Hash) -> Result<Option<Bytes>> {
        if let Some(bytes) = self.known(&hash) {
            return Ok(Some(bytes));
        }
        let _turn = self.asking.lock().await;
        if let Some(bytes) = self.known(&hash) {
            return Ok(Some(bytes));
        }
        let Some(bytes) = store.object(&hash).await?.map(Bytes::from) else {
            return Ok(None);
        };
        self.keep(hash, bytes.clone());
        Ok(Some(bytes))
    }

    fn known(&self, hash: &Hash) -> Option<Bytes> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .iter()
            .find(|(name, _)| name == hash)
            .map(|(_, bytes)| bytes.clone())
    }

    fn keep(&self, hash: Hash, bytes: Bytes) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.push_back((hash, bytes));
        let mut size: u64 = known.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        while size > PACK_BYTES {
            size -= known.pop_front().map_or(size, |(_, bytes)| bytes.len() as u64);
        }
    }
}
