//! What was made for the public, kept for a while.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex as Turn;

/// So long it is given out again as it is.
const FRESH: TimeDelta = TimeDelta::minutes(5);

/// Municipality, what it is of it, and the language.
type Key = (String, &'static str, &'static str);

/// When it was made, and what it is.
type Made = (DateTime<Utc>, Arc<str>);

/// Pages and files, as many as there are municipalities.
#[derive(Default)]
pub struct Shelf {
    kept: Mutex<HashMap<Key, Made>>,
    /// One is made at a time: who asks meanwhile waits, and finds it made.
    turn: Turn<()>,
}

impl Shelf {
    /// What is kept under `key`, or else what `make` makes.
    ///
    /// # Errors
    /// Those of `make`, which are not kept.
    pub async fn get<E>(
        &self,
        key: Key,
        now: DateTime<Utc>,
        make: impl AsyncFnOnce() -> Result<String, E>,
    ) -> Result<Arc<str>, E> {
        if let Some(fresh) = self.fresh(&key, now) {
            return Ok(fresh);
        }
        let _turn = self.turn.lock().await;
        if let Some(fresh) = self.fresh(&key, now) {
            return Ok(fresh);
        }
        let made: Arc<str> = make().await?.into();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key, (now, made.clone()));
        Ok(made)
    }

    fn fresh(&self, key: &Key, now: DateTime<Utc>) -> Option<Arc<str>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (made_at, made) = kept.get(key)?;
        (now - *made_at < FRESH).then(|| made.clone())
    }
}
