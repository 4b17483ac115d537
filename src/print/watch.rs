//! How the printer is and what became of the last ticket, readable on any thread.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use crate::{
    protocol::heartbeat::PrinterState,
    queue::{TicketCode, paper::PrintState},
    store::TicketPrint,
};

/// So many tickets are known: more than were asked for at once.
const KNOWN: usize = 16;

/// What is known, shared.
#[derive(Clone)]
pub struct Watch {
    known: Arc<Mutex<Known>>,
    state: watch::Sender<PrinterState>,
}

#[derive(Default)]
struct Known {
    /// Of the last tickets, the latest last.
    papers: VecDeque<(TicketCode, PrintState)>,
    trial: Option<PrintState>,
    changes: u64,
    wakes: Vec<Wake>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watch").field(&self.state()).finish()
    }
}

/// Called on the printer's thread.
type Wake = Arc<dyn Fn() + Send + Sync>;

impl Watch {
    pub(super) fn new() -> Self {
        Self {
            known: Arc::default(),
            state: watch::Sender::new(PrinterState::Unknown),
        }
    }

    /// One that stands still, for pictures and tests.
    #[doc(hidden)]
    #[must_use]
    pub fn standing(state: PrinterState, last: Option<(TicketCode, PrintState)>) -> Self {
        let watch = Self::new();
        watch.set_state(state);
        watch.known().papers.extend(last);
        watch
    }

    #[must_use]
    pub fn state(&self) -> PrinterState {
        *self.state.borrow()
    }

    /// The state from now on, for the heartbeat.
    #[must_use]
    pub fn states(&self) -> watch::Receiver<PrinterState> {
        self.state.subscribe()
    }

    /// What became of the ticket's paper, of the last ones since the program started: queued while the printer has it, none
    /// before.
    #[must_use]
    pub fn print(&self, ticket: &TicketCode) -> Option<PrintState> {
        let known = self.known();
        let found = known.papers.iter().find(|(code, _)| code == ticket);
        found.map(|(_, state)| *state)
    }

    /// What became of a paper of which the store says this: what goes through the printer at this moment is not unknown yet.
    #[must_use]
    pub fn seen(&self, kept: &TicketPrint) -> PrintState {
        let is_under_way = kept.state == PrintState::Unknown && self.print(&kept.visit) == Some(PrintState::Queued);
        if is_under_way { PrintState::Queued } else { kept.state }
    }

    /// What became of the last trial print; none while it is under way.
    #[must_use]
    pub fn trial(&self) -> Option<PrintState> {
        self.known().trial
    }

    /// Grows with every change.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.known().changes
    }

    /// Has `wake` called after every change, on another thread.
    pub fn on_change(&self, wake: Wake) {
        self.known().wakes.push(wake);
    }

    /// Whether that is another state than before.
    pub(super) fn set_state(&self, state: PrinterState) -> bool {
        let is_new = self.state.send_replace(state) != state;
        if is_new {
            self.change(|_| {});
        }
        is_new
    }

    pub(super) fn set_print(&self, ticket: TicketCode, state: PrintState) {
        self.change(|known| {
            known.papers.retain(|(code, _)| *code != ticket);
            known.papers.push_back((ticket, state));
            if known.papers.len() > KNOWN {
                known.papers.pop_front();
            }
        });
    }

    pub(super) fn set_trial(&self, state: Option<PrintState>) {
        self.change(|known| known.trial = state);
    }

    /// The wakes may look at what has changed, so they are called after it is let go.
    fn change(&self, change: impl FnOnce(&mut Known)) {
        let mut known = self.known();
        change(&mut known);
        known.changes += 1;
        let wakes = known.wakes.clone();
        drop(known);
        wakes.iter().for_each(|wake| wake());
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
