//! What staff see of the kiosk that the screen must ask for.

use std::time::Duration;

use crate::{
    disk,
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    store::{TicketPrint, outbox::OutboxNow},
};

/// They are asked for anew this often.
const REFRESH: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// None until the store has answered, and while it can't.
    pub records: Option<OutboxNow>,
    /// Bytes; none where that can't be told.
    pub disk_free: Option<u64>,
    /// The paper of the last ticket that has one.
    pub last_print: Option<TicketPrint>,
    /// Uptime of the last question.
    asked: Duration,
}

impl Kiosk {
    /// Asks for them.
    pub fn gather_facts(&mut self) {
        self.session.staff.facts.asked = self.clock.uptime();
        self.ask_for_visitor(
            |store| Ok((store.outbox_now()?, store.last_print()?)),
            |kiosk, known| {
                // Staff hear of a store that fails from its own thread.
                let (records, last_print) = known.ok().unzip();
                let facts = &mut kiosk.session.staff.facts;
                (facts.records, facts.last_print) = (records, last_print.flatten());
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
        if self.session.screen() == Screen::Staff && age >= REFRESH {
            self.gather_facts();
        }
    }
}
