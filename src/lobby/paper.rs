//! The ticket of the visitor who is at a counter, on paper: what became of it, and the same number once more, from the
//! printer of the kiosk that serves the lobby.

use chrono::{DateTime, Utc};

use super::app::App;
use crate::{
    queue::{TicketCode, paper::PrintState, transitions::Refused},
    store::{Store, StoreError},
};

/// None where nothing is printed, or not this ticket.
pub fn state(store: &mut Store, app: &App, visit: &TicketCode) -> Result<Option<PrintState>, StoreError> {
    let Some(printer) = &app.config.printer else {
        return Ok(None);
    };
    let kept = store.print_of(visit)?;
    Ok(kept.map(|kept| printer.watch().seen(&kept)))
}

/// Prints the ticket once more, for the counter that has its visitor.
pub fn reprint(
    store: &mut Store,
    app: &App,
    counter: &str,
    visit: &TicketCode,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let present = store.lobby_now(now)?.present;
    let visitor = present.iter().find(|one| one.code == *visit);
    match visitor.filter(|one| one.kind.is_at_counter()) {
        Some(one) if one.counter.as_deref() == Some(counter) => {}
        Some(one) => {
            return Err(StoreError::Refused(Refused::AtCounter(
                one.counter.clone().unwrap_or_default(),
            )));
        }
        None => return Err(StoreError::Refused(Refused::NotCalled)),
    }
    match &app.config.printer {
        Some(printer) if store.reprint(visit, now)? => printer.look(),
        _ => return Err(StoreError::Refused(Refused::NoPaper)),
    }
    Ok(())
}
