//! Trying the printer, and a ticket's paper once more.

use tracing::{error, info};

use super::facts::PAPERS;
use crate::{
    kiosk::controllers::kiosk::Kiosk,
    print::ticket,
    queue::{TicketCode, paper::PrintState},
    store::TicketPrint,
};

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

    /// What became of a paper that staff see.
    #[must_use]
    pub fn paper_state(&self, paper: &TicketPrint) -> PrintState {
        let printer = self.printer.as_ref();
        printer.map_or(paper.state, |printer| printer.watch().seen(paper))
    }

    /// Prints the paper of one of the last tickets once more: the same number.
    pub fn reprint(&mut self, visit: &TicketCode) {
        let staff = &self.session.staff;
        let paper = staff.facts.papers.iter().find(|paper| paper.visit == *visit);
        let (Some(paper), Some(printer)) = (paper.filter(|_| staff.unlocked), self.printer.clone()) else {
            return;
        };
        info!(number = %paper.number, "staff have a ticket printed once more");
        let (visit, now) = (visit.clone(), self.clock.now());
        self.ask_for_visitor(
            move |store| {
                store.reprint(&visit, now)?;
                printer.look();
                store.last_prints(PAPERS)
            },
            |kiosk, papers| {
                let staff = &mut kiosk.session.staff;
                staff.reprint_failed = papers.is_err();
                match papers {
                    Ok(papers) => staff.facts.papers = papers,
                    Err(cause) => error!(%cause, "a ticket is not printed once more"),
                }
            },
        );
    }
}
