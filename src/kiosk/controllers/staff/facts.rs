//! What staff see of the kiosk that the screen must ask for.

use std::time::Duration;

use crate::{
    disk,
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    store::{TicketPrint, outbox::OutboxNow},
};

/// They are asked for anew this often.
const REFRESH: Duration = Duration::from_secs(5);
/// So many of the last tickets can be printed once more: as many as wait while a roll is changed.
pub(super) const PAPERS: u32 = 12;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// None until the store has answered, and while it can't.
    pub records: Option<OutboxNow>,
    /// Bytes; none where that can't be told.
    pub disk_free: Option<u64>,
    /// The papers of the last tickets, the latest first.
    pub papers: Vec<TicketPrint>,
    /// Uptime of the last question.
    asked: Duration,
}

impl Kiosk {
    /// Asks for them.
    pub fn gather_facts(&mut self) {
        self.session.staff.facts.asked = self.clock.uptime();
        self.ask_for_visitor(
            |store| Ok((store.outbox_now()?, store.last_prints(PAPERS)?)),
            |kiosk, known| {
                // Staff hear of a store that fails from its own thread.
                let (records, papers) = known.ok().unzip();
                let facts = &mut kiosk.session.staff.facts;
                (facts.records, facts.papers) = (records, papers.unwrap_or_default());
            },
        );
        let state = self.config.state.clone();
        self.aside_for_visitor(
            move || disk::free(&state),
            |kiosk, free| kiosk.session.staff.facts.disk_free = free,
        );
    }

    /// Asks anew while they are shown and old.
    pub(in super::super) fn gather_facts_in_time(&mut self) {
        let age = self.clock.uptime().saturating_sub(self.session.staff.facts.asked);
        let are_shown = matches!(self.session.screen(), Screen::Staff | Screen::StaffPapers);
        if are_shown && age >= REFRESH {
            self.gather_facts();
        }
    }
}
