//! What the server knows of a code.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::{Europe::Sofia, Tz};

use super::address::Address;
use crate::{
    content::{Pack, hours::Place, queue_plan::Queue},
    server::{
        state::App,
        store::{Result, tickets::TicketNow},
    },
};

/// A kiosk speaks every minute. What is known of one that has not for so long is said to be old.
const QUIET_AFTER: TimeDelta = TimeDelta::minutes(3);

pub struct Knowledge {
    /// None where no kiosk has told of the code.
    pub ticket: Option<TicketNow>,
    /// Where the ticket is from, or the kiosk that the address names.
    pub lobby: Option<String>,
    /// Of that lobby's municipality.
    pub pack: Option<Arc<Pack>>,
    /// When that kiosk was heard last.
    pub heard_at: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
}

impl Knowledge {
    /// Looks an address up.
    pub async fn of(app: &App, address: &Address) -> Result<Self> {
        let now = app.now();
        let ticket = app.store.ticket(&address.code).await?;
        let (lobby, heard_at) = match (&ticket, &address.device) {
            (Some(ticket), _) => (Some(ticket.lobby.clone()), ticket.heard_at),
            (None, Some(device)) => {
                let report = app.store.device(device, now).await?;
                report.map_or((None, None), |report| (report.device.lobby, report.heard_at))
            }
            (None, None) => (None, None),
        };
        let pack = lobby
            .as_ref()
            .and_then(|lobby| app.packs.now().of_lobby(lobby).cloned());
        Ok(Self {
            ticket,
            lobby,
            pack,
            heard_at,
            now,
        })
    }

    /// The wall time in the lobby.
    pub fn local(&self, moment: DateTime<Utc>) -> NaiveDateTime {
        let zone: Tz = self.pack.as_ref().map_or(Sofia, |pack| pack.zone());
        moment.with_timezone(&zone).naive_local()
    }

    pub fn today(&self) -> NaiveDate {
        self.local(self.now).date()
    }

    /// When the kiosk was heard last, if that is long ago.
    pub fn quiet_since(&self) -> Option<DateTime<Utc>> {
        self.heard_at.filter(|heard| self.now - *heard > QUIET_AFTER)
    }

    pub fn place(&self) -> Option<&Place> {
        self.pack.as_ref()?.place_of(self.lobby.as_ref()?)
    }

    pub fn queue(&self) -> Option<&Queue> {
        self.pack.as_ref()?.queues.queue(&self.ticket.as_ref()?.queue)
    }

    /// Whether nothing new can come: the visit is over, or its day is.
    pub fn is_final(&self) -> bool {
        self.ticket
            .as_ref()
            .is_some_and(|ticket| ticket.state.is_final() || ticket.day < self.today())
    }
}
