//! Trying the printer, and a ticket's paper once more.

use tracing::{error, info};

use crate::{kiosk::controllers::kiosk::Kiosk, print::ticket, queue::paper::PrintState};

impl Kiosk {
    /// Whether there is a printer to try.
    #[must_use]
    pub fn has_printer(&self) -> bool {
        self.printer.is_some()
    }

    /// Prints a paper that is nobody's.
    pub fn try_printer(&mut self) {
        let unlocked = self.session.staff.unlocked;
        let Some(printer) = self.printer.as_ref().filter(|_| unlocked) else {
            return;
        };
        info!("staff try the printer");
        printer.trial(ticket::trial(&self.pack, self.local_now(), &self.session.lang));
        self.session.staff.tried_print = true;
    }

    /// What became of the trial; none where there was none, or while it is under way.
    #[must_use]
    pub fn trial_print(&self) -> Option<PrintState> {
        let printer = self.printer.as_ref().filter(|_| self.session.staff.tried_print)?;
        printer.watch().trial()
    }

    /// Prints the last ticket's paper once more: the same number.
    pub fn reprint_last(&mut self) {
        let last = self.session.staff.facts.last_print.clone();
        let unlocked = self.session.staff.unlocked;
        let (Some(last), Some(printer)) = (last.filter(|_| unlocked), self.printer.clone()) else {
            return;
        };
        info!(number = %last.number, "staff have a ticket printed once more");
        let now = self.clock.now();
        self.ask_for_visitor(
            move |store| {
                store.reprint(&last.visit, now)?;
                printer.look();
                store.last_print()
            },
            |kiosk, last| match last {
                Ok(last) => kiosk.session.staff.facts.last_print = last,
                Err(cause) => error!(%cause, "a ticket is not printed once more"),
            },
        );
    }
}
