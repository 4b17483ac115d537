//! Which clerk works at which counter, where PINs are asked for. Only the counter's own page tells it: it is in this memory
//! alone, and ends with the session. A restart ends all of them.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::NaiveDate;
use tokio::task::spawn_blocking;

use super::app::App;
use crate::{
    pin::attempts::Attempts,
    store::{Clerk, Pairing, StoreError},
};

/// A clerk who has done nothing at the page for so long has left.
pub const IDLE: Duration = Duration::from_secs(30 * 60);
/// While one PIN is checked, the next waits.
const MOMENT: Duration = Duration::from_secs(1);

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinRefused {
    /// So many may still be wrong before no PIN is taken for a while.
    Wrong { left: u32 },
    /// No PIN is taken at this counter for so long.
    Pause(Duration),
}

/// Who works now, by pairing, and the wrong PINs, by counter.
#[derive(Default)]
pub struct Clerks {
    sessions: Mutex<HashMap<i64, Session>>,
    attempts: Mutex<HashMap<String, Attempts>>,
}

struct Session {
    clerk: i64,
    label: String,
    day: NaiveDate,
    /// Uptime of the last thing that was done.
    used: Duration,
}

impl App {
    /// Whether a clerk must sign in before this browser sees anything.
    #[must_use]
    pub fn wants_clerk(&self, pairing: &Pairing) -> bool {
        self.config.clerk_pins && self.clerk_at(pairing).is_none()
    }

    /// The label of the clerk who works there.
    #[must_use]
    pub fn clerk_at(&self, pairing: &Pairing) -> Option<String> {
        let (today, uptime) = (self.today(), self.clock.uptime());
        let mut sessions = lock(&self.clerks.sessions);
        sessions.retain(|_, session| session.day == today && uptime.saturating_sub(session.used) < IDLE);
        sessions.get(&pairing.id).map(|session| session.label.clone())
    }

    /// The clerk has done something.
    pub fn clerk_works(&self, pairing: &Pairing) {
        if let Some(session) = lock(&self.clerks.sessions).get_mut(&pairing.id) {
            session.used = self.clock.uptime();
        }
    }

    /// Begins a session where the PIN is the clerk's.
    pub async fn sign_in(
        &self,
        pairing: &Pairing,
        clerk: i64,
        pin: String,
    ) -> Result<Result<(), PinRefused>, StoreError> {
        if let Some(pause) = self.begin_attempt(&pairing.counter) {
            return Ok(Err(PinRefused::Pause(pause)));
        }
        let known = self.store.ask(move |store| store.clerk(clerk)).await;
        let hash = known.as_ref().ok().and_then(|clerk| Some(clerk.as_ref()?.pin.clone()));
        let check = move || hash.is_some_and(|hash| hash.fits(&pin));
        // The check itself has nothing to fail by.
        let fits = spawn_blocking(check).await.unwrap_or_default();
        let (uptime, mut attempts) = (self.clock.uptime(), lock(&self.clerks.attempts));
        let attempts = attempts.entry(pairing.counter.clone()).or_default();
        attempts.checking = false;
        match known?.filter(|_| fits) {
            Some(clerk) => {
                attempts.right();
                self.begin(pairing, clerk);
                tracing::info!(counter = pairing.counter, "a clerk signed in");
                Ok(Ok(()))
            }
            None => {
                attempts.wrong(uptime);
                tracing::warn!(counter = pairing.counter, "a wrong PIN was given at a counter");
                let left = attempts.left();
                let pause = attempts.pause(uptime).map(PinRefused::Pause);
                Ok(Err(pause.unwrap_or(PinRefused::Wrong { left })))
            }
        }
    }

    /// One PIN at a time; none while there is a pause.
    fn begin_attempt(&self, counter: &str) -> Option<Duration> {
        let mut attempts = lock(&self.clerks.attempts);
        let attempts = attempts.entry(counter.to_owned()).or_default();
        let pause = attempts.pause(self.clock.uptime());
        let pause = pause.or_else(|| attempts.checking.then_some(MOMENT));
        attempts.checking |= pause.is_none();
        pause
    }

    fn begin(&self, pairing: &Pairing, clerk: Clerk) {
        let session = Session {
            clerk: clerk.id,
            label: clerk.label,
            day: self.today(),
            used: self.clock.uptime(),
        };
        lock(&self.clerks.sessions).insert(pairing.id, session);
    }

    pub fn sign_out(&self, pairing: &Pairing) {
        if lock(&self.clerks.sessions).remove(&pairing.id).is_some() {
            tracing::info!(counter = pairing.counter, "a clerk signed out");
        }
    }

    /// Wherever that clerk works, they work no longer.
    pub fn sign_out_everywhere(&self, clerk: i64) {
        lock(&self.clerks.sessions).retain(|_, session| session.clerk != clerk);
    }

    fn today(&self) -> NaiveDate {
        self.now().with_timezone(&self.pack.zone()).date_naive()
    }
}

/// Whole even after a panic: each change is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
