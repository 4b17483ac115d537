//! The way to the store and back, on which the screen never waits.
//!
//! [`Kiosk::ask`] hands work to the store's thread. What comes of it returns through a channel that the kiosk owns, and
//! the window is woken to [`drain`](Kiosk::drain) it; a window that sleeps through that does so at its next tick.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use super::kiosk::Kiosk;
use crate::store::{Store, StoreError, worker::Handle};

/// What the kiosk does with an answer.
type Reply = Box<dyn FnOnce(&mut Kiosk) + Send>;

/// Makes the window drain the replies; called on any thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Both ends of the way.
pub struct Replies {
    store: Option<(Handle, Wake)>,
    outbox: Sender<Reply>,
    inbox: Receiver<Reply>,
    taken: u64,
}

impl Default for Replies {
    fn default() -> Self {
        let (outbox, inbox) = channel();
        Self {
            store: None,
            outbox,
            inbox,
            taken: 0,
        }
    }
}

impl Replies {
    /// How many answers the kiosk has taken in.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }
}

impl Kiosk {
    /// Gives the kiosk its store. Until then every question is answered with [`StoreError::Stopped`].
    pub fn connect(&mut self, store: Handle, wake: Wake) {
        self.replies.store = Some((store, wake));
        self.refresh_waiting();
    }

    /// Lets the store do `work`, then the kiosk `then` with what came of it.
    pub fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
        then: impl FnOnce(&mut Self, Result<T, StoreError>) + Send + 'static,
    ) {
        let outbox = self.replies.outbox.clone();
        // The kiosk, which holds the other end, is gone only when the program ends.
        let send = move |result| drop(outbox.send(Box::new(move |kiosk| then(kiosk, result))));
        match &self.replies.store {
            Some((store, wake)) => {
                let wake = wake.clone();
                store.call(work, move |result| {
                    send(result);
                    wake();
                });
            }
            None => send(Err(StoreError::Stopped)),
        }
    }

    /// As [`ask`](Self::ask), for the person at the screen: whoever comes after them never sees the answer.
    pub fn ask_for_visitor<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
        then: impl FnOnce(&mut Self, Result<T, StoreError>) + Send + 'static,
    ) {
        let visitor = self.visitor;
        self.ask(work, move |kiosk, result| {
            if kiosk.visitor == visitor {
                then(kiosk, result);
            }
        });
    }

    /// Takes in the answers that are there.
    pub fn drain(&mut self) {
        while let Ok(reply) = self.replies.inbox.try_recv() {
            self.take(reply);
        }
    }

    /// Waits for an answer and takes it in: for pictures and tests, which have no event loop. False when none came.
    pub fn wait_for_reply(&mut self, timeout: Duration) -> bool {
        let reply = self.replies.inbox.recv_timeout(timeout);
        let came = reply.is_ok();
        if let Ok(reply) = reply {
            self.take(reply);
        }
        came
    }

    fn take(&mut self, reply: Reply) {
        self.replies.taken += 1;
        reply(self);
    }
}
