//! How kiosk and server stand, for the screen's mark and for staff, readable on any thread.

use std::{
    mem::discriminant,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};

use super::SyncError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncStatus {
    /// There is no server in the configuration: the kiosk is by itself.
    NotConfigured,
    /// The server has not been asked yet.
    Starting,
    /// The kiosk is none of the server's devices: its records wait.
    NotEnrolled { why: SyncError },
    /// The server has taken something from us, the last time then.
    Online { last: DateTime<Utc> },
    /// Records wait. The cause passes by itself unless it [`is_permanent`](SyncError::is_permanent).
    Offline { since: DateTime<Utc>, why: SyncError },
    /// The server has shown this kiosk the door: records wait until it is enrolled again.
    Revoked { since: DateTime<Utc>, why: SyncError },
}

/// Who the kiosk is to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The device's name there; no secret.
    pub device: String,
    /// Where tickets have their pages.
    pub public_url: String,
}

/// What is known, shared. The default is what a kiosk without a server shows.
#[derive(Clone, Default)]
pub struct Watch(Arc<Mutex<Known>>);

struct Known {
    status: SyncStatus,
    enrolment: Option<Enrolment>,
    changes: u64,
    wakes: Vec<Wake>,
}

/// Called on sync's thread.
type Wake = Arc<dyn Fn() + Send + Sync>;

impl Default for Known {
    fn default() -> Self {
        Self {
            status: SyncStatus::NotConfigured,
            enrolment: None,
            changes: 0,
            wakes: Vec::new(),
        }
    }
}

impl Watch {
    /// Where nothing ever changes: for pictures and tests.
    #[must_use]
    pub fn standing(status: SyncStatus, enrolment: Option<Enrolment>) -> Self {
        Self(Arc::new(Mutex::new(Known {
            status,
            enrolment,
            ..Known::default()
        })))
    }

    #[must_use]
    pub fn status(&self) -> SyncStatus {
        self.known().status.clone()
    }

    #[must_use]
    pub fn enrolment(&self) -> Option<Enrolment> {
        self.known().enrolment.clone()
    }

    /// Grows with every change that can be seen; that the server was heard once more is none.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.known().changes
    }

    /// Has `wake` called after every such change, on another thread.
    pub fn on_change(&self, wake: Wake) {
        self.known().wakes.push(wake);
    }

    pub(super) fn set_status(&self, status: SyncStatus) {
        self.change(|known| {
            let same = match (&known.status, &status) {
                (SyncStatus::Online { .. }, SyncStatus::Online { .. }) => true,
                (old, new) => old == new,
            };
            known.status = status;
            !same
        });
    }

    pub(super) fn set_enrolment(&self, enrolment: Option<Enrolment>) {
        self.change(|known| {
            let same = known.enrolment == enrolment;
            known.enrolment = enrolment;
            !same
        });
    }

    /// The wakes may look at what has changed, so they are called after it is let go.
    fn change(&self, change: impl FnOnce(&mut Known) -> bool) {
        let mut known = self.known();
        if !change(&mut known) {
            return;
        }
        known.changes += 1;
        let wakes = known.wakes.clone();
        drop(known);
        wakes.iter().for_each(|wake| wake());
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SyncStatus {
    /// Whether both say the same but for times and causes.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other)
    }
}
