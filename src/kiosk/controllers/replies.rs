//! The way to the store and back, and to whatever else takes time: the screen never waits on it.
//!
//! [`Kiosk::ask`] hands work to the store's thread. What comes of it returns through a channel that the kiosk owns, and
//! the window is woken to [`drain`](Kiosk::drain) it; a window that sleeps through that does so at its next tick.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
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
    store: Option<Handle>,
    wake: Option<Wake>,
    outbox: Sender<Reply>,
    inbox: Receiver<Reply>,
    taken: u64,
}

impl Default for Replies {
    fn default() -> Self {
        let (outbox, inbox) = channel();
        Self {
            store: None,
            wake: None,
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
        self.replies.store = Some(store);
        self.replies.wake = Some(wake);
        self.refresh_waiting();
    }

    /// Lets the store do `work`, then the kiosk `then` with what came of it.
    pub fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
        then: impl FnOnce(&mut Self, Result<T, StoreError>) + Send + 'static,
    ) {
        let reply = self.reply(then);
        match &self.replies.store {
            Some(store) => store.call(work, reply),
            None => reply(Err(StoreError::Stopped)),
        }
    }

    /// Does `work` on a thread of its own, then lets the kiosk do `then` with what came of it: for what has nothing to do
    /// with the store, and must not keep it from visitors. False when there is no thread to be had.
    pub(super) fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut Self, T) + Send + 'static,
    ) -> bool {
        let reply = self.reply(then);
        let thread = thread::Builder::new().name("aside".to_owned());
        let started = thread.spawn(move || reply(work()));
        if let Err(error) = &started {
            tracing::error!(%error, "there is no thread to be had");
        }
        started.is_ok()
    }

    /// Brings what `then` is to do to the kiosk, and wakes the window.
    pub(super) fn reply<T, F>(&self, then: F) -> impl FnOnce(T) + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&mut Self, T) + Send + 'static,
    {
        let outbox = self.replies.outbox.clone();
        let wake = self.replies.wake.clone();
        move |result| {
            // The kiosk, which holds the other end, is gone only when the program ends.
            let _ = outbox.send(Box::new(move |kiosk| then(kiosk, result)));
            if let Some(wake) = wake {
                wake();
            }
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

    /// As [`aside`](Self::aside), for the person at the screen.
    pub(super) fn aside_for_visitor<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut Self, T) + Send + 'static,
    ) -> bool {
        let visitor = self.visitor;
        self.aside(work, move |kiosk, result| {
            if kiosk.visitor == visitor {
                then(kiosk, result);
            }
        })
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
