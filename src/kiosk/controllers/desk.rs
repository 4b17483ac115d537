//! The lobby's queues, wherever they are kept: in this kiosk's own store, or at the lobby's hub.

use super::kiosk::Kiosk;
use crate::{
    hub::{self, Came},
    protocol::hub::LinesNow,
    queue::{AppointmentCode, IssueRequest, day::LobbyDay, line::Lines},
    store::StoreError,
};

impl Kiosk {
    /// Belongs to a lobby whose hub is another kiosk. To be said before the kiosk is [connected](Self::connect) with its own
    /// store, which would be asked in the hub's place.
    pub fn belong_to(&mut self, hub: hub::Handle) {
        self.hub = Some(hub);
    }

    /// Lets a ticket be issued, then `then` with what came of it.
    pub(super) fn issue(
        &self,
        request: IssueRequest,
        then: impl FnOnce(&mut Self, Result<Came, StoreError>) + Send + 'static,
    ) {
        let (by, now) = (self.foresight(), self.clock.now());
        match &self.hub {
            Some(hub) => hub.issue(request, now, self.reply(then)),
            None => self.ask(
                move |store| {
                    let visit = store.issue(&request, now)?;
                    // The ticket is on the disk: that those before it can't be counted takes nothing from it.
                    let counted = store.lines_before(&visit.ticket.code, &by, now).ok();
                    Ok((visit, counted))
                },
                then,
            ),
        }
    }

    /// Lets one who comes by appointment have a ticket, then `then` with what came of it.
    pub(super) fn check_in_with(
        &self,
        code: AppointmentCode,
        then: impl FnOnce(&mut Self, Result<Came, StoreError>) + Send + 'static,
    ) {
        let (by, now) = (self.foresight(), self.clock.now());
        match &self.hub {
            Some(hub) => hub.check_in(code, self.reply(then)),
            None => self.ask(
                move |store| {
                    let visit = store.check_in(&code, now)?;
                    // Those who wait are not before this visitor, who has an hour of their own.
                    let counts = store.lines(&by, now).ok().map(|lines| (lines, None));
                    Ok((visit, counts))
                },
                then,
            ),
        }
    }

    /// Asks how the queues are, and for the lobby's day as this kiosk's clock has it.
    pub(super) fn look_at_lines(
        &self,
        then: impl FnOnce(&mut Self, Result<(LobbyDay, LinesNow), StoreError>) + Send + 'static,
    ) {
        let (by, now) = (self.foresight(), self.clock.now());
        match &self.hub {
            Some(hub) => hub.lines(now, self.reply(then)),
            None => self.ask(
                move |store| Ok((store.today(now)?, store.lines_now(None, &by, now)?)),
                then,
            ),
        }
    }

    /// Pauses queues of the lobby, or lets them issue tickets again.
    pub(super) fn pause_queues(
        &self,
        queues: Vec<String>,
        paused: bool,
        then: impl FnOnce(&mut Self, Result<Lines, StoreError>) + Send + 'static,
    ) {
        let (by, now) = (self.foresight(), self.clock.now());
        match &self.hub {
            Some(hub) => hub.pause(queues, paused, self.reply(then)),
            None => self.ask(
                move |store| {
                    store.set_paused(&queues, paused, now)?;
                    store.lines(&by, now)
                },
                then,
            ),
        }
    }
}
